"""Made-up articles, a good model that reads them, and commands that do."""

import json
from io import StringIO

from django.core.management import call_command

from tests.model_server import article_in, completion, event

CITIES = ("Oslo", "Lima", "Quito", "Accra", "Hanoi", "Rabat", "Minsk", "Dakar", "Tunis", "Baku")


FAMILIES = ("Berg", "Holm", "Lund", "Dahl", "Vik", "Moe", "Strand", "Haug", "Bakke", "Lie")


def story(n):
    """A made-up article with a dated sentence that the rules read and one that takes a model."""
    who, where = f"Anna {FAMILIES[n % 10]}", CITIES[(n // 10) % 10]
    return (
        f"Foreign Minister {who} visited {where} on {1 + n % 28} August 2024.\n"
        f"The mayor {'opened an exhibition of stamps for' if n % 2 else 'handed the keys of the city to'} the {n + 3} guests.\n"
    )


def title_of(number):
    return (
        f"Mayor gives keys to {number} guests"
        if int(number) % 2
        else f"Mayor opens stamp exhibition for {number}"
    )


def answer(body):
    """What a good model says of such an article."""
    visit, keys = article_in(body).strip().splitlines()
    _, who, where, day = (
        visit.partition("Minister ")[0],
        *visit.removeprefix("Foreign Minister ").rstrip(".").replace(" on ", " visited ").split(" visited "),
    )
    number = keys.split()[-2]
    family = who.split()[-1]
    return json.dumps(
        {
            "events": [
                event(
                    visit,
                    day,
                    f"{family} visits {where}",
                    actors=[{"name": who, "words": who, "kind": "person", "role": "visitor"}],
                ),
                event(keys, None, title_of(number), kind="other", edtf="2024-09-06"),
                event("The mayor slept well.", None, "Mayor sleeps"),
            ]
        }
    )


def ingest(*args, fails=False, **options):
    out, err = StringIO(), StringIO()
    try:
        call_command("ingest", *map(str, args), stdout=out, stderr=err, **options)
    except SystemExit:
        assert fails, err.getvalue()
    return out.getvalue().strip(), err.getvalue()


def exported():
    out = StringIO()
    call_command("export_events", "--format", "json", "--status", "all", stdout=out)
    events = json.loads(out.getvalue())["events"]
    return [{k: e[k] for k in e if k not in ("id", "slug")} for e in events]


def batch(folder):
    out = StringIO()
    call_command("model_requests", str(folder), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def results(path, requests, body_of=lambda request: completion(answer(request["body"]))):
    lines = [
        {
            "id": "batch_1",
            "custom_id": r["custom_id"],
            "response": {"status_code": 200, "request_id": "1", "body": body_of(r)},
            "error": None,
        }
        for r in requests
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path
