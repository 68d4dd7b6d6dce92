"""Hold what the rules find in a folder of articles against a gold file."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from articles.evaluation import Scores, propose, score
from articles.extraction.actors import shipped_gazetteer
from articles.gold import GoldError, find_gold, load_gold
from articles.ingest import load_gazetteer
from articles.readers import ReadFailure, read_articles


class Command(BaseCommand):
    help = (
        "Read a folder of articles, change nothing, and score the events found against a gold file: precision, recall "
        "and F1 of events, dates, actors and citations. docs/evaluation.md describes the file."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="the folder of articles")
        parser.add_argument(
            "--gold", type=Path, metavar="FILE", help="the gold file (default FOLDER/events.jsonl)"
        )
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")
        parser.add_argument(
            "--list", action="store_true", help="also list what was missed and what was wrong"
        )

    def handle(self, *args, **options):
        folder = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder", returncode=2)
        articles = self.read(folder)
        try:
            gold = load_gold(
                options["gold"] or find_gold(folder), {doc: article.text for doc, article in articles.items()}
            )
        except GoldError as error:
            raise CommandError(str(error), returncode=2) from None
        console = Console(stderr=True)
        bar = Progress(
            TextColumn("articles"), BarColumn(), MofNCompleteColumn(), console=console,
            disable=not console.is_terminal, transient=True,
        )  # fmt: skip
        with bar:
            task = bar.add_task("articles", total=len(articles))
            scores = score(gold, propose(articles, _gazetteer(), lambda: bar.advance(task)))
        if options["json"]:
            self.stdout.write(json.dumps(scores.as_data(), indent=1))
        else:
            self.print_table(scores, len(articles))
        if options["list"]:
            self.print_faults(scores)

    def read(self, folder):
        """The articles by the names that a gold file gives them: those of their files, or the ids of their lines."""
        articles = {}
        for item in read_articles([str(folder)]):
            if isinstance(item, ReadFailure):
                self.stderr.write(f"{item.origin}: {item.reason}")
                continue
            name = item.origin.rpartition("#")[2] if "#" in item.origin else Path(item.origin).stem
            articles[name] = item
        return articles

    def print_table(self, scores: Scores, count: int) -> None:
        table = Table(title=f"{count} articles", title_justify="left")
        for heading in ("", "precision", "recall", "F1", "right", "proposed", "found", "wanted"):
            table.add_column(heading, justify="left" if not heading else "right")
        for name in ("events", "dates", "actors", "citations"):
            rate = getattr(scores, name)
            shares = (_percent(value) for value in (rate.precision, rate.recall, rate.f1))
            table.add_row(name, *shares, *map(str, (rate.right, rate.proposed, rate.found, rate.wanted)))
        width = None if sys.stdout.isatty() else 100
        with (console := Console(width=width)).capture() as text:
            console.print(table)
        self.stdout.write(text.get().rstrip())
        right = scores.events.right
        self.stdout.write(f"kind right in {scores.kinds_right} of {right}; {scores.repeats} repeats")

    def print_faults(self, scores: Scores) -> None:
        for event in scores.missed:
            self.stdout.write(f"missed {event.doc} {event.edtf[0]}: {event.about}")
        for proposal in scores.wrong:
            self.stdout.write(f"wrong  {proposal.doc} {proposal.event.edtf}: {proposal.event.title}")


def _gazetteer():
    """The actors as curators know them; the shipped ones where there is no database yet."""
    try:
        return load_gazetteer()
    except DatabaseError:
        return shipped_gazetteer()


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"
