"""Two readers of one article: what both report is one claim, worded by the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from articles.extraction.claims import Claim
from articles.extraction.reported import ANY_ACTION
from timeline.dates import parse_edtf

from .dating import NEWS_WINDOW

FIRM = 0.9  # the confidence of claims read by a rule; claims from clauses have less


def join_readings(by_rules: Sequence[Claim], by_model: Sequence[Claim]) -> list[Claim]:
    """The claims of both readers in text order, one for claims with the same passage, date and kind.

    Such a claim keeps the action read by the rules, and has the model's title if the passages support it; if the model
    gave no date words and the rules have read some, the date is theirs. A claim of the rules alone is kept if it is firm
    (:func:`_is_firm`) and the model has no claim with the same passage: the model is better at deciding whether a clause
    is news, and one passage should not give the same day twice.
    """
    joined: dict[int, Claim] = {}
    left: list[Claim] = []
    for claim in by_rules:
        twin = _twin(claim, [m for m in by_model if m.group not in joined])
        if twin is not None:
            joined[twin.group] = claim
        else:
            left.append(claim)
    found = [_joined(claim, joined[claim.group]) if claim.group in joined else claim for claim in by_model]
    found += [claim for claim in left if _is_firm(claim) and not _is_read_differently(claim, by_model)]
    return sorted(_once(found), key=lambda c: (c.start, c.end, c.group))


def _twin(claim: Claim, by_model: Sequence[Claim]) -> Claim | None:
    """The model's claim of the same date and kind with the most of the passage and the actors in common."""
    names = {actor.name for actor in claim.actors}
    fits = [
        (len(names & {actor.name for actor in m.actors}), _shared(claim, m), -m.group, m)
        for m in by_model
        if m.kind == claim.kind and _shared(claim, m) and (m.edtf == claim.edtf or _dates_it(claim, m))
    ]
    return max(fits, key=lambda fit: fit[:3])[3] if fits else None


def _dates_it(rules: Claim, model: Claim) -> bool:
    """Whether the rules have read a day, at most a few days earlier, for what the model calls undated news."""
    if (model.basis, rules.basis) != ("published", "said"):
        return False
    return timedelta(0) <= parse_edtf(model.edtf).earliest - parse_edtf(rules.edtf).latest <= NEWS_WINDOW


def _is_firm(claim: Claim) -> bool:
    """Whether a rule has read it, with a date in the words of the passage."""
    return claim.basis != "published" and claim.action != ANY_ACTION and claim.confidence >= FIRM


def _shared(one: Claim, two: Claim) -> int:
    return max(0, min(one.end, two.end) - max(one.start, two.start))


def _joined(model: Claim, rules: Claim) -> Claim:
    """The model's claim with what the rules add to it."""
    dated = model.edtf != rules.edtf  # the cited passage must contain the words
    joined = replace(
        model,
        action=rules.action,
        topic=rules.topic if rules.action != ANY_ACTION and rules.topic else model.topic,
        actors=model.actors or rules.actors,
        place=model.place or rules.place,
        rule=rules.rule,
        edtf=rules.edtf,
        date_words=rules.date_words if model.basis == "published" else model.date_words,
        basis=rules.basis if model.basis == "published" else model.basis,
        start=rules.start if dated else model.start,
        end=rules.end if dated else model.end,
        quote=rules.quote if dated else model.quote,
        confidence=max(model.confidence, rules.confidence),
        read_by="both",
    )
    if model.title_basis == "model" or not rules.titles:
        return joined
    return replace(
        joined, title_basis=rules.title_basis, titles=rules.titles, clause=rules.clause, parts=rules.parts
    )


def _is_read_differently(claim: Claim, by_model: Sequence[Claim]) -> bool:
    when = parse_edtf(claim.edtf)
    return any(_shared(claim, m) and when.overlaps(parse_edtf(m.edtf)) for m in by_model)


def _once(claims: Sequence[Claim]) -> list[Claim]:
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        kept.setdefault((claim.start, claim.end, claim.kind, claim.action, claim.edtf, claim.group), claim)
    return list(kept.values())
