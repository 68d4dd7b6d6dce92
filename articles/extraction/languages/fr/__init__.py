"""French: the most common events of diplomacy, found by their verbs and nouns."""

from articles.extraction.languages.base import Language

from .headline import word
from .mood import is_planned, is_unreal
from .reading import counts_from, is_news, lead_of_date, topic

LANGUAGE = Language(
    code="fr",
    is_unreal=is_unreal,
    is_planned=is_planned,
    dated_events=lambda passage, dates: [],
    undated_events=lambda passage: [],
    word=word,
    is_news=is_news,
    topic=topic,
    counts_from=lambda text, start, end: counts_from(text, start),
    lead_of_date=lead_of_date,
)
