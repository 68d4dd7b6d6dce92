"""What dated clauses tell that no rule of kinds reads: English, Korean and Japanese."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extraction import extract_claims
from articles.extraction.languages.en.clauses import find_clauses
from articles.extraction.languages.en.lexicon import verb_table
from articles.extraction.languages.ja.grammar import GRAMMAR as JAPANESE
from articles.extraction.languages.ko.grammar import GRAMMAR as KOREAN
from articles.extraction.senses import alone
from timeline.models import Event

FRIDAY = date(2024, 9, 6)


def told(text: str, language: str = "en", published: date | None = FRIDAY) -> list[tuple[str, str, str]]:
    claims = extract_claims(text, published=published, language=language)
    return [(c.edtf, c.kind, c.titles[0][1]) for c in claims]


TOLD = [
    (
        "On Tuesday, fishermen rescued over 700 people off the coast of Sudan, whose boat sank.",
        ("2024-09-03", "other", "Fishermen rescued over 700 people off the coast of Sudan"),
    ),
    (
        "Last week, at least 76 people were killed in Mecca when a hotel collapsed.",
        ("2024-08-26/2024-09-01", "conflict", "At least 76 people were killed in Mecca when a hotel collapsed"),
    ),
    (
        "In May, Anna Berg was forced to resign as trade minister of Norway.",
        ("2024-05", "office", "Anna Berg was forced to resign as trade minister of Norway"),
    ),
    (
        "Norway will ban the import of eels on 1 October.",
        ("2024-10-01", "announcement", "Norway to ban the import of eels"),
    ),
    (
        "The peace talks between Sudan and Egypt, which began in June 1996, went nowhere.",
        ("1996-06", "summit", "Peace talks between Sudan and Egypt begin"),
    ),
    (
        "Peru rejected the claim in a letter delivered on Monday to the United Nations.",
        ("2024-09-02", "announcement", "Peru rejects the claim in a letter delivered to the United Nations"),
    ),
    (
        "Three soldiers were killed near Juba, the army of South Sudan said on Thursday.",
        ("2024-09-05", "statement", "The army of South Sudan said three soldiers were killed near Juba"),
    ),
    (
        "- 20 August 1993: The envoys of Peru and Chile sign the accord in Lima.",
        ("1993-08-20", "agreement", "The envoys of Peru and Chile sign the accord in Lima"),
    ),
    (
        "In a ceremony attended by envoys of Chad and 500 guests, Niger today unveiled the monument.",
        ("2024-09-06", "announcement", "Niger unveils the monument"),
    ),
    (
        "Emails exchanged among officials of Peru regarding the deal were published on Monday.",
        ("2024-09-02", "announcement", "Peru: emails published"),
    ),
    (
        "The fifteen states of the union — that is, those which use the euro — agreed on Sunday with Norway on a plan.",
        ("2024-09-01", "agreement", "The fifteen states of the union agreed with Norway on a plan"),
    ),
    (
        "John McDonnell, the mayor of Accra in Ghana, died on Monday.",
        ("2024-09-02", "other", "John McDonnell died"),
    ),
    (
        "In a filing on Thursday, the ministry of Ghana stated its reserves were too small.",
        ("2024-09-05", "statement", "The ministry of Ghana stated its reserves were too small"),
    ),
    (
        "Chad's coalition won an order for ten ships on Monday.",
        ("2024-09-02", "other", "Chad's coalition won an order for ten ships"),
    ),
    (
        "An earthquake struck Nepal shortly before noon on Saturday.",
        ("2024-08-31", "other", "An earthquake struck Nepal"),
    ),
    (
        "Samoa declared a state of emergency on Monday.",
        ("2024-09-02", "announcement", "Samoa declares a state of emergency"),
    ),
    (
        "In April 1982 forces of Argentina invaded the islands; British troops recaptured them on June 14.",
        ("1982-06-14", "conflict", "British troops recapture them"),
    ),
    (
        "Earlier this month, Burundi closed an office of the United Nations after 23 years.",
        ("2024-09", "announcement", "Burundi closes an office of the United Nations after 23 years"),
    ),
    (
        "The withdrawal of troops from Syria was first announced seven days earlier on August 6.",
        ("2024-08-06", "announcement", "Withdrawal of troops from Syria announced"),
    ),
    (
        "The vote in Norway takes place on October 5.",
        ("2024-10-05", "election", "The vote in Norway takes place"),
    ),
    (
        "Austin flew to Manila, where he is to meet President Ferdinand Marcos Jr. on Tuesday.",
        ("2024-09-10", "summit", "Austin to meet President Ferdinand Marcos Jr"),
    ),
    (
        "A tribunal in The Hague tried two men from Libya over the 1988 Lockerbie bombing.",
        ("1988", "conflict", "Lockerbie bombing"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[t[1][2] for t in TOLD])
def test_a_dated_clause_is_told_in_its_own_words_or_a_headlines(text, expected):
    assert expected in told(text)


LEFT_ALONE = [
    "Sudan did not sign the pact on Monday.",
    "If the council votes on Monday, Sudan may be expelled in October.",
    "Sudan has had two ports since Monday.",
    "Sudan's economy grew by 3 percent in August.",
    "The minister had been against it until Tuesday, Sudan being Sudan.",
    "“We bombed Chad on Monday,” the general of Sudan was told.",
    "Sudan refused to attend the talks on Monday.",
    "The mayor of Juba had ordered it on Monday.",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_denied_supposed_lasting_or_quoted_is_left_alone(text):
    assert told(text) == []


VERBS = [(kind, sense, row) for (kind, sense), row in verb_table().items()]
SENSES = [f"{kind}-{sense}" for kind, sense, _ in VERBS]


@pytest.mark.parametrize(("kind", "sense", "row"), VERBS, ids=SENSES)
def test_each_sense_of_verbs_reads_its_example_and_leaves_its_counter_example(kind, sense, row):
    if row["example"]:
        assert kind in {found for _, found, _ in told(row["example"])}
    assert told(row["counter_example"]) == []


def test_a_date_right_behind_a_verb_is_not_another_verbs():
    found = told(
        "The two Koreas agreed last week to hold a second round of talks in Beijing on September 20."
    )
    assert {(edtf, kind) for edtf, kind, _ in found} == {
        ("2024-08-26/2024-09-01", "agreement"),
        ("2024-09-20", "summit"),
    }


def test_who_is_named_before_counts_where_no_gazetteer_knows_anybody():
    text = (
        "Ada Lund, who led the Red Cross, left Norway on Monday. In 2001 she received the Nobel Peace Prize."
    )
    assert told(text)[-1] == ("2001", "other", "Ada Lund received the Nobel Peace Prize")


def test_a_bare_title_is_whoever_bore_it_before():
    korean = "이명박 대통령은 5일 몽골에 도착했다. 이 대통령은 6일 우즈베키스탄을 방문할 예정이다."
    assert told(korean, "ko")[-1] == ("2024-09-06", "visit", "이명박 대통령, 우즈베키스탄 방문 예정")
    assert "Lee Myung-bak" in who(korean, "ko")
    japanese = "石破茂首相は5日、演説した。首相は6日、シンガポールの首相と会談した。"
    assert told(japanese, "ja")[-1] == ("2024-09-06", "summit", "石破茂首相、シンガポールの首相と会談")
    assert "Shigeru Ishiba" in who(japanese, "ja")


def who(text: str, language: str) -> set[str]:
    """The actors of the last claim."""
    return {actor.name for actor in extract_claims(text, published=FRIDAY, language=language)[-1].actors}


def test_he_is_the_person_named_last_and_nobody_else():
    text = "Prime Minister Fumio Kishida of Japan spoke on Monday. He flew home on Tuesday."
    assert told(text)[-1] == ("2024-09-03", "visit", "Kishida flies home")
    stranger = text.replace(" He", " Mr. Smith came too. He")
    assert not any(edtf == "2024-09-03" for edtf, _, _ in told(stranger))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Talks in Paris are set for Monday, with Olaf Scholz expected to return to Berlin on Tuesday.", ""),
        ("Olaf Scholz is to visit Paris on Monday. Scholz will return to Berlin on Tuesday.", ""),
        # To a town abroad, in the past, and from no visit it is one.
        ("After the talks, Olaf Scholz will return to Paris on Tuesday.", "Olaf Scholz to return to Paris"),
        (
            "He cut short his visit, and Olaf Scholz returned to Berlin on Tuesday.",
            "Olaf Scholz returns to Berlin",
        ),
        (
            "The court has ruled. Olaf Scholz will return to Berlin on Tuesday.",
            "Olaf Scholz to return to Berlin",
        ),
    ],
)
def test_a_plan_to_go_home_after_a_visit_is_no_event_of_its_own(text, title):
    tuesday = [said for day, _, said in told(text) if day in ("2024-09-03", "2024-09-10")]
    assert tuesday == ([title] if title else [])


def test_a_dateline_is_no_date_of_an_event():
    (found,) = told("OSLO, Sept. 6 (Agency) - Norway banned the import of eels on Tuesday.")
    assert found == ("2024-09-03", "announcement", "Norway bans the import of eels")


def test_who_announced_is_the_subject_and_not_the_state_beside_it():
    (found,) = told(
        "United States carmaker Great Wheels announced on Tuesday that it would close two plants."
    )
    assert found[2].startswith("United States carmaker Great Wheels announced")


KOREAN_JAPANESE = [
    ("ja", "国際連合総会は3日、パナマを正式に選出した。", ("2024-09-03", "election")),
    ("ja", "白人政権は1962年に元大統領を逮捕し、収監した。", ("1962", "ruling")),
    ("ja", "8月16日から31日まで、日本で47回の投票が行われた。", ("2024-08-16/2024-08-31", "election")),
    ("ja", "次回の会議は、2025年11月にベトナムで開催される。", ("2025-11", "summit")),
    ("ko", "대한민국 정부는 3일 조문단을 파견했다.", ("2024-09-03", "announcement")),
    ("ko", "김성환 장관은 9월 9일부터 9월 11일까지 에티오피아에 머물 예정이다.", ("2024-09-09/2024-09-11", "visit")),
    ("ko", "일본 정부는 지난달 27일 자산을 동결했다.", ("2024-08-27", "sanction")),
    ("ja", "韓国軍の輸送機も3日に現地へ到着しました。", ("2024-09-03", "visit")),
    ("ja", "首相は総選挙を10月31日に実施する意向を表明した。", ("2024-10-31", "election")),
    ("ja", "国連は3日夕（日本時間4日朝）、会合を開いた。", ("2024-09-03", "summit")),
    ("ja", "第2回公判は11月28日に決まった。", ("2024-11-28", "ruling")),
    ("ja", "両国は1983年10月に起きたラングーン事件を機に同年11月、国交を断絶した。", ("1983-10", "other")),
    ("ja", "両国は1983年10月に起きたラングーン事件を機に同年11月、国交を断絶した。", ("1983-11", "announcement")),
    ("ko", "양국 군대가 3일 밤 국경에서 충돌해 20명이 사망했다.", ("2024-09-03", "conflict")),
    ("ko", "정부는 3일 국회 앞에서 독립 70주년을 기념하여 행사를 개최했다.", ("2024-09-03", "summit")),
    ("ko", "정부는 오는 9일 회의를 연다. 한편 정부는 2일 일본에 항의했다.", ("2024-09-02", "statement")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), KOREAN_JAPANESE)
def test_the_predicate_behind_a_date_tells_what_happened(language, text, expected):
    assert expected in {(edtf, kind) for edtf, kind, _ in told(text, language)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "日本は3日の会議に参加しなかった。"),
        ("ja", "パナマは2025年に選出される事を目指す。"),
        ("ko", "대한민국은 3일 회의에 참가하지 않았다."),
        ("ko", "협정은 2025년에 끝나는 의정서를 대신하게 된다."),
        ("ja", "大使館は186人(8月3日時点)の安否の確認を行っている。"),
    ],
)
def test_what_did_not_happen_is_left_alone_in_other_languages(language, text):
    assert told(text, language) == []


def test_a_sentence_without_a_date_goes_on_with_the_day_told_before():
    text = "日本で2日、首脳会議が開催された。特別声明を採択した。"
    assert [edtf for edtf, *_ in told(text, "ja")] == ["2024-09-02", "2024-09-02"]


KOREAN_JAPANESE_TITLES = [
    (
        "ko",
        "유로존 정상들은 7일 브뤼셀에서 긴급 회의를 연다.",
        "summit",
        "유로존 정상들, 브뤼셀에서 긴급 회의 열 예정",
    ),
    ("ko", "정부는 9일 새 제도를 도입한다.", "announcement", "정부, 새 제도 도입 예정"),
    ("ko", "두 나라는 9일 회담을 갖는다.", "summit", "두 나라, 회담 가질 예정"),
    ("ja", "両国の代表団は9日、停戦協議を行う。", "summit", "両国の代表団、停戦協議を行う"),
    (
        "ko",
        "시민 수천 명이 3일 모여 재판 결과에 항의했다.",
        "statement",
        "시민 수천 명, 모여 재판 결과에 항의",
    ),
    (
        "ko",
        "국회 앞에서는 3일 총리의 퇴진을 요구하는 집회가 열렸다.",
        "protest",
        "국회 앞에서는 총리의 퇴진을 요구하는 집회 열려",
    ),
    (
        "ko",
        "유엔 총회는 3일 회의를 열어 사임을 촉구하는 결의안을 채택했다.",
        "announcement",
        "유엔 총회, 회의를 열어 사임을 촉구하는 결의안 채택",
    ),
    ("ko", "버스와 트럭이 3일 충돌해 5명이 숨졌다.", "other", "버스와 트럭이 충돌해 5명 숨져"),
    ("ko", "양국 군대가 3일 충돌해 5명이 숨졌다.", "conflict", "양국 군대가 충돌해 5명 숨져"),
    ("ja", "バスとトラックが3日、高速道路で衝突した。", "other", "バスとトラックが高速道路で衝突"),
    (
        "ko",
        "대변인은 3일 미사일이 발사됐으며 3발이 바다에 낙하했다고 밝혔다.",
        "statement",
        "대변인, 미사일이 발사됐으며 3발이 바다에 낙하했다고 밝혀",
    ),
    ("ja", "被告は3日、無罪を主張した。", "statement", "被告、無罪を主張"),
    ("ja", "政府は2025年内に条約を締結する。", "agreement", "政府、条約を締結へ"),
    ("ja", "韓国政府も3日、制裁を発表した。", "announcement", "韓国政府も制裁を発表"),
]


@pytest.mark.parametrize(("language", "text", "kind", "title"), KOREAN_JAPANESE_TITLES)
def test_a_korean_or_japanese_clause_is_told_whole(language, text, kind, title):
    assert [(found, words) for _, found, words in told(text, language)] == [(kind, title)]


def test_what_is_considered_is_not_done():
    found = told("대통령은 3일 일본을 제소하는 방안을 검토하라고 지시했다.", "ko")
    assert [title for _, _, title in found] == ["대통령, 일본을 제소하는 방안을 검토하라고 지시"]
    goal = told("두 정상은 3일 종전을 선언하고 비핵화한다는 목표를 확인했다.", "ko")
    assert [kind for _, kind, _ in goal] == ["statement"]


def test_the_toll_of_what_was_told_is_no_event_of_its_own():
    assert len(told("3일 네팔에서 지진이 발생했다. 이 지진으로 32명이 사망했다.", "ko")) == 1
    assert len(told("3日、ネパールで地震が発生した。この地震で32人が死亡した。", "ja")) == 1


def test_the_day_of_a_clause_is_finer_than_the_year_between():
    found = told("두 나라 장관은 3일 만나 연내 철군에 합의했다.", "ko")
    assert [(edtf, kind) for edtf, kind, _ in found] == [("2024-09-03", "agreement")]


def test_the_same_day_is_a_day_of_the_news_also_behind_a_year():
    text = "두 정상은 3일 회담했다. 두 정상은 연내 종전을 선언하기로 했다. 대통령은 이날 서울에 도착했다."
    assert told(text, "ko")[-1] == ("2024-09-03", "visit", "대통령, 서울에 도착")
    far = text.replace("3일", "지난달 3일")
    assert told(far, "ko")[-1][0] == "2024-09-06"


def test_a_new_paragraph_goes_on_with_the_news():
    text = "유엔은 3일 회의를 열었다. 이는 지난달 4일 일어난 공격에 대한 대응이다.\n\n정부는 이행을 중단했다."
    assert told(text, "ko")[-1][0] == "2024-09-03"


def test_what_is_to_come_in_a_month_behind_comes_in_the_next_year():
    winter = date(2020, 2, 1)
    assert told("移行期間は12月31日に終了する。", "ja", winter) == [
        ("2020-12-31", "other", "移行期間、終了へ")
    ]
    assert told("両国は12月31日に条約に署名している。", "ja", winter)[0][0] == "2019-12-31"


@pytest.mark.parametrize(
    ("language", "text", "title"),
    [
        ("ko", "유엔은 3일 공격을 규탄했다. 각국의 비난 성명도 이어졌다.", "각국의 비난 성명도 이어져"),
        ("ja", "国連は3日、攻撃を非難した。各国の非難声明も相次いだ。", "各国の非難声明も相次いだ"),
        (
            "ko",
            "EU는 3일 결정을 유보했다. 이 문제는 16일 개최되는 정상회의에 달렸다.",
            "EU, 정상회의 개최 예정",
        ),
    ],
)
def test_who_is_named_before_is_the_subject_only_of_what_people_do(language, text, title):
    assert told(text, language)[-1][2] == title


def test_two_events_of_one_day_in_a_sentence_are_both_read():
    assert told("EUは3日、首脳会議を開き、制裁の延長で合意した。", "ja") == [
        ("2024-09-03", "summit", "EU、首脳会議を開く"),
        ("2024-09-03", "agreement", "EU、首脳会議を開き、制裁の延長で合意"),
    ]


def test_the_noun_that_a_date_describes_is_told_without_the_verb_between():
    assert told("両国は2020年に起きたテロ事件を機に今年3月、国交を断絶した。", "ja")[-1] == (
        "2024-03",
        "announcement",
        "両国、テロ事件を機に国交を断絶",
    )


def test_two_countries_are_named_if_they_stood_side_by_side():
    text = "日本と韓国は3日、協定に署名した。両国は2日、会談した。"
    assert told(text, "ja")[-1] == ("2024-09-02", "summit", "日本・韓国、会談")
    apart = text.replace("日本と韓国は", "日本は中国に続き、韓国で")  # three
    assert told(apart, "ja")[-1] == ("2024-09-02", "summit", "両国、会談")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "5일로 예정됐던 정상회담이 취소됐다."),
        ("ja", "5日に予定されていた首脳会談は取りやめになった。"),
    ],
)
def test_what_was_to_be_is_no_event(language, text):
    assert not any(edtf == "2024-09-05" for edtf, *_ in told(text, language))


def test_a_past_event_in_a_month_ahead_was_in_the_year_before():
    assert told("대통령은 11월 3일 사임했다.", "ko") == [("2023-11-03", "office", "대통령 사임")]
    assert told("大統領は11月3日に辞任した。", "ja")[0][0] == "2023-11-03"


def test_what_is_said_after_a_look_back_is_said_on_the_last_day_of_the_news():
    text = "国連は3日、侵攻を非難した。首相は2日に辞任していた。大統領は攻撃を批判した。"
    assert [edtf for edtf, *_ in told(text, "ja")] == ["2024-09-03", "2024-09-02", "2024-09-03"]


SAID_OF_IT = [
    ("ja", "野党は3日、首相に辞任するよう求めた。", "野党、首相に辞任するよう求めた"),
    ("ja", "首相は3日、辞任する考えはないと述べた。", "首相、辞任する考えはないと述べた"),
    ("ja", "首相は3日、会議に参加しないと述べた。", "首相、会議に参加しないと述べた"),
    ("ja", "大統領は3日、辞任したとの報道を否定した。", "大統領、辞任したとの報道を否定"),
    ("ko", "야당은 3일 총리에게 사퇴할 것을 요구했다.", "야당, 총리에게 사퇴할 것 요구"),
    ("ko", "총리는 3일 사퇴할 뜻이 없다고 밝혔다.", "총리, 사퇴할 뜻이 없다고 밝혀"),
    ("ko", "총리는 3일 사임했다는 보도를 부인했다.", "총리, 사임했다는 보도 부인"),
    ("ko", "정부는 3일 군대를 철수할 것을 약속했다.", "정부, 군대를 철수할 것 약속"),
]


@pytest.mark.parametrize(("language", "text", "title"), SAID_OF_IT)
def test_what_is_demanded_denied_or_pledged_is_told_as_such_alone(language, text, title):
    ((_, kind, found),) = told(text, language)
    assert (kind in ("statement", "announcement"), found) == (True, title)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "미국 대통령의 방문은 2014년 이후 두 번째다."),
        ("ko", "북한의 미사일 발사는 2017년 11월 이후 처음으로 확인됐다."),
        ("ja", "両国の外相が会談するのは2020年2月以来となる。"),
        ("ja", "首脳会談は2019年6月以降で初めて開催された。"),
    ],
)
def test_a_day_that_is_only_counted_from_is_no_day_of_an_event(language, text):
    assert not any(edtf < "2024" for edtf, *_ in told(text, language))


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("ko", "국군은 3일 마을을 해방했다.", "ruling"),  # 방한
        ("ko", "정부는 3일 국경을 개방했다.", "other"),
        ("ko", "야당은 3일 대통령을 비방했다.", "statement"),
        ("ko", "국방부는 3일 정보국장을 만났다.", "other"),  # 국장, a state funeral
        ("ko", "유럽 연합의 대표가 3일 도착했다.", "visit"),  # 합의
        ("ko", "대통령은 3일 사의를 표명했다.", "office"),
        ("ko", "회사의 대표가 3일 우려를 표했다.", "statement"),  # 사의
        ("ja", "大統領は3日、テロップの誤りを謝罪した。", "statement"),
    ],
)
def test_a_word_within_another_tells_nothing(language, text, kind):
    assert [found for _, found, _ in told(text, language)] == [kind]


def test_words_of_a_list_that_stand_alone():
    ship = re.compile(alone("テロ"))
    assert ship.search("爆弾テロが") and not ship.search("テロリスト") and not ship.search("ステロイド")
    visit = re.compile(alone("^방한"))
    assert visit.search("교황 방한") and not visit.search("해방한")
    accord = re.compile(alone("합의", ["연합의", "합의금"]))
    assert accord.search("재합의") and not accord.search("국제연합의") and not accord.search("합의금")


LEXICON = [
    (code, sense, row)
    for code, grammar in (("ko", KOREAN), ("ja", JAPANESE))
    for sense, row in grammar.senses.items()
]


@pytest.mark.parametrize(
    ("language", "sense", "row"),
    LEXICON,
    ids=[f"{code}-{sense.kind}-{sense.gloss.replace(' ', '-')}" for code, sense, _ in LEXICON],
)
def test_each_sense_of_words_reads_its_example_and_leaves_its_counter_example(language, sense, row):
    assert any(word.removeprefix("^") in row["example"] for word in row["words"].split())
    assert [found for _, found, _ in told(row["example"], language)] == [sense.kind]
    assert told(row["counter_example"], language) == []


def test_every_word_of_the_lists_has_a_kind():
    assert {word.kind for grammar in (KOREAN, JAPANESE) for word in grammar.words.values()} <= set(
        Event.Kind.values
    )
    assert {kind for kind, _ in verb_table()} - {"stative"} <= set(Event.Kind.values)


pieces = st.sampled_from(
    'the said, and which who to be not will had on Friday Norway "quoted" killed by ( ) ; — met signed 3 percent'.split(
        " "
    )
)


@given(st.lists(pieces, max_size=60).map(" ".join) | st.text(max_size=200))
def test_any_sentence_gives_clauses_within_it(text):
    for clause in find_clauses(text):
        assert 0 <= clause.start < clause.end <= len(text)
        assert 0 <= clause.subject[0] <= clause.subject[1] <= len(text)
        assert clause.rest[0] <= clause.rest[1] <= len(text)
    extract_claims(text, published=FRIDAY)
