"""The frozen words say what the dictionary says that they were made of."""

import subprocess
import sys

from lemminflect import getAllLemmas

from articles.extraction.english_words import WORDS_FILE, classes_of, verbs_of
from scripts.freeze_english_words import HEAD, lines


def test_the_list_is_what_the_script_makes():
    assert WORDS_FILE.read_text(encoding="utf-8") == HEAD + "\n".join(lines()) + "\n"


def test_every_word_has_the_classes_and_verbs_of_the_dictionary():
    words = [line.split(" ")[0] for line in lines()]
    for word in [*words, "kishida", "", "2024", "「", "x" * 50, "i.m.f."]:
        lemmas = getAllLemmas(word)
        assert (classes_of(word), verbs_of(word)) == (frozenset(lemmas), lemmas.get("VERB", ())), word


def test_reading_needs_neither_the_library_nor_numpy():
    asked = "import sys, articles.extraction as e; e.extract_claims('Kim visited Seoul.', published=None); print({'lemminflect', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
