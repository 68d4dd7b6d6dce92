"""Write the English words that clauses are read with: python -m scripts.freeze_english_words

Takes the dictionary of lemminflect, which requirements-dev.txt names, so that a running site needs neither it nor numpy.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from lemminflect.core.Lemmatizer import Lemmatizer

FILE = Path(__file__).parent.parent / "articles" / "extraction" / "rules" / "english_words.txt"
LETTERS = {"NOUN": "n", "VERB": "v", "ADJ": "a", "ADV": "r", "AUX": "x"}
HEAD = """\
# English words, the classes they can be of (noun, verb, adjective, adverb = r, auxiliary = x) and the verbs that they are forms of.
# Made by scripts/freeze_english_words.py out of the dictionary of lemminflect 0.2.3 (MIT licence, copyright Brad Jascob), which is
# derived from the SPECIALIST Lexicon of the United States National Library of Medicine.
"""


def lines() -> Iterator[str]:
    """A line a word: the word, its classes, and the verbs, unless the word itself is the only one."""
    library = Lemmatizer()
    for word in sorted({*library._getLemmaDict(), *library._getOverridesDict()}):
        lemmas = library.getAllLemmas(word)
        if word != word.lower() or " " in word:
            continue  # words are asked for one by one, in small letters
        classes = "".join(sorted(LETTERS[name] for name in lemmas))
        verbs = lemmas.get("VERB", ())
        yield " ".join([word, classes, *(verbs if verbs != (word,) else ())])


if __name__ == "__main__":
    FILE.write_text(HEAD + "\n".join(lines()) + "\n", encoding="utf-8")
    sys.stdout.write(f"wrote {FILE.stat().st_size:,} bytes to {FILE}\n")
