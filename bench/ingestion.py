"""How fast articles become events: one process, one core, an empty SQLite file.

    python bench/ingestion.py                articles of 500 words made of the shipped abstracts
    python bench/ingestion.py FOLDER         the articles of a folder, joined to 500 words
    python bench/ingestion.py --story COUNT  up to so many made-up articles of one long story: 100, 1,000 and so on, as ratios

The share of each step, the growth of time and memory with ten times as many articles, and the speed against dateparser's search of
the same texts, which only finds dates, are ratios within one run. Times are of the processor, so that what else the machine does
counts little.
"""

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
scratch = tempfile.TemporaryDirectory()
os.environ["DATABASE_URL"] = f"sqlite:///{scratch.name}/bench.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from articles.extraction import extract_claims  # noqa: E402
from articles.ingestion.run import ingest  # noqa: E402
from articles.readers import ArticleData, read_articles  # noqa: E402
from bench.story import make_story  # noqa: E402

WORDS = 500
STORIES = (100, 1000, 10_000)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def make_articles(folder: str, count: int, seed: int) -> list[ArticleData]:
    """Articles of about 500 words of real prose, each with its own mix of passages, days and years."""
    texts = [a.text for a in read_articles([folder]) if isinstance(a, ArticleData) and a.language == "en"]
    pieces = [line for text in texts for line in text.splitlines() if line.strip()]
    pick = random.Random(seed)
    made = []
    for number in range(count):
        text, shift = "", pick.randrange(-60, 20)
        while len(text.split()) < WORDS:
            text += pick.choice(pieces).strip() + "\n\n"
        text = YEAR.sub(lambda m, shift=shift: str(min(2030, int(m.group()) + shift)), text)
        day = date(2000, 1, 1) + timedelta(days=pick.randrange(9000))
        made.append(ArticleData(f"bench-{seed}-{number}", text, published=day))
    return made


def seconds(work) -> float:
    """What the processor spends on it."""
    started = time.process_time()
    work()
    return time.process_time() - started


def peak(folder: str, count: int) -> int:
    """The peak memory of a separate process that ingests so many articles, in kilobytes; on Linux only."""
    command = [sys.executable, __file__, folder, "--peak", str(count)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def show_peak(folder: str, count: int) -> None:
    call_command("migrate", verbosity=0)
    ingest(make_articles(folder, count, seed=3))
    # Linux counts the process that started this one into ru_maxrss: VmHWM is of this one alone.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(re.search(r"VmHWM:\s+(\d+) kB", status)[1])


def main() -> None:
    folder = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "articles" / "samples")
    call_command("migrate", verbosity=0)
    ingest(make_articles(folder, 20, seed=0))  # loads the lexicons
    few, many = make_articles(folder, 100, seed=1), make_articles(folder, 1000, seed=2)
    first = seconds(lambda: ingest(few))
    whole = seconds(lambda: ingest(many))
    reading = seconds(lambda: [extract_claims(a.text, published=a.published) for a in many])
    words = sum(len(a.text.split()) for a in many) / len(many)
    print(f"{len(many) / whole:.0f} articles of {words:.0f} words a second of one core, into SQLite")
    print(f"reading takes {reading / whole:.0%} of it, resolving and writing {1 - reading / whole:.0%}")
    print(f"1000 articles take {whole / first:.1f} times as long as 100")
    if sys.platform == "linux":
        small, large = peak(folder, 100), peak(folder, 1000)
        print(
            f"and {large / small:.2f} times the memory: {large // 1024} MB at most instead of {small // 1024} MB"
        )

    from dateparser.search import search_dates

    sample = many[:10]
    theirs = seconds(
        lambda: [
            search_dates(
                a.text,
                languages=["en"],
                settings={"RELATIVE_BASE": datetime.combine(a.published, datetime.min.time())},
            )
            for a in sample
        ]
    )
    print(
        f"dateparser's search for dates alone takes {theirs / len(sample) / (whole / len(many)):.0f} times as long an article"
    )


def show_story(count: int) -> None:
    """How time and memory grow with the articles of one story that are stored: 100, 1,000 and so on, in one database."""
    import resource

    call_command("migrate", verbosity=0)
    ingest(make_story(5, seed=9))  # loads the lexicons
    first, taken, start = 0.0, 0.0, 0
    for upto in sorted({*(n for n in STORIES if n < count), count}):
        inputs = chain.from_iterable(make_story(min(n + 100, upto), first=n) for n in range(start, upto, 100))
        began = time.process_time()
        ingest(inputs)
        spent = time.process_time() - began
        first, taken = first or spent / upto, taken + spent
        each = spent / (upto - start)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{upto} articles took {taken / (first * min(STORIES[0], count)):.1f} times as long as {min(STORIES[0], count)}; "
            f"from {start} on one took {each / first:.2f} times as long ({1 / each:.0f} a processor second), {memory} MB",
            flush=True,
        )
        start = upto


if __name__ == "__main__":
    if sys.argv[1:2] == ["--story"]:
        show_story(int(sys.argv[2]))
        sys.exit()
    if "--peak" in sys.argv:
        show_peak(sys.argv[1], int(sys.argv[-1]))
    else:
        main()
