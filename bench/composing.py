"""How much of the shipped timeline composing finds again.

    python bench/composing.py [PATH...]      the samples and the articles at some paths, all proposed, then as many events
                                             composed as the shipped timeline has

Two events are one when they have the same date and share a passage. Prints the part of the shipped events that were chosen,
and what was chosen instead.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
scratch = tempfile.TemporaryDirectory()
os.environ["DATABASE_URL"] = f"sqlite:///{scratch.name}/bench.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from articles.recomposing import composed_again  # noqa: E402
from timeline.dates import describe  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0)
    found = composed_again(sys.argv[1:])
    print(
        f"{len(found.again)} of {len(found.shipped)} events of the shipped timeline "
        f"({len(found.again) / len(found.shipped):.0%}), chosen among {found.candidates}"
    )
    for label, events in (("left out", found.missed), ("instead", found.instead)):
        for event in events:
            print(f"  {label}: {describe(event.edtf)} {event.title} ({event.significance})")


if __name__ == "__main__":
    main()
