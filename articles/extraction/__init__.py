"""From an article's text to claims: pure Python, no Django, no network, no clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from .article import Article
from .claims import Claim, ClaimActor, Extraction, LostSentence
from .gazetteer import Gazetteer, shipped_gazetteer
from .languages import has_rules
from .reader import sentence_claims

RULES_VERSION = "2026.11.27"

__all__ = ["RULES_VERSION", "Claim", "ClaimActor", "Extraction", "LostSentence", "extract", "extract_claims"]

# What a mistake in a rule raises. Nothing else is caught, neither the article's time limit nor a lack of memory.
MISTAKES = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


def extract(
    text: str,
    *,
    published: date | None,
    gazetteer: Gazetteer | None = None,
    language: str = "en",
    before_each: Callable[[], None] = lambda: None,
) -> Extraction:
    """Find what the text says happened or is planned, each with the sentence that says so, in text order.

    ``published`` is the day against which "last month" is read; with None such words stay unresolved, and
    only events with a full date become claims. The result depends on the arguments alone. A sentence in which a rule
    fails is returned as lost, and the others are read. ``before_each`` is called before each sentence; what it raises is
    passed on. A text in a language without rules (German, Chinese) makes no claims.
    """
    if not has_rules(language):
        return Extraction([], [])
    gazetteer = gazetteer or shipped_gazetteer()
    article = Article(text, published, gazetteer, language)
    claims: list[Claim] = []
    lost: list[LostSentence] = []
    for sentence in article.sentences:
        before_each()
        try:
            claims.extend(sentence_claims(article, sentence, claims))
        except MISTAKES as error:
            message = f"{type(error).__name__}: {error}"
            lost.append(LostSentence(sentence.start, sentence.end, sentence.text, message))
    return Extraction(claims, lost)


def extract_claims(
    text: str, *, published: date | None, gazetteer: Gazetteer | None = None, language: str = "en"
) -> list[Claim]:
    """The claims of ``extract`` alone."""
    return extract(text, published=published, gazetteer=gazetteer, language=language).claims
