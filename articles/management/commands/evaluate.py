"""Compare what is found in a folder of articles with a gold file."""

import json
import sys
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from articles.evaluation import Scores, propose, read_events, score
from articles.extraction.gazetteer import shipped_gazetteer
from articles.gold import GoldError, find_gold, load_gold
from articles.ingestion.asking.evaluating import Answers
from articles.ingestion.asking.options import BadOptions, add_answers, parse_answers
from articles.ingestion.asking.results import article_name
from articles.ingestion.gazetteer import load_gazetteer
from articles.key_dates import ReferenceError, key_dates, read_reference
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
        parser.add_argument(
            "--timeline",
            type=Path,
            metavar="FILE",
            help="a reference timeline instead: measure how well important days are chosen",
        )
        add_answers(parser)
        parser.add_argument(
            "--reader",
            choices=("model", "both"),
            default="both",
            help="with --answers: who reads (default both)",
        )
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")
        parser.add_argument("--list", action="store_true", help="also list missed events and wrong proposals")

    def handle(self, *args, **options):
        folder = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder", returncode=2)
        articles = self.read(folder)
        if options["timeline"]:
            self.evaluate_timeline(articles, options)
            return
        try:
            gold = load_gold(
                options["gold"] or find_gold(folder), {doc: article.text for doc, article in articles.items()}
            )
        except GoldError as error:
            raise CommandError(str(error), returncode=2) from None
        read = self.reader(options)
        with _bar(len(articles)) as advance:
            scores = score(gold, propose(articles, _gazetteer(), advance, read))
        if options["json"]:
            data = scores.as_data() | ({"model": read.as_data()} if read else {})
            self.stdout.write(json.dumps(data, indent=1))
        else:
            self.print_table(scores, len(articles))
        if read and not options["json"]:
            self.stdout.write(str(read))
        if options["list"]:
            self.print_faults(scores)

    def evaluate_timeline(self, articles, options) -> None:
        path: Path = options["timeline"]
        try:
            wanted = read_reference(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, ReferenceError) as error:
            raise CommandError(f"{path} is not a reference timeline: {error}", returncode=2) from None
        with _bar(len(articles)) as advance:
            events, days = read_events(articles, _gazetteer(), advance, self.reader(options))
        found = key_dates(events, articles, days, wanted)
        if options["json"]:
            figures = {"wanted": len(wanted), "chosen": len(found.chosen), "right": found.right}
            self.stdout.write(json.dumps({**figures, "date_f1": round(found.f1, 3)}, indent=1))
            return
        for day in sorted({*found.chosen, *wanted}):
            state = ("missed", "chosen", "right")[
                (day in found.chosen) + (day in found.chosen and day in wanted)
            ]
            self.stdout.write(f"{day} {state}")
        self.stdout.write(
            f"{len(articles)} articles, {len(events)} events: date F1 {found.f1:.3f} "
            f"({found.right} of {len(found.chosen)} days chosen, {len(wanted)} wanted)"
        )

    def reader(self, options) -> Answers | None:
        """The second reader besides the rules; none without answers."""
        try:
            results = parse_answers(options)
        except BadOptions as error:
            raise CommandError(str(error), returncode=2) from None
        return Answers(results, options["reader"], _gazetteer()) if results else None

    def read(self, folder):
        """The articles by their names in a gold file: file names, or the ids of lines."""
        articles = {}
        for item in read_articles([str(folder)]):
            if isinstance(item, ReadFailure):
                self.stderr.write(f"{item.origin}: {item.reason}")
                continue
            articles[article_name(item.origin)] = item
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


@contextmanager
def _bar(total: int):
    """A progress bar on a terminal; yields a function that advances it by one article."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("articles"), BarColumn(), MofNCompleteColumn(), console=console,
        disable=not console.is_terminal, transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("articles", total=total)
        yield lambda: bar.advance(task)


def _gazetteer():
    """The actors from the database; the shipped ones if there is no database yet."""
    try:
        return load_gazetteer()
    except DatabaseError:
        return shipped_gazetteer()


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"
