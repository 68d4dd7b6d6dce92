"""Whether an English event says enough to be shown: all parts of its title, and more than that something was said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.extraction.claims import Claim, ClaimActor
from articles.extraction.clause import Clause
from articles.extraction.kinds import Happening

from .cutting import TRAILING
from .headline import governing
from .lexicon import kinds_of_nouns, verb_forms

PROPER = re.compile(r"[A-Z][\w’'-]+(?:\s(?:[a-z]+\s)?[A-Z][\w’'-]+)+")


def is_whole(kind: str, action: str, actors: Sequence[ClaimActor], place: str, topic: str) -> bool:
    """Whether one clause has all the parts from which a title of this kind is built."""
    people = [a for a in actors if a.kind == "person"]
    roles = {a.role for a in actors}
    if kind == "visit":
        return "visitor" in roles and bool(place or "host" in roles)
    if kind == "summit":
        return len(people) == 2 and not topic or len(actors) > 1 and bool(place)
    if kind == "election":
        return bool(topic) and any(a.kind in ("party", "state") for a in actors)
    if kind == "agreement":
        if action == "in-force":
            return bool(PROPER.search(topic))
        return (
            sum(a.kind == "state" for a in actors) > 1
            if action == "normalise"
            else bool(PROPER.search(topic))
        )
    if kind == "office":
        return bool(people)
    if kind == "anniversary":
        return " of " in topic
    if kind == "period":
        return "target" in roles and len(actors) > 1
    return action in ("found", "open") and bool(actors)


# To urge, deny, fear or judge something does not make it happen.
DOES_NOT_ASSERT = frozenset(
    "urge ask demand request want seek propose offer threaten refuse fear warn deny condemn criticise criticize denounce reject oppose plead appeal suggest recommend blame accuse mourn prevent avoid avert".split()
)
NO_SUBJECT_WORDS = re.compile(
    r"(?:I|we|you|him|them|(?-i:us)|me|I[’']\w+|after|with|in|on|by|at|for|from|of|to|while|when|as|what|how|why|whether|if|such|there|here|despite|during)\s(?!least|most\b|all\b|one of)",
    re.IGNORECASE,
)
NO_SUBJECT = re.compile(r"(?:has|have|had|was|were|is|are|will|to|took|been)\s", re.IGNORECASE)
NOTHING_SAID = re.compile(
    r"\b(?:announces?|announced|says?|said|tells?|told|states?|stated|reported|adds|added|warns|warned)$"
)
SAID = re.compile(r"\b(?:says?|said|tells?|told|announced|stated|added)$")
WHERE_SAID = re.compile(r"(?:in|at|on|during|from|via|through|after|to)\b(?!.*\bthat\b)")
AS_SAYING = re.compile(r"\bas (?:saying|telling)\b.{0,20}$")
PASSIVE = re.compile(
    r"(?:was|were|is|are|has been|have been|had been)\b"
)  # "the withdrawal was announced" is news
NEEDS_OBJECT = re.compile(
    r"\b(?:orders|ordered|urges|urged|decides|decided|accuses|accused|asks|asked|imposes|imposed|issues|issued|allows|allowed|makes|made|gives|gave)$"
)


def is_only_said(sentence: str, happening: Happening, clauses: Sequence[Clause]) -> bool:
    """Whether a happening is only the object of another verb ("condemned the attacks"), or lacks the verb it needs."""
    if not clauses or any(c.start < happening.end and happening.start < c.end for c in clauses):
        return False
    first = sentence[happening.start : happening.end].split()[0].lower()
    if verb_forms(first)[1] == "past" and first not in kinds_of_nouns():
        return True  # "the first popularly elected president"
    clause = governing(clauses, happening.start, happening.end)
    return (
        clause is not None
        and clause.lemma in DOES_NOT_ASSERT
        and clause.rest[0] <= happening.start < clause.rest[1]
    )


def _is_introduction(subject: str, sentence: str) -> bool:
    """Whether a subject is what only introduced the clause: "after causing disappointment with remarks"."""
    first = subject.partition(" ")[0]
    return verb_forms(first.lower())[1] == "ing" and bool(
        re.search(
            rf"(?:\b(?:after|before|by|in|while|despite|without|since)|,)\s{re.escape(first)}\b",
            sentence,
            re.I,
        )
    )


def is_no_title(claim: Claim) -> bool:
    """Whether a title says too little: it has no subject, or hardly any words."""
    title = claim.titles[0][1] if claim.titles else ""
    parts = dict(claim.parts)
    first = title.partition(" ")[0].lower()
    if verb_forms(first)[1] == "ing" and re.search(rf",\s{re.escape(first)}\b", claim.quote):
        return True
    if "predicate" in parts and (not parts.get("subject") or _is_introduction(parts["subject"], claim.quote)):
        return True
    if not TRAILING.sub("", " " + parts.get("object", "-")).strip() and NEEDS_OBJECT.search(title):
        return True
    if PASSIVE.match(parts.get("predicate", "")):
        return len(title.split()) < 2 or bool(NO_SUBJECT_WORDS.match(title) or NO_SUBJECT.match(title))
    if parts.get("subject", "").endswith(("’s", "'s")):
        return True
    says_nothing = NO_SUBJECT_WORDS.match(title) or NO_SUBJECT.match(title)
    if SAID.search(parts.get("predicate", "")) and WHERE_SAID.match(parts.get("object", "")):
        return True
    return len(title.split()) < 2 or bool(
        says_nothing or AS_SAYING.search(title) or (len(title) < 50 and NOTHING_SAID.search(title))
    )
