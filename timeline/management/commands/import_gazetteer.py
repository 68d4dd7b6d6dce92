"""Import a gazetteer: actors with their kinds, aliases in three languages, and Wikidata ids, from CSV or JSON."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from timeline.data.tables.actors import ActorRecords
from timeline.data.tables.files import MOST_BYTES
from timeline.data.tables.importing import Report, read_table, write_records
from timeline.record.history import acting


class Command(BaseCommand):
    help = f"Import actors from a table. Columns: {', '.join(ActorRecords.columns)}."

    def add_arguments(self, parser):
        parser.add_argument("file", help="a CSV or JSON file, as exported from the list of actors")
        parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would be written")
        parser.add_argument("--only-right", action="store_true", help="import the other rows if some are wrong")  # fmt: skip

    def handle(self, *, file, dry_run, only_right, **options):
        records = ActorRecords()
        try:
            content = Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}", returncode=2) from None
        if len(content) > MOST_BYTES:
            raise CommandError(f"{file} is larger than {MOST_BYTES // 10**6} MB: split it", returncode=2)
        try:
            rows, left = read_table(content, records)
        except ValidationError as error:
            raise CommandError(f"{file}: {' '.join(error.messages)}", returncode=2) from None
        with transaction.atomic(), acting(None, "import_gazetteer"):
            report = write_records(records, rows, only_right=only_right)
            if dry_run:
                transaction.set_rollback(True)
        self._tell(file, report, left)
        if report.wrong and not only_right:
            raise CommandError("nothing was imported: correct these rows, or use --only-right", returncode=1)

    def _tell(self, file: str, report: Report, left) -> None:
        for row in report.wrong:
            for words in row.errors:
                self.stderr.write(f"{file}, row {row.number} ({row.words or 'no name'}): {words}")
        for name, count in sorted(left.items()):
            self.stderr.write(f"{file}: column “{name}” is not known and was left out ({count} cells)")
        counts = report.counts
        self.stdout.write(f"new {counts['new']}, changed {counts['changed']}, unchanged {counts['unchanged']}, wrong {counts['wrong']}")  # fmt: skip
