"""What an ingestion is asked to do, and what it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from articles.models import IngestRun
from articles.readers import ReadFailure

from .asking.asker import Tally
from .asking.results import Results
from .asking.second import Second
from .write import Written

BATCH = 200  # articles a transaction


COUNTED = ("created", "cited", "changed", "withheld", "withdrawn")  # what writing events counts
OF_MODEL = ("read_by_model", "claims_kept", "claims_dropped", "tokens")  # what a model's reading counts


@dataclass(slots=True)
class IngestResult:
    """What an ingestion did: events created, citations added, articles unchanged, and the inputs that failed; events
    whose reading changed, changes of published events withheld for an Editor, and passages withdrawn by their articles."""

    created: int = 0
    cited: int = 0
    unchanged: int = 0
    articles: int = 0
    changed: int = 0
    withheld: int = 0
    withdrawn: int = 0
    failures: list[ReadFailure] = field(default_factory=list)
    # Sentences of articles that are kept without them.
    left_out: list[ReadFailure] = field(default_factory=list)
    # Articles that the rules had to read alone, and why.
    by_rules: list[ReadFailure] = field(default_factory=list)
    read_by_model: int = 0
    claims_kept: int = 0
    claims_dropped: int = 0
    tokens: int = 0

    @property
    def failed(self) -> int:
        return len(self.failures)

    @property
    def lost(self) -> int:
        return len(self.left_out)

    def __str__(self) -> str:
        return summary(self)

    def add(self, other: IngestResult) -> None:
        for name in (*COUNTED, "articles"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.unchanged += other.unchanged
        self.failures += other.failures
        self.left_out += other.left_out
        self.by_rules += other.by_rules
        for name in OF_MODEL:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def count_second(self, read: Iterable[tuple[str, Second]]) -> None:
        """Count what a model read of some articles, given with their origins, and which the rules had to read alone."""
        for origin, second in read:
            self.read_by_model += second.read_by != "rules"
            self.claims_kept += second.kept
            self.claims_dropped += len(second.dropped)
            if second.fault:
                self.by_rules.append(ReadFailure(origin, f"read by rules alone: {second.fault}"))

    def count(self, written: Written) -> None:
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(written, name))


def summary(counted: IngestResult | IngestRun) -> str:
    """The counts as the command prints them: what else there is to count, where there is any, and the four as the last line."""
    more = [*COUNTED[2:], "lost", *OF_MODEL]
    lines = (
        [(name, n) for name in more if (n := getattr(counted, name))],
        [(name, getattr(counted, name)) for name in ("created", "cited", "unchanged", "failed")],
    )
    return "\n".join(
        ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in line) for line in lines if line
    )


@dataclass(frozen=True, slots=True)
class Options:
    """How to ingest: publish new events at once, leave the database as it is, on how many processes, and how many
    articles a transaction.

    ``reader`` is rules, model or both ("": as the settings say). A model's answers come from a file of ``answers`` and from
    nowhere else, or from those kept and the server; then within ``most_tokens`` (None: as the settings say). ``ask_again``
    passes over answers to an earlier version of the request. ``watch`` is called after each answer.
    """

    publish: bool = False
    dry_run: bool = False
    jobs: int = 1
    batch: int = BATCH
    reader: str = ""
    answers: Results | None = None
    most_tokens: int | None = None
    ask_again: bool = False
    most_seconds: float = 0.0  # for asking; 0 for no bound
    watch: Callable[[Tally], None] = lambda tally: None
