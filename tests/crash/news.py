"""News to be ingested while things are killed: many articles of few happenings, some disputed, some without a day."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path

GUESTS = ("Fumio Kishida", "Yoon Suk Yeol", "Joe Biden", "Olaf Scholz", "Emmanuel Macron", "Xi Jinping")
CITIES = ("Oslo", "Bern", "Lima", "Cairo", "Seoul", "Paris", "Berlin", "Jakarta")
TELL = (
    "{guest} arrived in {city} on {day}. The visit had been planned for months, officials in {city} said.",
    "{guest} and {other} met in {city} on {day}. The two leaders signed a memorandum of understanding on {day}.",
    "On {day}, {guest} visited {city}. {other} will visit Tokyo in {month}.",
    "{guest} resigned on {day}, a spokesman said in {city}. {other} was sworn in on {day}.",
)
UNDATED = "{guest} and {other} met in {city}. The two leaders signed a memorandum of understanding. Officials of the {city} Harbour Club watched on {short}."


def write_news(folder: Path, count: int, seed: int) -> None:
    """Write articles as JSON Lines: of a happening some three, and one in twelve without a day of its own."""
    pick = random.Random(seed)
    happenings = []
    for _ in range(max(2, count // 3)):
        guest, other = pick.sample(GUESTS, 2)
        happenings.append(
            (
                guest,
                other,
                pick.choice(CITIES),
                date(2023, 1, 1) + timedelta(days=pick.randrange(600)),
                pick.choice(TELL),
            )
        )
    with (folder / "news.jsonl").open("w", encoding="utf-8") as file:
        for number in range(count):
            guest, other, city, day, tell = pick.choice(happenings)
            said = day + timedelta(days=pick.choice((0, 0, 0, 0, 1)))  # some have it a day later
            parts = {
                "guest": guest,
                "other": other,
                "city": city,
                "day": _day(said),
                "month": f"{day:%B %Y}",
                "short": f"{day:%B} {day.day}",
            }
            undated = number % 12 == 11
            text = (UNDATED if undated else f"{tell} {UNDATED}").format(**parts)
            record = {"id": number, "title": f"Report {number}", "text": f"{text} This is report {number}."}
            if not undated:
                record["published"] = (day + timedelta(days=1)).isoformat()
            file.write(json.dumps(record) + "\n")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
