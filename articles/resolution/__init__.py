"""Which claims report the same event, which dispute it, and what the event then looks like.

Pure: the answer depends on the set of claims alone, never on their order; no database, no clock. docs/decisions/0029 has the
rules and what else was weighed, docs/evaluation.md what they reach.
"""

from .building import ResolvedEvent
from .clusters import SourcedClaim
from .index import Ties
from .joining import resolve
from .likeness import are_near
from .windows import window_of

__all__ = ["ResolvedEvent", "SourcedClaim", "Ties", "are_near", "resolve", "window_of"]
