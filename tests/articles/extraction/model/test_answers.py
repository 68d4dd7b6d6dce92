"""Answers of every shape, and who is named in them."""

import json

import pytest

from articles.extraction.model import AnswerError, read_answer
from tests.model_server import completion, event

from .material import DAY, MEETING, TEXT, meeting, only, read


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"name": "Anna Berg", "kind": "person"}, ["Anna Berg"]),
        ({"name": "Anna Sofie Berg", "kind": "person"}, ["Berg"]),  # only what the article says of a name
        (
            {"name": "Luiz Inácio Lula da Silva", "words": "Luiz Inácio Lula da Silva", "kind": "person"},
            ["Luiz Inácio Lula da Silva"],
        ),
        ({"name": "Federative Republic of Brazil", "words": "Brazil", "kind": "state"}, ["Brazil"]),
        ({"name": "the Senate", "words": "the Senate", "kind": "organisation"}, ["Senate"]),
        ({"name": "Senate of Brazil", "kind": "organisation"}, []),
        ({"name": "Emmanuel Macron", "words": "Emmanuel Macron", "kind": "person"}, []),
        ({"name": "Vladimir Putin", "words": "President", "kind": "person"}, []),
        ({"name": "Jens Holm", "words": "She", "kind": "person"}, []),
        ({"name": "She", "kind": "person"}, []),
        ({"name": "", "words": ""}, []),
        ({"name": ["Anna"], "words": 3}, []),
        ("Anna Berg", []),
    ],
)
def test_whoever_takes_part_is_named_in_the_article(given, found):
    claim = only(read(meeting(actors=[given])))
    assert [actor.name for actor in claim.actors] == found
    assert ("actors-unnamed:1" in claim.marks) == (not found)


def test_an_unknown_kind_is_told_as_such():
    claim = only(read(meeting(kind="Gipfel")))
    assert claim.kind == "other" and "kind-unknown" in claim.marks
    assert only(read(meeting(kind="Summit"))).kind == "summit"


def test_a_happening_given_twice_is_one():
    answered = read(meeting(), meeting(title="Berg sees Lula"))
    assert len(answered.claims) == 1 and answered.mended["repeated"] == 1


def test_happenings_of_another_shape_are_dropped_alone():
    answered = read(
        "Berg meets Lula", None, 7, [], {}, {"passages": 3}, meeting(actors="Berg", place=4, planned="yes")
    )
    assert len(answered.claims) == 1 and len(answered.dropped) == 6


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda words: words,
        lambda words: f"```json\n{words}\n```",
        lambda words: f"Here it is:\n```\n{words}\n```\nGood luck!",
        lambda words: f"<think>The article tells of {{two}} things</think>\n{words}",
        lambda words: completion(words),
        lambda words: json.loads(words),
        lambda words: completion([{"type": "text", "text": words}]),
    ],
)
def test_an_answer_is_found_in_what_models_put_round_it(wrapped):
    answer = wrapped(json.dumps({"events": [meeting()]}))
    assert len(read_answer(answer, TEXT, DAY).claims) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", "empty"),
        (completion(None), "empty"),
        (completion("<think>hm</think>"), "empty"),
        (completion("I cannot help with that.", refusal="I cannot help with that."), "refused"),
        (completion("", finish="content_filter"), "refused"),
        (completion('{"events": [', finish="length"), "cut short"),
        ('{"events": [', "not JSON"),
        ("There are no events in this article.", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1, 2]", "another shape"),
        ('{"events": {"1": 2}}', "another shape"),
        ('"events"', "another shape"),
        ({"error": "x"}, "not a chat completion"),
        ({"choices": []}, "not a chat completion"),
        ({"choices": [{"message": "x"}]}, "not a chat completion"),
    ],
)
def test_an_answer_that_is_none_says_why(answer, reason):
    with pytest.raises(AnswerError, match=reason):
        read_answer(answer, TEXT, DAY)


def test_no_happenings_are_an_answer_too():
    assert read_answer('{"events": []}', TEXT, DAY).claims == []


def test_answers_about_parts_are_joined():
    one, two = (
        json.dumps({"events": [meeting()]}),
        json.dumps({"events": [meeting(passages=MEETING[:60] + MEETING[60:])]}),
    )
    later = json.dumps({"events": [event("She will travel to Lima on 20 September.", "20 September", "x")]})
    answered = read_answer([one, two, later], TEXT, DAY)
    assert [c.edtf for c in answered.claims] == ["2024-09-03", "2024-09-20"]
    assert len({c.group for c in answered.claims}) == 2


NAMED = {
    "en": "Prime Minister John Key spoke. Mr Key promoted the flag. The New Zealand government agreed with UN officials and Ms Clark.",
    "ja": "南アフリカのズマ大統領が発表した。シリア政府は否定した。ガジ・カナン内相が死亡した。カナン内相は菅直人首相と会った。首相は述べた。",
    "ko": "이명박 대통령은 김태호 총리 후보자를 만났다. 김 후보자는 사퇴했다. 대한민국 정부는 외교통상부를 통해 밝혔다.",
}


@pytest.mark.parametrize(
    ("language", "name", "words", "kind", "found"),
    [
        ("en", "John Key", "Mr Key", "person", "John Key"),
        ("en", "Government of New Zealand", "the New Zealand government", "organisation", "New Zealand"),
        ("en", "United Nations", "UN", "organisation", "United Nations"),
        ("en", "Helen Clark", "Ms Clark", "person", "Clark"),  # no first name that the article lacks
        ("ja", "Jacob Zuma", "南アフリカのズマ大統領", "person", "ズマ"),
        ("ja", "Government of Syria", "シリア政府", "state", "Syria"),
        ("ja", "Ghazi Kanaan", "カナン内相", "person", "ガジ・カナン"),
        ("ja", "Naoto Kan", "首相", "person", "Naoto Kan"),  # as the title resolves there
        ("ko", "Lee Myung-bak", "이명박 대통령", "person", "Lee Myung-bak"),
        ("ko", "Kim Tae-ho", "김 후보자", "person", "김태호"),
        ("ko", "South Korea", "대한민국 정부", "state", "South Korea"),
        ("ko", "Ministry of Foreign Affairs and Trade", "외교통상부", "organisation", "외교통상부"),
    ],
)
def test_the_words_of_the_article_say_who_it_is(language, name, words, kind, found):
    text = NAMED[language]
    told = event(
        text, None, {language: "x"}, actors=[{"name": name, "words": words, "kind": kind}], edtf="2024-09-06"
    )
    assert [actor.name for actor in only(read(told, text=text, language=language)).actors] == [found]
