"""What is in one text: read by the rules, apart from all that is stored."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date

from billiard.exceptions import SoftTimeLimitExceeded  # Celery's, without loading Celery
from django.conf import settings

from articles.extraction import Claim, LostSentence, extract
from articles.extraction.gazetteer import Gazetteer
from articles.extraction.published import looks_ahead, news_marks
from articles.readers import ArticleData, ReadFailure

from .asking.second import Second, Wanted, read_also
from .limit import OutOfTime, limited

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is in a text: its claims and its marks; or why it cannot be read."""

    claims: list[Claim]
    marks: tuple[str, ...] = ()
    looks_ahead: bool = False
    failure: str = ""
    lost: tuple[LostSentence, ...] = ()
    second: Second = field(default_factory=Second)


@dataclass(frozen=True, slots=True)
class Read:
    """An article with its day of publication, the basis of that, and what is in it."""

    data: ArticleData
    day: date | None
    basis: str
    reading: Reading


def read_text(task: tuple[str, date | None, str, Gazetteer, Wanted | None]) -> Reading:
    """Read one text; what cannot be read must not take the others with it."""
    text, published, language, gazetteer, wanted = task
    seconds = settings.ARTICLE_SECONDS
    try:
        with limited(seconds) as check:
            found = extract(
                text, published=published, language=language, gazetteer=gazetteer, before_each=check
            )
            claims, second = found.claims, Second()
            if wanted is not None:
                claims, second = read_also(claims, wanted, text, published, language, gazetteer, check)
            marks = tuple(sorted(news_marks(text)))
            return Reading(
                claims, marks, bool(marks) and looks_ahead(text), lost=tuple(found.lost), second=second
            )
    except SoftTimeLimitExceeded:
        raise  # the time of a worker's whole batch, not of this text
    except OutOfTime:
        return Reading(
            [],
            failure=f"it takes longer to read than the {seconds} seconds that an article may: split it, or set ARTICLE_SECONDS higher",
        )
    except Exception as error:
        logger.warning("a text cannot be read", exc_info=error)
        return Reading([], failure=reason(error))


def left_out(origin: str, reading: Reading) -> list[ReadFailure]:
    """What is said of the sentences that the rules could not read."""
    return [
        ReadFailure(
            origin,
            f"a sentence is left out, which the rules cannot read ({lost.error}): “{lost.quote[:300]}”",
        )
        for lost in reading.lost
    ]


def reason(error: Exception) -> str:
    return f"it cannot be read: {type(error).__name__}: {error}"[:1000]
