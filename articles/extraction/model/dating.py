"""The date of an event: the date words that a model points at, as our own date finder reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from articles.extraction.dates import DateMention, resolve_date_words
from articles.extraction.languages.en.lead_ins import counts_from
from articles.extraction.timex.mentions import as_happened
from timeline.dates import Edtf, EdtfError, Precision, parse_edtf

from .material import Material
from .passages import Span

DATED = ("DATE", "TIME")
NEWS_WINDOW = timedelta(days=3)  # undated news is reported at most this long after the event


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, its words and their position; ``is_news`` if it is the day of publication, without words.

    ``differs`` is the model's own date if that is different; ``is_elsewhere`` if the words are in none of the passages.
    """

    edtf: str
    words: str = ""
    at: Span | None = None
    differs: str = ""
    is_elsewhere: bool = False
    is_news: bool = False


class Ungrounded(Exception):
    """The article does not support what a model gives; the message is a short reason, the same for each kind."""


def date_of(material: Material, passages: Sequence[Span], date_words: str, edtf: str, kind: str) -> Dated:
    """The date that the article gives for an event. Raises Ungrounded if its words give none.

    Words that are not a date by themselves ("an hour after the launch") need a date that the rules have read in the same
    passage, within the model's date and no less precise.
    """
    if not date_words:
        return _day_of_news(material, passages, edtf)
    own = [span for passage in passages for span in material.printed.find_all(date_words, passage, most=3)]
    places = own or _nearest(passages, material.printed.find_all(date_words))
    if not places:
        raise Ungrounded("its date words do not stand in the article")
    read = [dated for span in places if (dated := _read(material, span, edtf, kind))]
    if not read:
        return _by_witness(material, passages, edtf)
    best = next((dated for dated in read if not dated.differs), read[0])
    if not own:
        if best.differs:
            raise Ungrounded("its date words stand in another sentence and mean another date")
        best = replace(best, is_elsewhere=True)
    return best


def _by_witness(material: Material, passages: Sequence[Span], edtf: str) -> Dated:
    for claim in material.witnesses:
        shares = any(passage.meets(Span(claim.start, claim.end)) for passage in passages)
        if shares and edtf and _is_within(claim.edtf, edtf):
            differs = "" if claim.edtf == edtf else edtf
            return Dated(claim.edtf, claim.date_words, differs=differs, is_news=claim.basis == "published")
    raise Ungrounded("its date words give no date")


def _is_within(one: str, two: str) -> bool:
    try:
        return parse_edtf(two).covers(parse_edtf(one))
    except EdtfError:
        return False


def _nearest(passages: Sequence[Span], places: Sequence[Span]) -> list[Span]:
    """The positions outside the passages, the last one before them first: reports name the day before what happened on it."""
    at = passages[0].start
    return sorted(places, key=lambda span: (span.start > at, abs(at - span.start)))[:3]


def _day_of_news(material: Material, passages: Sequence[Span], edtf: str) -> Dated:
    """The day of publication, for what a model calls undated news."""
    published = material.published
    if published is None:
        raise Ungrounded("it takes the day of publication, which is not known")
    days = [day.isoformat() for day in (published, material.asked_on) if day]
    if edtf and not any(_covers(edtf, day) for day in days):
        raise Ungrounded("no date words give its date, and it is no news of the day")
    day = published.isoformat()
    said = _said_in(material, passages[0])
    if said and not any(when.overlaps(parse_edtf(day)) or when.earliest > published for _, when in said):
        return _day_that_is_said(material, said, published, edtf)
    return Dated(day, differs=edtf if edtf and edtf != day else "", is_news=True)


def _said_in(material: Material, passage: Span) -> list[tuple[DateMention, Edtf]]:
    """The dates in a passage, without those that are only a bound ("since 2010")."""
    found = [m for m in material.dates_in(passage) if m.timex_type in DATED and m.edtf]
    return [(m, parse_edtf(m.edtf or "")) for m in found if not counts_from(material.text, m.start)]


def _day_that_is_said(
    material: Material, said: Sequence[tuple[DateMention, Edtf]], published: date, edtf: str
) -> Dated:
    """The day in a passage that a model calls undated, if it is one of the last few before publication."""
    recent = [
        (m, when)
        for m, when in said
        if when.precision == Precision.DAY and published - when.latest <= NEWS_WINDOW
    ]
    if len(said) != 1 or not recent:
        raise Ungrounded("it is given as news of the day, and its passage names another date")
    mention, when = recent[0]
    at = Span(mention.start, mention.end)
    return Dated(when.text, material.text[at.start : at.end], at, differs=edtf or published.isoformat())


def _covers(edtf: str, day: str) -> bool:
    try:
        when = parse_edtf(edtf)
    except EdtfError:
        return False
    return when.earliest <= parse_edtf(day).earliest <= when.latest


def _read(material: Material, span: Span, edtf: str, kind: str) -> Dated | None:
    """The date that the finder reads at a position; of several the one that the model means, else the first."""
    found = [m for m in material.dates_in(span) if m.timex_type in DATED and m.edtf]
    if not found:
        found = _read_alone(material, span)
    if not found:
        return None
    values = [as_happened(material.text, m, kind) for m in found]
    choice = next((n for n, value in enumerate(values) if value == edtf), 0)
    value, mention = values[choice], found[choice]
    first, last = values[0].partition("/")[0], values[-1].rpartition("/")[2]
    if value != edtf and len(found) > 1 and edtf == f"{first}/{last}":
        value, mention = edtf, replace(found[0], end=found[-1].end)
    at = Span(mention.start, mention.end)
    return Dated(value, material.text[at.start : at.end], at, differs="" if value == edtf else edtf)


def _read_alone(material: Material, span: Span) -> list[DateMention]:
    """The words alone, because the model says that they are a date: "12日" before a verb."""
    words = material.text[span.start : span.end]
    alone = resolve_date_words(words, reference_date=material.published, language=material.language)
    if alone is None or alone.timex_type not in DATED or not alone.edtf:
        return []
    return [replace(alone, start=span.start + alone.start, end=span.start + alone.end)]
