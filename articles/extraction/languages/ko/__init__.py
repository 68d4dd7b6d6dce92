"""Korean: verbs close their clauses."""

from articles.extraction.clause_titles import word
from articles.extraction.languages.base import Language
from articles.extraction.verb_final import dated_events, undated_events

from .grammar import GRAMMAR
from .mood import counts_from, is_planned, is_unreal
from .naming import complete_with_news, named, says_too_little

LANGUAGE = Language(
    code="ko",
    is_unreal=is_unreal,
    is_planned=is_planned,
    dated_events=dated_events(GRAMMAR),
    undated_events=undated_events(GRAMMAR),
    word=named(word(GRAMMAR)),
    counts_from=counts_from,
    complete=complete_with_news,
    says_too_little=says_too_little,
    is_verb_final=True,
)
