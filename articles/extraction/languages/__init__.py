"""The languages in which articles are read, one folder each."""

from importlib import import_module

from articles.extraction.timex.lexicon import base_code, language_table

from .base import Language

CODES = ("en", "fr", "ja", "ko")
LANGUAGES: dict[str, Language] = {code: import_module(f".{code}", __name__).LANGUAGE for code in CODES}
OTHERWISE = LANGUAGES["en"]


def language_of(code: str) -> Language:
    """The language of a BCP 47 code; English for a code that we do not know."""
    return LANGUAGES.get(code[:2], OTHERWISE)


def has_rules(code: str) -> bool:
    """Whether a text in the language of this BCP 47 code can be read for events; of a code that we do not know, as English.

    Of the others we know how dates are written, and no more: English rules would find happenings in Italian words.
    """
    return code[:2] in LANGUAGES or base_code(code) not in language_table()


__all__ = ["LANGUAGES", "Language", "has_rules", "language_of"]
