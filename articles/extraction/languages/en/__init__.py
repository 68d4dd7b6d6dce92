"""English, whose clauses are found with a dictionary of verb forms."""

from articles.extraction.languages.base import Language

from .clauses import find_clauses
from .lead_ins import counts_from, start_with_preposition
from .mood import is_planned, is_unreal
from .reading import (
    complete,
    dated_events,
    is_news,
    names_somebody,
    refuses,
    says_too_little,
    topic,
    undated_events,
    word,
)

LANGUAGE = Language(
    code="en",
    is_unreal=is_unreal,
    is_planned=is_planned,
    dated_events=dated_events,
    undated_events=undated_events,
    word=word,
    complete=complete,
    refuses=refuses,
    says_too_little=says_too_little,
    is_news=is_news,
    names_somebody=names_somebody,
    topic=topic,
    clauses=find_clauses,
    counts_from=lambda text, start, end: counts_from(text, start),
    lead_of_date=start_with_preposition,
)
