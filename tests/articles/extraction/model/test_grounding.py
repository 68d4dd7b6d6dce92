"""Passages and dates, held against the article letter by letter."""

from datetime import date

import pytest

from tests.model_server import event

from .material import DAY, MEETING, TEXT, meeting, only, read


def test_a_claim_that_stands():
    claim = only(
        read(
            meeting(
                place="Brasília",
                actors=[{"name": "Anna Berg", "words": "Anna Berg", "kind": "person", "role": "visitor"}],
            )
        )
    )
    assert (claim.quote, claim.edtf, claim.date_words, claim.basis) == (
        MEETING,
        "2024-09-03",
        "Tuesday",
        "said",
    )
    assert TEXT[claim.start : claim.end] == claim.quote
    assert (claim.kind, claim.place, claim.read_by, claim.title_basis) == (
        "summit",
        "Brasília",
        "model",
        "model",
    )
    assert claim.titles == (("en", "Berg meets Lula in Brasília"),) and not claim.marks
    assert [(a.name, a.kind, a.role, a.is_known) for a in claim.actors] == [
        ("Anna Berg", "person", "visitor", False)
    ]


@pytest.mark.parametrize(
    "passage",
    [
        'They signed a "forest pact" worth $12 million - the third since 2010.',
        "They  signed a\n‘forest pact’ worth $12 million -- the third since 2010…",
        "They signed a “forest pact” worth $12\u00a0million — the third since 2010",
        "They signed\u200b a “forest pact” worth $12 million",
    ],
)
def test_white_space_quotation_marks_and_dashes_may_differ(passage):
    claim = only(read(event(passage, None, "They sign forest pact", edtf="2024-09-06")))
    assert claim.quote.startswith("They signed a “forest pact” worth $12 million")


@pytest.mark.parametrize(
    ("passage", "reason"),
    [
        ("Anna Berg met President Lula in Brasília on Tuesday.", "no passage"),  # a name shortened
        ("Berg did visit Peru. In March 2023", "no passage"),  # a word left out
        (
            "Norwegian Foreign Minister Anna Berg met ... in Brasília on Tuesday.",
            "no passage",
        ),  # two places joined
        ("erwegian Foreign Minister Anna Berg", "no passage"),
        ("orwegian Foreign Minister Anna Berg met", "no passage"),  # half a word
        ("Berg", "no passage"),
        (TEXT * 8, "no passage"),
        ([], "no passage"),
        (None, "no passage"),
        ([17, {"text": MEETING}], "no passage"),
    ],
)
def test_a_passage_that_does_not_stand_takes_its_claim_with_it(passage, reason):
    answered = read(meeting(passages=passage))
    assert not answered.claims
    assert reason in answered.dropped[0].reason
    assert answered.dropped[0].title == "Berg meets Lula in Brasília"


@pytest.mark.parametrize(
    ("words", "edtf", "reason"),
    [
        ("on Wednesday", "2024-09-04", "do not stand"),
        ("in 1999", "1999", "do not stand"),
        ("the third since", "2010", "give no date"),  # words of the passage, but no date
        (None, "2019-05-01", "no news of the day"),
        ("In March 2023", "2024-09-03", "another sentence and mean another date"),
    ],
)
def test_a_date_must_follow_from_the_article(words, edtf, reason):
    answered = read(meeting(date_words=words, edtf=edtf))
    assert not answered.claims and reason in answered.dropped[0].reason


def test_the_finder_has_the_last_word_on_a_date():
    claim = only(read(meeting(edtf="2024-08-27")))
    assert claim.edtf == "2024-09-03" and claim.marks == ("date-differs:2024-08-27",)


def test_what_is_given_as_undated_has_the_date_that_its_passage_names():
    claim = only(read(meeting(date_words=None, edtf="2024-09-06")))
    assert (claim.edtf, claim.date_words, claim.basis) == ("2024-09-03", "Tuesday", "said")
    assert claim.marks == ("date-differs:2024-09-06",)
    old = event(
        "In March 2023, the Senate rejected an earlier treaty.",
        None,
        "Senate rejects treaty",
        edtf="2024-09-06",
    )
    assert "names another date" in read(old).dropped[0].reason


@pytest.mark.parametrize("edtf", ["soon", "", None, "2024-13-45", 20240903])
def test_a_model_need_not_know_edtf(edtf):
    assert only(read(meeting(edtf=edtf))).edtf == "2024-09-03"


def test_date_words_of_the_sentence_before_are_cited_with_it():
    answered = read(
        event(
            "They signed a “forest pact” worth $12 million",
            "on Tuesday",
            "They sign forest pact",
            edtf="2024-09-03",
        )
    )
    assert [(c.quote[:4], c.date_words) for c in answered.claims] == [("Norw", "Tuesday"), ("They", "")]
    assert {c.group for c in answered.claims} == {1} and "date-elsewhere" in answered.claims[0].marks
    assert answered.offered == 1


def test_undated_news_takes_the_day_of_publication_and_no_other():
    told = event(
        "The government of Norway called on all parties to end the blockade.",
        None,
        "Norway calls on parties to end blockade",
        edtf="2024-09-06",
    )
    claim = only(read(told))
    assert (claim.edtf, claim.basis, claim.date_words) == ("2024-09-06", "published", "")
    assert "not known" in read(told, published=None).dropped[0].reason
    # An answer that was given when the day was another, or unknown, still holds.
    moved = read(told, published=date(2024, 9, 7), asked_on=DAY)
    assert only(moved).edtf == "2024-09-07"
    assert only(read({**told, "edtf": None})).edtf == "2024-09-06"
