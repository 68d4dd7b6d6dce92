"""Japanese: verbs close their clauses, and tell all that happened; there are no rules of happenings.toml beside them."""

import re

from articles.extraction.clause_titles import word
from articles.extraction.languages.base import Language
from articles.extraction.verb_final import dated_events, undated_events

from .grammar import GRAMMAR, counts_from
from .names import complete

LANGUAGE = Language(
    code="ja",
    dated_events=dated_events(GRAMMAR),
    undated_events=undated_events(GRAMMAR),
    word=word(GRAMMAR),
    counts_from=counts_from,
    complete=complete,
    is_verb_final=True,
    verb_ending=re.compile(r"[ぁ-ん]{1,12}"),
)
