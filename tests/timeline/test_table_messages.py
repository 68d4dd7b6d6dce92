"""What is said of a row that cannot be taken: all that is wrong with it, by the name of the column."""

import pytest

from timeline.data.tables.importing import write_records
from timeline.data.tables.kinds import KINDS
from timeline.models import Source

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SOURCE = {"title": "A paper"}
BEYOND = (
    "has more cells than the header has columns (“more”): put cells that contain a comma in quotation marks"
)

WRONG = [
    ("actors", {"name": " "}, ["name: is missing"]),
    ("actors", {"name": ["a"]}, ["name: should be text"]),
    ("actors", {"name": "x" * 201, "description": "d" * 301}, ["name: is longer than 200 characters", "description: is longer than 300 characters"]),
    ("actors", {"name": "A", "kind": "poet"}, ["kind: “poet” is not one of person, state, organisation, party"]),
    ("actors", {"name": "A", "represents": "B", "": "more"}, [f"row: {BEYOND}", "represents: “B” is not a known actor: add a row for it above this one"]),
    ("sources", {}, ["title: is missing, and so is the address: a source needs one of them"]),
    ("sources", {"title": "x" * 501}, ["title: is longer than 500 characters"]),
    ("sources", {"title": "T", "published": ["x"]}, ["published: should be text"]),
    ("sources", {"title": "T", "published": "2024"}, ["published: “2024” is not a day: write it as 2024-09-06"]),
    ("events", {"citations": {"a": 1}}, ["title: is missing", "date: is missing", "citations: should be a list of {…}"]),
    ("events", {"title": "T", "date": "2024", "status": "gone", "place": "x" * 201}, ["status: “gone” is not one of proposed, published, rejected", "place: is longer than 200 characters"]),
    ("events", {"title": "T", "date": "2024", "actors": [{"name": "A", "role": "guest"}, {}]}, ["actors: A: role “guest” is not one of participant, host, visitor, signatory, speaker, target, candidate, holder", "actors: : name is missing"]),
    ("events", {"title": "T", "date": "2024", "citations": [{"source": SOURCE, "quote": "q"}, {"disputes": "perhaps", "": "more"}]}, [f"citation 2: row {BEYOND}", "citation 2: quote is missing", "citation 2: disputes “perhaps” is neither yes nor no", "citation 2: source has neither address nor title"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "record", "messages"), WRONG)
def test_a_row_is_told_all_that_is_wrong_with_it(kind, record, messages):
    (row,) = write_records(KINDS[kind](), [(2, record)]).rows
    assert (row.outcome, row.errors) == ("wrong", messages)


def test_a_source_may_have_its_day_as_events_have_theirs():
    (row,) = write_records(KINDS["sources"](), [(2, {**SOURCE, "published": {"edtf": "2024-09-06"}})]).rows
    assert row.outcome == "new" and Source.objects.get().published.isoformat() == "2024-09-06"
