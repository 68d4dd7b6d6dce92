"""How an embed looks as its address asks, and that it stays legible whatever is asked."""

import pytest
from django.http import QueryDict
from hypothesis import assume, given
from hypothesis import strategies as st

from timeline.sharing.themes import PALETTES, TEXT, Look, _contrast, _parse, read_look, style_hash

COLOUR = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@given(
    background=st.one_of(st.just(""), COLOUR),
    accent=st.one_of(st.just(""), COLOUR),
    theme=st.sampled_from(["", "light", "dark"]),
)
def test_text_can_be_read_on_every_ground(background, accent, theme):
    assume(background or accent)  # the style sheet's own colours are used where they are known to be legible
    colours = Look(theme, background, accent).palette
    for name in TEXT:
        for ground in ("paper", "sheet", "faint"):
            assert _contrast(_parse(colours[name]), _parse(colours[ground])) >= 4.49, (name, ground)
    assert _contrast(_parse(colours["on-accent"]), _parse(colours["accent"])) >= 4.49


def test_the_palettes_are_those_of_the_style_sheet():
    assert PALETTES["light"].keys() == PALETTES["dark"].keys() >= {"paper", "ink", *TEXT}
    assert PALETTES["light"]["paper"] != PALETTES["dark"]["paper"]


@pytest.mark.parametrize(
    "asked",
    [
        "theme=pink",
        "background=red",
        "accent=%23fff",
        "accent=12345g",
        "height=9",
        "height=1e3",
        "height=99999",
        "theme=%00",
        "background=%E4%B8%83%E4%B8%83%E4%B8%83",
    ],
)
def test_nonsense_changes_nothing(asked):
    look = read_look(QueryDict(asked))
    assert look == Look() and look.css == "" and look.query == ""


@given(
    background=st.one_of(st.just(""), COLOUR),
    accent=st.one_of(st.just(""), COLOUR),
    height=st.sampled_from([0, 200, 640]),
)
def test_a_look_asks_for_itself_and_its_rules_hold_nothing_else(background, accent, height):
    look = Look("", background, accent, height)
    assert read_look(QueryDict(look.query)) == look
    assert "<" not in look.css and "url" not in look.css and look.css.count("{") == look.css.count("}")


def test_a_hash_names_a_style_as_the_policy_does():
    # the empty string's SHA-256, as every implementation of the policy has it
    assert style_hash("") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
