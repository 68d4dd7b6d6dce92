"""Write who may do what into docs/permissions.md: python -m scripts.permissions --write."""

import argparse
import os
import sys
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parent.parent / "docs" / "permissions.md"
BEGIN, END = "<!-- rights -->\n", "<!-- end of rights -->"


def page() -> str:
    """The page with the tables as they are in the code."""
    from timeline.admin.rights import as_markdown

    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return before + BEGIN + as_markdown() + END + rest.partition(END)[2]


def main() -> None:
    parser = argparse.ArgumentParser(description="Who may do what in the admin.")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/permissions.md")
    is_written = parser.parse_args().write
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.contrib import admin

    admin.autodiscover()
    if is_written:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())


if __name__ == "__main__":
    main()
