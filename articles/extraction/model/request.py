"""The request to a model: the body of a chat completion (OpenAI's protocol) for one article or a part of it.

The wording is in prompt.md, with its version. A request has nothing of the site: no address, no key, no user's name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from .passages import INVISIBLE

PROMPT_FILE = Path(__file__).parent / "prompt.md"
KINDS = tuple(
    "summit visit agreement announcement election office conflict sanction ruling protest anniversary period statement other".split()
)
ROLES = tuple("participant host visitor signatory speaker target candidate holder".split())
ACTOR_KINDS = ("person", "state", "organisation", "party")
MOST_ANSWER = 6000  # tokens of an answer: some thirty events


def build_request(
    text: str,
    published: date | None,
    language: str,
    *,
    model: str = "",
    titles: Sequence[str] = (),
    schema: bool = True,
    most_answer: int = MOST_ANSWER,
) -> dict[str, Any]:
    """The body of a chat completion that asks for the events of an article.

    ``language`` and ``titles`` (more languages for titles) are BCP 47 codes; titles come in English and the article's
    language in any case. ``schema`` asks the server to enforce a JSON schema, which not every server can.
    ``most_answer`` is in tokens. The same article always gives the same body.
    """
    languages = title_languages(language, titles)
    asked = instructions().replace("LANGUAGES", _languages_in_words(languages))
    body: dict[str, Any] = {"model": model} if model else {}
    body |= {
        "messages": [
            {"role": "system", "content": asked},
            {"role": "user", "content": _material(text, published, language)},
        ],
        "temperature": 0,
        "max_tokens": most_answer,
    }
    if schema:
        body["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "events", "strict": True, "schema": answer_schema(languages)},
        }
    return body


def title_languages(language: str, more: Sequence[str] = ()) -> tuple[str, ...]:
    """The languages in which titles are requested, the article's first."""
    return tuple(dict.fromkeys(code.partition("-")[0] for code in (language or "en", "en", *more)))


@lru_cache(maxsize=1)
def _prompt() -> tuple[str, str]:
    head, _, words = PROMPT_FILE.read_text(encoding="utf-8").partition("\n---\n")
    return head.removeprefix("version:").strip(), words.strip()


def instructions() -> str:
    return _prompt()[1]


def request_version() -> str:
    """The version of the request, stored with every answer."""
    return _prompt()[0]


def _languages_in_words(languages: Sequence[str]) -> str:
    return ", ".join(f'"{code}": in {_name(code)}' for code in languages)


def _name(code: str) -> str:
    try:
        return Locale.parse(code).get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def _material(text: str, published: date | None, language: str) -> str:
    day = f"{published.isoformat()}, a {published:%A}" if published else "not known"
    return f"Language: {_name(language)} ({language})\nDay of publication: {day}\n{article_block(text)}"


def article_block(text: str) -> str:
    """A text between two lines that it cannot contain, because they are made from a hash of it; without invisible characters."""
    seen = INVISIBLE.sub("", text)
    mark = hashlib.sha256(seen.encode(errors="replace")).hexdigest()[:12]
    return f"----- article {mark} -----\n{seen}\n----- end of article {mark} -----"


def answer_schema(languages: Sequence[str]) -> dict[str, Any]:
    """The JSON schema of an answer, limited to what servers can enforce: every field is required."""
    words = {"type": "string"}
    words_or_null = {"type": ["string", "null"]}
    actor = exactly(
        words=words,
        name=words,
        kind={"type": "string", "enum": [*ACTOR_KINDS]},
        role={"type": "string", "enum": [*ROLES]},
    )
    event = exactly(
        passages={"type": "array", "items": words},
        date_words=words_or_null,
        edtf=words_or_null,
        kind={"type": "string", "enum": [*KINDS]},
        actors={"type": "array", "items": actor},
        place=words_or_null,
        title=exactly(**dict.fromkeys(languages, words)),
        planned={"type": "boolean"},
        weight={"type": "integer", "enum": [1, 2, 3]},
    )
    return exactly(events={"type": "array", "items": event})


def exactly(**fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": [*fields], "additionalProperties": False}
