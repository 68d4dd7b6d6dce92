"""One claim for an event of which a sentence speaks twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from timeline.dates import Precision, parse_edtf

from .claims import Claim
from .reported import ANY_ACTION


def without_repeats(claims: Sequence[Claim], ending: re.Pattern[str] | None = None) -> list[Claim]:
    """The claims, with only one for an event that the sentence mentions twice ("the talks ... their summit").

    ``ending`` is that of a verb made of a noun, in a language whose titles can close with either.
    """
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = (claim.kind, claim.action, claim.edtf, claim.titles if claim.action == ANY_ACTION else ())
        best = kept.get(key)
        if best is None or _weight(claim) > _weight(best):
            kept[key] = claim
    by_words = {(c.edtf, c.titles): c for c in reversed(kept.values()) if c.titles}
    others = [c for c in kept.values() if not c.titles or by_words[c.edtf, c.titles] is c]
    return [
        c
        for c in others
        if not (
            _is_vaguer_twin(c, others)
            or _is_dated_by_another(c, others)
            or (ending and _is_cut_short(c, others, ending))
        )
    ]


def _is_cut_short(claim: Claim, others: Sequence[Claim], ending: re.Pattern[str]) -> bool:
    """Whether another tells the same in the same words, with the ending of the verb: "期間が延長", "期間が延長されてきた"."""
    return any(
        o.edtf == claim.edtf
        and mine != theirs
        and theirs.startswith(mine)
        and ending.fullmatch(theirs, len(mine))
        for o in others
        for (_, mine), (_, theirs) in zip(claim.titles, o.titles, strict=False)
    )


def _is_dated_by_another(claim: Claim, others: Sequence[Claim]) -> bool:
    """Whether it has the day of publication alone, where the same sentence dates the same kind of event of the same actors."""
    return claim.basis == "published" and any(
        o.basis != "published"
        and o.kind == claim.kind
        and {a.name for a in claim.actors} <= {a.name for a in o.actors}
        for o in others
    )


def _weight(claim: Claim) -> tuple[int, int, int]:
    return len(claim.actors), bool(claim.topic), bool(claim.place)


def _is_vaguer_twin(claim: Claim, others: Sequence[Claim]) -> bool:
    """Whether the same sentence gives a more precise date for the same event."""
    mine = parse_edtf(claim.edtf)
    return any(
        o is not claim
        and (o.kind, o.action) == (claim.kind, claim.action)
        and mine.precision != Precision.DAY
        and mine.covers(parse_edtf(o.edtf))
        and parse_edtf(o.edtf) != mine
        for o in others
    )
