"""Korean titles: whose predicate it is, and where its words begin and end."""

from datetime import date

import pytest

from articles.extraction import extract_claims
from articles.extraction.languages.ko.clauses import marks, subject_of

PUBLISHED = date(2021, 3, 5)


def titled(text):
    return [claim.titles[0][1] for claim in extract_claims(text, published=PUBLISHED, language="ko")]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("안드레이 소콜 대사가 총리를 만났다.", ["대사"]),  # 이 follows no vowel
        ("마르코 루나가 장군이 사임했다.", ["장군"]),  # the end of a name
        ("정부는 법원이 내린 결정을 이같이 비판했다.", ["정부", "법원"]),
        ("정부를 이끄는 총리는 버스가 구르는 사고를 막았다.", ["총리", "버스"]),
        ("많은 주민들은 높은 곳으로 갔다.", ["주민들"]),
    ],
)
def test_marks_of_subjects_are_told_from_ends_of_words(sentence, words):
    assert [sentence[m.start : m.end] for m in marks(sentence, 0, len(sentence))] == words


@pytest.mark.parametrize(
    ("sentence", "predicate", "subject"),
    [
        ("총리는 법원이 내린 판결을 비판했다.", "비판", "총리"),
        ("총리는 법원이 내린 판결을 비판했다.", "내린", "법원"),
        ("당국은 배가 침몰했다고 밝혔다.", "밝혔", "당국"),
        ("당국은 배가 침몰했다고 밝혔다.", "침몰", "배"),
        ("무장 괴한이 예배를 보던 신도들을 공격했다.", "공격", "괴한"),
    ],
)
def test_a_predicate_has_the_subject_of_its_own_clause(sentence, predicate, subject):
    found = subject_of(sentence, 0, sentence.index(predicate))
    assert sentence[found.start : found.end] == subject


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "안드레이 소콜 폴란드 외무장관은 4일 대사를 소환했다.",
            "안드레이 소콜 폴란드 외무장관, 대사 소환",
        ),
        (
            "스페인 정부는 4일 페루가 자국 대사를 추방했다며 페루 대사를 추방했다.",
            "스페인 정부, 페루가 자국 대사를 추방했다며 페루 대사 추방",
        ),
        (
            "회의 참석차 리마를 방문 중인 마리아 로호 칠레 외무장관이 4일 페루 총리와 회담했다.",
            "마리아 로호 칠레 외무장관, 회의 참석차 리마 방문",
        ),
        (
            "다카 시장에서 4일 폭탄이 터져 상인 3명이 숨졌다.",
            "다카 시장에서 폭탄이 터져 상인 3명 숨져",
        ),
        (
            "4일 다카에서 배가 침몰해 12명이 사망했다고 방글라데시 당국이 밝혔다.",
            "다카에서 배가 침몰해 12명 사망",
        ),
        (
            "페루는 대화를 바라고 있으며, 칠레에서는 4일 “받아들일 수 없다”고 밝혔다.",
            "칠레, “받아들일 수 없다”고 밝혀",
        ),
        ("칠레는 페루 대사를 추방했고, 페루 외무부는 4일(현지시간) 이를 비난했다.", "페루 외무부, 이를 비난"),
        (
            "유엔 특사는 4일 내전이 마침내 끝나게 됐다고 밝혔다.",
            "유엔 특사, 내전이 마침내 끝나게 됐다고 밝혀",
        ),
        ("총리는 4일 기자회견을 하고 사임했다.", "총리 기자회견"),
        (
            "페루가 항의한 데 이어, 4일에는 칠레가 자국에서 일하던 페루 외교관을 추방했다.",
            "칠레, 자국에서 일하던 페루 외교관 추방",
        ),
        ("칠레 북부에서는 지난 1월 시작된 내전으로 수천 명이 숨졌다.", "칠레 북부에서 내전 시작"),
        (
            "페루가 물자 조달에 공을 들이고 있는 가운데 칠레 정부는 4일 제재를 내놓았다.",
            "칠레 정부, 제재 내놓아",
        ),
        (
            "페루 대변인이 결정을 비판한 가운데, 칠레 외무부는 4일 차관이 대사를 불렀다고 밝혔다.",
            "칠레 외무부, 차관이 대사를 불렀다고 밝혀",
        ),
        (
            "페루 정부는 반군이 물러나자 시민들은 환호했다고 4일 밝혔다.",
            "페루 정부, 반군이 물러나자 시민들은 환호했다고 밝혀",
        ),
        (
            "마리아 로호 칠레 외무장관은 4일 공항을 다시 열기를 희망한다고 밝힌 바 있다.",
            "마리아 로호 칠레 외무장관, 공항을 다시 열기를 희망한다고 밝혀",
        ),
        (
            "칠레 대통령은 4일 개헌을 선언해 수도에서 시위가 벌어지기도 했다.",
            "칠레 대통령, 개헌을 선언해 수도에서 시위가 벌어져",
        ),
        (
            "칠레 법원은 4일 시장을 풀어줬다. 함께 기소된 오동추 전 대법관도 4일 벌금형을 선고받았다.",
            "함께 기소된 오동추 전 대법관, 벌금형 선고받아",
        ),
        (
            "홍길순 총리 후보자는 지명 이후 21일 만인 4일 사퇴했다.",
            "홍길순 총리 후보자, 지명 이후 21일 만에 사퇴",
        ),
        ("페루 총리는 4일 취임한 지 63일 만에 사퇴했다.", "페루 총리, 취임한 지 63일 만에 사퇴"),
        ("칠레 총리는 회의 직후인 4일 귀국했다.", "칠레 총리, 회의 직후 귀국"),
        (
            "페루 외무부 대변인은 4일 “우리는 이번 결정을 받아들일 수 없으며 이웃 나라와 맺은 모든 약속을 처음부터 다시 따져 볼 것”이라며 “칠레는 한 달 안에 군대를 국경 뒤로 물려야 한다”고 밝혔다.",
            "페루 외무부 대변인, “칠레는 한 달 안에 군대를 국경 뒤로 물려야 한다”고 밝혀",
        ),
    ],
)
def test_a_title_is_one_clause_with_its_own_subject(text, title):
    assert title in titled(text)


def test_what_is_said_in_a_plan_was_said_already():
    (title,) = titled("태국 당국은 내일부터 도로를 열겠다고 4일 밝혔다.")
    assert title.endswith("밝혀")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "페루 정부와 칠레 반군은 3일 평화협정을 체결했다. 양측은 4일 포로를 교환했다.",
            "페루 정부와 칠레 반군, 포로 교환",
        ),
        (
            "홍길순 외교부 장관은 3일 리마에서 마리오 로호 칠레 외무장관과 회담했다. 두 장관은 4일 협정에 서명했다.",
            "홍길순 외교부 장관과 마리오 로호 칠레 외무장관, 협정에 서명",
        ),
        (
            "페루 경찰은 3일 시위대를 진압했다. 경찰은 4일 지도자를 체포했다.",
            "페루 경찰, 지도자 체포",
        ),
        (
            "홍길순 통일부 장관은 3일 귀국했다. 홍 장관은 4일 사임했다.",
            "홍길순 장관 사임",
        ),
        (
            "페루 수도 리마에서 2일 경찰이 시위를 막았다. 페루 경찰은 3일 물러났다. 경찰이 4일 쏜 총에 시민이 숨졌다.",
            "페루 경찰이 쏜 총에 시민 숨져",
        ),
        (
            "홍길순 통일부 장관은 3일 서울에서 칠레 측에 철군을 요구했지만 4일 시위대가 공항을 점거했다.",
            "홍길순 통일부 장관은 서울에서 칠레 측에 철군을 요구했지만 시위대, 공항 점거",
        ),
        (
            "정의순 외교부 장관은 3일 정상회의 계기로 칠레 외무장관과 회담했다. 정 장관과 로호 장관은 4일 협정에 서명했다.",
            "정의순 장관과 로호 장관, 협정에 서명",
        ),
        (
            "오늘 서울고법은 3일 오동추 전 시장에게 벌금형을 선고했다. 재판부는 4일 “죄가 무겁다”고 밝혔다.",
            "서울고법 재판부, “죄가 무겁다”고 밝혀",
        ),
        ("재판부는 4일 “죄가 무겁다”고 밝혔다.", "재판부, “죄가 무겁다”고 밝혀"),
        (
            "홍길순 외교부 제1차관은 3일 대사를 불렀다. 이 자리에서 홍 차관은 4일 파병에 항의했다.",
            "홍길순 차관, 파병에 항의",
        ),
        ("홍길순 전 장관은 4일 귀국했다. 오동추 장관이 마중했다.", "홍길순 전 장관 귀국"),
    ],
)
def test_whoever_is_pointed_back_to_is_named(text, title):
    assert title in titled(text)


def test_a_body_of_one_state_among_two_stays_without_a_name():
    text = "페루와 칠레가 3일 협정을 맺었다. 법원은 4일 협정을 무효로 판결했다."
    assert not any(title.startswith(("페루 법원", "칠레 법원")) for title in titled(text))


def test_a_month_of_a_clause_that_describes_is_not_that_of_the_news():
    text = "홍길순 전 장관이 지난해 수사를 방해한 혐의로 징역 5년을 선고받았다."
    assert [claim.edtf for claim in extract_claims(text, published=PUBLISHED, language="ko")] == [
        "2021-03-05"
    ]


def test_a_date_within_a_quotation_is_not_that_of_what_is_told_around_it():
    text = "페루 외무부는 “칠레는 1998년 협정을 어기고 국경을 닫았다”는 성명을 발표했다."
    assert not any(claim.edtf == "1998" for claim in extract_claims(text, published=PUBLISHED, language="ko"))


def test_a_date_in_what_is_promised_is_not_the_day_of_the_promise():
    text = "태국 당국은 내일부터 총리가 청사에서 일하도록 하겠다고 밝혔지만 시민들은 반대했다."
    said = [c for c in extract_claims(text, published=PUBLISHED, language="ko") if c.kind == "statement"]
    assert [(claim.edtf, claim.is_planned) for claim in said] == [("2021-03-05", False)]


def test_numbers_of_footnotes_are_no_part_of_a_sentence():
    text = "칠레 외무부는 4일 대사를 소환했다.[1][2] 페루 외무부는 5일 유감을 표명했다.[3]"
    assert titled(text) == ["칠레 외무부, 대사 소환", "페루 외무부, 유감 표명"]


def test_the_noun_before_of_is_no_meeting():
    text = "페루 위원회의 홍길순 위원은 4일 산에 올랐다."
    assert all(c.kind != "summit" for c in extract_claims(text, published=PUBLISHED, language="ko"))


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("페루 총리는 4일 전날 총선에서 진 책임을 지고 사퇴했다.", "2021-03-04"),
        ("4일 페루 통신에 따르면 총리는 전날 사퇴했다.", "2021-03-03"),
        ("페루와 칠레는 지난해 11월 회담에서 제재를 풀어 주는 대가로 철군에 합의했다.", "2020-11"),
        (
            "페루 총리는 4일 “우리는 이웃 나라와 더불어 살기를 바라며 어떤 나라와도 싸우지 않겠다는 약속을 되풀이해서 말해 왔고 앞으로도 그렇게 말할 것”이라고 밝혔다.",
            "2021-03-04",
        ),
    ],
)
def test_a_predicate_has_the_date_of_its_own_clause(text, edtf):
    assert [claim.edtf for claim in extract_claims(text, published=PUBLISHED, language="ko")] == [edtf]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "페루 법원은 4일 뇌물을 받은 혐의로 기소된 시장에게 벌금형을 선고한 원심을 확정했다.",
            [("2021-03-04", "페루 법원, 뇌물을 받은 혐의로 기소된 시장에게 벌금형을 선고한 원심 확정")],
        ),
        (
            "칠레가 4일 반군을 몰래 지원한 회사를 제재했다.",
            [("2021-03-04", "칠레, 반군을 몰래 지원한 회사 제재")],
        ),
        (
            "페루 정부는 4일 칠레가 발사한 로켓을 조사했다.",
            [("2021-03-04", "칠레, 로켓 발사")],
        ),
        (
            "칠레 정부는 4일 회원국 이름으로 발표한 성명에서 공격을 비난했다.",
            [("2021-03-04", "칠레 정부, 회원국 이름으로 성명 발표")],
        ),
        (
            "칠레 외무부는 선거 사흘 전인 지난달 6일 대사를 소환했다.",
            [("2021-02-06", "칠레 외무부, 선거 사흘 전 대사 소환")],
        ),
        ("페루의 이번 결의안은 지난 2006년 첫 결의안 이후 채택된 세 번째 결의안이다.", []),
    ],
)
def test_a_day_behind_the_topic_is_not_that_of_a_clause_that_describes(text, found):
    claims = extract_claims(text, published=PUBLISHED, language="ko")
    assert [(claim.edtf, claim.titles[0][1]) for claim in claims][: max(1, len(found))] == found


def test_what_another_says_at_what_came_about_has_its_day():
    text = "페루에서 4일 시위가 벌어졌는데, 이 자리에서 마리오 로호 총재는 대통령의 사임을 요구하였다."
    claims = extract_claims(text, published=PUBLISHED, language="ko")
    assert [(c.edtf, c.titles[0][1]) for c in claims] == [
        ("2021-03-04", "페루에서 시위 벌어져"),
        ("2021-03-04", "마리오 로호 총재, 대통령의 사임 요구"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "개관식 전야제가 4일 열렸다.",
        "페루 선거위원회가 4일 발표한 결과에 따르면 투표율은 70%였다.",
        "칠레 대변인은 4일 정상회담 직후 기자들 앞에 섰다.",
        "페루 정부는 4일 2020년 12월 계엄과 관련된 반란 혐의를 조사했다.",
    ],
)
def test_a_title_that_tells_nothing_is_not_proposed(text):
    assert not any(len(title.split()) < 3 or title.endswith(("회담", "관련")) for title in titled(text))


def test_who_was_declared_elected_is_no_election_held():
    (title,) = titled("페루 선거위원회는 4일 마리오 로호 후보를 대통령 선거 당선자로 확정했다.")
    assert title.endswith("대통령 선거 당선자로 확정")


def test_what_is_due_is_told_in_the_polite_present_too():
    text = "페루와 칠레의 협상은 오는 18일 리마에서 재개됩니다. 새 의회는 오는 20일 문을 엽니다."
    claims = extract_claims(text, published=PUBLISHED, language="ko")
    assert [(c.edtf, c.is_planned) for c in claims] == [("2021-03-18", True), ("2021-03-20", True)]
    assert [c.titles[0][1] for c in claims] == [
        "페루와 칠레의 협상, 리마에서 재개 예정",
        "새 의회, 문 열 예정",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "칠레에서 버스가 구르는 사고가 나 5명이 다쳤다고 외신들이 4일 보도했다.",
            [("2021-03-04", "칠레에서 버스가 구르는 사고가 나 5명 다쳐")],
        ),
        (
            "페루 통신은 칠레 외무장관이 오는 6일 리마를 방문한다고 보도했다. 칠레 총리가 4일 물러났다고 방송이 전했다.",
            [("2021-03-06", "칠레 외무장관, 리마 방문 예정"), ("2021-03-04", "칠레 총리 물러나")],
        ),
        (
            "페루 외무장관은 합의가 이뤄지지 못했다고 주장했다.",
            [("2021-03-05", "페루 외무장관, 합의가 이뤄지지 못했다고 주장")],
        ),
    ],
)
def test_who_passed_it_on_is_no_part_of_the_news(text, found):
    claims = extract_claims(text, published=PUBLISHED, language="ko")
    assert [(claim.edtf, claim.titles[0][1]) for claim in claims] == found


def test_talks_that_are_only_pointed_at_are_no_event() -> None:
    text = '페루 총리는 5일 "이번 정상회담은 뜻깊은 만남"이라고 말했다.'
    claims = extract_claims(text, published=date(2024, 9, 6), language="ko")
    assert [c.kind for c in claims] == ["statement"]


def test_a_vote_that_somebody_stays_away_from_is_not_theirs() -> None:
    text = "페루 의회는 5일 예산안을 가결했다. 야당 의원들은 표결에 불참했다."
    claims = extract_claims(text, published=date(2024, 9, 6), language="ko")
    assert [c.titles[0][1] for c in claims] == ["페루 의회, 예산안 가결"]


def test_a_bill_that_passes_a_plenary_is_no_meeting() -> None:
    claims = extract_claims(
        "예산안이 5일 페루 의회 본회의를 통과했다.", published=date(2024, 9, 6), language="ko"
    )
    assert [c.kind for c in claims] == ["announcement"]


def test_what_a_noun_is_called_is_no_topic() -> None:
    text = "페루 총리와 칠레 대통령은 5일 회담에서 국경의 비무장화라는 공동의 목표를 확인했다."
    claims = extract_claims(text, published=date(2024, 9, 6), language="ko")
    assert [c.titles[0][1] for c in claims if c.kind == "statement"] == [
        "페루 총리와 칠레 대통령, 회담에서 국경의 비무장화라는 공동의 목표 확인"
    ]
