"""No answer, however odd, raises anything but AnswerError, and nothing stands that the article does not say."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction.model import AnswerError, read_answer
from timeline.clean_text import fit
from timeline.dates import parse_edtf

from .material import DAY, MEETING, TEXT

words = st.one_of(
    st.sampled_from(
        [
            MEETING,
            "on Tuesday",
            "Anna Berg",
            "Berg meets Lula",
            "2024-09-03",
            "visit",
            "",
            "\0",
            "\ud800",
            "x" * 700,
        ]
    ),
    st.text(max_size=30),
    st.builds(lambda a, n: TEXT[a : a + n], st.integers(0, len(TEXT)), st.integers(0, 120)),
)
odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
FIELDS = "passages date_words edtf kind actors place title planned weight".split()
happening = st.one_of(
    odd,
    st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, odd)),
    st.fixed_dictionaries(
        {
            "passages": st.lists(words, max_size=3),
            "date_words": words | st.none(),
            "edtf": words | st.none(),
            "kind": words,
            "actors": st.lists(
                st.fixed_dictionaries({"name": words, "words": words, "kind": words}), max_size=3
            ),
            "title": st.fixed_dictionaries({"en": words}),
        }
    ),
)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.builds(lambda rows: {"events": rows}, st.lists(happening, max_size=4)), odd))
def test_any_answer(answer):
    try:
        answered = read_answer(answer if isinstance(answer, dict | str) else json.dumps(answer), TEXT, DAY)
    except AnswerError:
        return
    one_line = " ".join(TEXT.split())  # a name may be broken over two lines
    for claim in answered.claims:
        assert TEXT[claim.start : claim.end] == claim.quote
        assert claim.date_words in TEXT and claim.titles[0][1].strip()
        parse_edtf(claim.edtf)
        assert all(actor.is_known or actor.name in one_line for actor in claim.actors)
        kept = json.dumps(claim.reading(), ensure_ascii=False)
        assert fit(kept) == kept and "\\u0000" not in kept
    for dropped in answered.dropped:
        assert fit(dropped.title + dropped.passage) == dropped.title + dropped.passage
