"""A Japanese title names who acts, whole, and closes where its clause closes. The sentences are our own."""

from __future__ import annotations

from datetime import date

import pytest

from articles.extraction import extract_claims
from articles.extraction.languages.ja.headline import BREAK, _shortened
from articles.extraction.languages.ja.subject import main_subject, masked, who_before

PUBLISHED = date(2024, 9, 6)


def titles(text: str) -> list[str]:
    return [c.titles[0][1] for c in extract_claims(text, published=PUBLISHED, language="ja") if c.titles]


NAMED = {
    "an embassy speaks for itself": (
        "ペルーの首相は5日、閣議を開いた。詳細は不明だが、在ペルーのチリ大使館は「危険が迫る」との声明を出した。",
        "在ペルーのチリ大使館、「危険が迫る」との声明を出した",
    ),
    "a vote is not held by whoever was told of before": (
        "チリの最高裁は3日、訴えを退けた。やり直し投票は5日に実施された。",
        "チリ、やり直し投票は実施",
    ),
    "what came before is not named by that": (
        "ペルーの外相は6日、リマに戻った。これに先立つ5日、チリの外相は大使の召還を発表した。",
        "チリの外相、大使の召還を発表",
    ),
    "who suffers it does not do it": (
        "ペルーの首相は5日、閣僚と会った。弟のホセ氏を6日に殺害された。",
        "ペルーの首相、弟のホセ氏を殺害される",
    ),
    "a bare name was the topic before": (
        "ロペスは5日、首都で軍と争った。翌6日、基地で逮捕された。",
        "ロペス、基地で逮捕",
    ),
    "whoever orders an arrest is not the one arrested": (
        "ロペスは5日、首都で軍と争った。6日、裁判所に逮捕状が請求された。",
        "裁判所に逮捕状が請求",
    ),
    "the two countries of the sentence before": (
        "ペルーは5日、チリに協定の改定を申し入れた。両国は6日、協定に署名した。",
        "ペルー・チリ、協定に署名",
    ),
    "what an object points back to": (
        "ペルー議会は5日、予算案を可決した。ロペス大統領は6日、これを拒否した。",
        "ロペス大統領、予算案を拒否",
    ),
    "who answers, not who speaks of himself": (
        "チリの外相は5日、会見した。「話すことはない。私がだれか知るはずだ」と述べた。",
        "チリの外相、私がだれか知るはずだと述べた",
    ),
    "what a witness says has no other subject": (
        "ペルー陸軍は5日、基地を封鎖した。ロペス大統領の顧問は記者に対し、銃声が続いたと語った。",
        "ロペス大統領の顧問は記者に対し、銃声が続いたと語った",
    ),
    "the mark of a date is left out with its verb": (
        "ペルーの外相は5日になって、新たな大使の召還を発表した。",
        "ペルーの外相、新たな大使の召還を発表",
    ),
    "what leads up to the topic is left out": (
        "情勢の悪化に関連し、ペルーの外相は5日、大使を召還したと発表した。",
        "ペルーの外相、大使を召還したと発表",
    ),
    "the speaker, not whom the speech is about": (
        "訓練は初めてとなるが、チリの国防相は5日、「備えが要る」との声明を出した。",
        "チリの国防相、「備えが要る」との声明を出した",
    ),
    "its argument is kept": (
        "ロペス前大統領に対して、リマの地裁は5日、懲役3年の判決を言い渡した。",
        "リマの地裁、ロペス前大統領に対して懲役3年の判決を言い渡した",
    ),
    "another noun begins behind a mark": (
        "議会は法案を通した。これをペルーの首相が5日、拒否した。",
        "法案をペルーの首相が拒否",
    ),
    "the subject of the clause before acts on": (
        "5日、ペルー陸軍の兵士らが大統領府を襲撃し、閣僚らを次々に首都の基地の中で拘束した。",
        "ペルー陸軍の兵士ら、閣僚らを次々に首都の基地の中で拘束",
    ),
    "the sentence before named whom it is about": (
        "ペルーの外相は5日、記者団に会った。会談は短かった。また、大使の召還を発表した。",
        "ペルーの外相、大使の召還を発表",
    ),
    "whom a verb describes, not what is theirs": (
        "5日に就任したペルーの首相の演説は短かった。",
        "ペルーの首相、就任",
    ),
    "what a clause describes is its object": (
        "議会は6日、安保理が5日に採択した新たな決議を歓迎した。",
        "安保理、新たな決議を採択",
    ),
    "a verb that chains on is closed": (
        "ペルー議会は5日、緊急の会合を開き、声明を読んだ。",
        "ペルー議会、緊急の会合を開く",
    ),
    "the agency's line is left out": (
        "【リマ共同】ペルーの外相は5日、チリとの条約に署名した。",
        "ペルーの外相、チリとの条約に署名",
    ),
    "a day that was settled stays": (
        "ペルーの総選挙は12月5日に決まった。",
        "ペルーの総選挙は12月5日に決まった",
    ),
    "the view that somebody gives": (
        "ペルーの外相は5日、条約は来年発効するとの見通しを示した。",
        "ペルーの外相、条約は来年発効するとの見通しを示した",
    ),
    "the same state": (
        "ペルーで政変が起きた。同国軍部が5日、大統領を拘束した。",
        "ペルー軍部が大統領を拘束",
    ),
    "the same state, by its short name": (
        "ペルーは声明を出した。サウジの通信社によると、同国は5日、国境を閉鎖した。",
        "サウジ、国境を閉鎖",
    ),
    "he": ("ペルーのガルシア首相は静かだった。彼は5日、リマへ帰国した。", "ガルシア首相、リマへ帰国"),
    "the same court": (
        "判決公判がリマ特別裁判所で開かれた。同裁判所は5日、終身刑を言い渡した。",
        "リマ特別裁判所、終身刑を言い渡した",
    ),
    "both of two people": (
        "チリのロペス外相はペルーのガルシア首相を迎えた。両氏は5日、リマで会談した。",
        "ロペス外相とガルシア首相、リマで会談",
    ),
    "the government of the state that it is about": (
        "ペルーの首都は静かだ。ペルーの市場も静かだ。政府は5日、銀行を国有化した。",
        "ペルー政府、銀行を国有化",
    ),
    "a title that would name nobody": (
        "ペルーの首都は荒れた。5日には警官を含む38人が負傷した。",
        "ペルー、警官を含む38人が負傷",
    ),
}


@pytest.mark.parametrize("case", NAMED)
def test_a_title_names_whom_it_is_about(case):
    text, title = NAMED[case]
    assert title in titles(text)


def test_a_third_person_leaves_open_who_the_two_are():
    text = "チリのロペス外相はペルーのガルシア首相とボリビアのモラレス大統領を迎えた。両氏は5日、リマで会談した。"
    assert "両氏、リマで会談" in titles(text)


def test_two_states_leave_open_whose_government_acts():
    text = "ペルーとチリの間に隙間風が吹く。ペルーもチリも譲らない。ボリビアも同じだ。政府は5日、銀行を国有化した。"
    assert "政府、銀行を国有化" in titles(text)


def test_what_only_leads_to_the_news_is_no_news():
    said = titles("ペルーのガルシア首相は5日、チリの抗議を受け、大使の召還を発表した。")
    assert said == ["ペルーのガルシア首相、チリの抗議を受け、大使の召還を発表"]


def test_a_title_of_somebody_who_says_nothing_is_declined():
    assert titles("ペルーの報道官が5日、発表した。") == []
    assert titles("ペルーの報道官が5日、条約の破棄を発表した。") == ["ペルーの報道官が条約の破棄を発表"]


def test_an_election_to_come_in_another_clause_is_planned():
    claims = extract_claims(
        "ガルシア氏は10月11日に行われるペルー大統領選に立候補した。", published=PUBLISHED, language="ja"
    )
    assert ("2024-10-11", True) in [(c.edtf, c.is_planned) for c in claims]


def test_a_source_before_the_clause_does_not_make_it_unreal():
    assert titles("報道によれば、ペルーのガルシア首相は5日に辞任した。") == ["ペルーのガルシア首相、辞任"]


def test_each_entry_of_a_chronicle_in_one_line_is_read():
    line = "年表。2006年5月24日:ペルーが独立を宣言2006年6月4日:チリがペルーの独立を承認"
    days = [c.edtf for c in extract_claims(line, published=PUBLISHED, language="ja")]
    assert days == ["2006-05-24", "2006-06-04"]


def test_a_quotation_of_several_sentences_hides_who_acts_in_it():
    before = "ペルーの外相は、「平和が要る。チリは大切な隣国だ。"
    assert who_before(before) == "ペルーの外相"


@pytest.mark.parametrize(
    ("clause", "who"),
    [
        ("総選挙は初めてで、ガルシア氏は勝利", "ガルシア氏"),
        ("任期が切れる来年の引退を約束", None),
        ("一部は残り、死者は増え", "一部"),
    ],
)
def test_a_topic_that_acts_is_told_of(clause, who):
    subject = main_subject(masked(clause), 0, len(clause), BREAK)
    assert (subject and subject.words) == who


def test_no_long_clause_is_cut_within_its_verb() -> None:
    words = "隣国の特別代表や駐在武官らとそれぞれ電話で会談し、3か国が共同で国境の巡回を続けていくと確認した"
    assert _shortened(words, 34) == "3か国が共同で国境の巡回を続けていくと確認した"


def test_a_day_of_a_noun_is_not_when_it_is_discussed() -> None:
    text = "安保理は3日、チリによる2日の発射を巡り会合を開いた。"
    assert [c.edtf for c in extract_claims(text, published=PUBLISHED, language="ja")] == ["2024-09-03"]
