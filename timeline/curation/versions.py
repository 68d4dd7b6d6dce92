"""Proposed changes in words: what would change, the live and the proposed version, and where they differ."""

from dataclasses import dataclass

from django.utils.translation import get_language

from timeline.dates import EdtfError, describe
from timeline.models import Actor, Citation, Event, ProposedChange, Source
from timeline.record.history import MARKS, READ, TRACKED, columns_of, lists_of, value_in_words

from .deciding import is_overtaken, live_value, mark_of
from .differences import Piece, differences
from .drafts import CONSEQUENCES, model_named, row_of
from .regrouping import KINDS

What = ProposedChange.What
NOTHING = "(nothing)"


@dataclass(frozen=True, slots=True)
class Versions:
    """A proposed change for display. ``then`` is what stood there when it was proposed, if that has changed since."""

    label: str
    now: str
    proposed: str
    pieces: list[Piece]
    then: str
    mark: str


def versions(change: ProposedChange) -> Versions:
    label, then, proposed = in_words(change)
    overtaken = change.state == ProposedChange.State.WAITING and is_overtaken(change)
    now = _live(change) if overtaken else then
    pieces = differences("" if now == NOTHING else now, "" if proposed == NOTHING else proposed)
    return Versions(label, now, proposed, pieces, then if overtaken else "", mark_of(change))


def in_words(change: ProposedChange) -> tuple[str, str, str]:
    """What would change, the version when it was proposed, and the proposed one."""
    if change.record:
        return _of_record(change, change.before)
    return _label(change), *_of_reading(change)


def _live(change: ProposedChange) -> str:
    live = live_value(change)
    if change.record:
        return _of_record(change, live)[1] if live is not None or change.what == What.FIELD else NOTHING
    if change.what in KINDS:
        return KINDS[change.what].then(change, live) or NOTHING
    if change.what == What.SETTLE:
        return _settled(live)
    return _value(change.field, live)


def _label(change: ProposedChange) -> str:
    if change.what != What.FIELD:
        return change.get_what_display()
    return "actors" if change.field == "actors" else _name(type(change.thing), change.field)


def _of_record(change: ProposedChange, before) -> tuple[str, str, str]:
    model = model_named(change.record.partition("-")[0])
    name = NAMES.get(model._meta.model_name, model._meta.verbose_name)
    if change.what == What.ADD:
        return f"new {name}", NOTHING, _part(model, change.after)
    if change.what == What.REMOVE:
        return f"{name} removed", _part(model, before), NOTHING
    row = row_of(change)
    label = _name(model, change.field)
    if TRACKED[model]:
        label = f"{name} “{row or 'since removed'}”: {label}"
    return label, _column(model, change.field, before), _column(model, change.field, change.after)


NAMES = {
    "citation": "passage",
    "participation": "actor",
    "pick": "choice of an event",
    "step": "step of the story",
}


def _name(model, field: str) -> str:
    return str(model._meta.get_field(field).verbose_name if field else model._meta.verbose_name)


def _part(model, values) -> str:
    """The fields of a part in words."""
    if model is Citation:
        return _passage(values["quote"], values["edtf"], Source.objects.filter(pk=values["source"]).first())
    hidden = MARKS | READ | CONSEQUENCES.get(model, set()) | {TRACKED[model], "is_composed"}
    told = [
        (c, values[c.name])
        for c in columns_of(model)
        if c.name not in hidden and values.get(c.name) not in (None, "", [], {})
    ]
    return "; ".join(f"{c.verbose_name}: {_column(model, c.name, value)}" for c, value in told)


def _column(model, field: str, value) -> str:
    if field == "edtf":
        return _date(value)
    if field == "picture_digest":
        return f"picture {value[:8]}" if value else NOTHING
    column = next(c for c in (*columns_of(model), *lists_of(model)) if c.name == field)
    words = value_in_words(column, value)
    return NOTHING if words == "nothing" else words


def _in_words(edtf: str) -> str:
    return describe(edtf, get_language() or "en")


def _date(value) -> str:
    try:
        return _in_words(value) if value else NOTHING
    except EdtfError:
        return str(value)


def _settled(value) -> str:
    return f"{_date(value['edtf'])}; note: {value['note'] or NOTHING}"


def _of_reading(change: ProposedChange) -> tuple[str, str]:
    """The version when it was proposed, and the proposed one."""
    if change.what in KINDS:
        return KINDS[change.what].then(change, change.before), KINDS[change.what].proposed(change)
    if change.what == What.CITE:
        return NOTHING, _passage(change.after["quote"], change.after["edtf"], change.source)
    if change.what == What.DROP:
        return _passage(change.before["quote"], change.before["edtf"], change.source), NOTHING
    if change.what == What.SETTLE:
        return _settled(change.before), _settled(change.after)
    if change.what == What.MERGE:
        return (
            f"“{change.event}”",
            f"“{change.event}” is merged into “{change.into}”, to which its address redirects",
        )
    if change.what == What.MOVE:
        moved = Citation.objects.filter(pk__in=change.before["citations"]).select_related("source")
        passages = "; ".join(_passage(c.quote, c.edtf, c.source) for c in moved)
        where = change.into or change.after["event"]["title"]
        return f"in “{change.event}”: {passages}", f"in “{where}”"
    return _value(change.field, change.before), _value(change.field, change.after)


def _passage(quote: str, edtf: str, source) -> str:
    return f"“{quote}” ({_in_words(edtf) if edtf else 'no date'}; {source})"


def _value(field: str, value) -> str:
    if field == "edtf":
        return _date(value)
    if field == "actors":
        names = dict(Actor.objects.filter(pk__in=[pk for pk, _ in value]).values_list("pk", "name"))
        return ", ".join(f"{names.get(pk, 'a deleted actor')} ({role})" for pk, role in value) or NOTHING
    if field == "published":
        return f"{_in_words(value[0])} ({value[1]})" if value[0] else NOTHING
    if field == "part_of":
        return str(Event.objects.filter(pk=value).first() or NOTHING)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value not in ("", None) else NOTHING
