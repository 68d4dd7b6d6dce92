"""What stands round an English verb: appositions, relative clauses, participles, owners, duties, and the dates of nouns."""

import pytest

from .test_reported import told

TOLD = [
    # Appositions and relative clauses between a subject and its verb.
    (
        "Ida Brandt, the mayor of Oslo, who had been in office since 2009, resigned on Thursday.",
        ("2024-09-05", "office", "Ida Brandt steps down"),
    ),
    (
        "Prime Minister Juha Kari of Finland, whose Lake Party lost 18 seats, conceded defeat on Sunday.",
        ("2024-09-01", "statement", "Prime Minister Juha Kari of Finland conceded defeat"),
    ),
    (
        "Helena Vrba, the poet who became an envoy of Peru, died on Sunday in Prague.",
        ("2024-09-01", "other", "Helena Vrba died in Prague"),
    ),
    (
        "A helicopter that joined the search crashed near Tema in Ghana on Wednesday.",
        ("2024-09-04", "other", "A helicopter crashed near Tema in Ghana"),
    ),
    (
        "The army that guards the bridge in Chad opened fire on Monday.",
        ("2024-09-02", "announcement", "Chad: the army opened fire"),
    ),
    # A verb shares the auxiliary of the passive before it.
    (
        "Skier Lars Moe of Norway was detained on Saturday and released two days later.",
        ("2024-09-02", "announcement", "Skier Lars Moe of Norway released"),
    ),
    # Plans, duties and deadlines.
    (
        "The president of Chad is expected to visit the wounded on Thursday.",
        ("2024-09-12", "visit", "President of Chad to visit the wounded"),
    ),
    (
        "Judges in Norway are required to rule by Tuesday on the candidates.",
        ("2024-09-03", "ruling", "Judges in Norway are required to rule on the candidates"),
    ),
    # What took place is the threat; the talks that failed; the particle of a verb.
    (
        "Ghana threatened on Monday to close the strait.",
        ("2024-09-02", "statement", "Ghana threatened to close the strait"),
    ),
    (
        "Talks between Egypt and Sudan collapsed on Monday.",
        ("2024-09-02", "other", "Talks between Egypt and Sudan collapsed"),
    ),
    (
        "A letter of the ministers of Peru was handed over on Monday.",
        ("2024-09-02", "other", "A letter of the ministers of Peru was handed over"),
    ),
    # Dates within a noun.
    (
        "North Korea broke out of the 1994 agreement with Japan in July 2002.",
        ("2002-07", "agreement", "North Korea breaks out of the agreement with Japan"),
    ),
    (
        "Norway pointed to the December 31 attack on the Norwegian Embassy in Baghdad.",
        ("2023-12-31", "conflict", "Attack on the Norwegian Embassy in Baghdad"),
    ),
    (
        "North Korea and South Korea signed the Joint Declaration in 1992.",
        ("1992", "agreement", "North Korea and South Korea sign Joint Declaration"),
    ),
    # Whose and who.
    (
        "Ghana voted on Friday. Its government declared a holiday on Tuesday.",
        ("2024-09-03", "announcement", "Ghana’s government declares a holiday"),
    ),
    (
        "Marko Zupan, a banker, was jailed in Slovenia on Tuesday. His lawyer appealed on Wednesday.",
        ("2024-09-04", "statement", "Marko Zupan’s lawyer appealed"),
    ),
    (
        "Qasem Amani, head of a unit of Iran, was killed on Friday. He was sanctioned by Chad in 2011.",
        ("2011", "sanction", "Qasem Amani sanctioned by Chad"),
    ),
    (
        "Anna Berg, a poet, met Karl Lund in Chad on Monday. His predecessor, Stan Galić, was jailed in 1996.",
        ("1996", "ruling", "Stan Galić jailed"),
    ),
    (
        "Anna Berg, a poet, met Karl Lund in Oslo on Monday. She left Norway in 1994.",
        ("1994", "visit", "Anna Berg leaves Norway"),
    ),
    (
        "Norway said on Monday that work on the dam, begun two years ago, had been stopped.",
        ("2022", "announcement", "Norway: work on the dam begun"),
    ),
    (
        "At noon on Monday, the Bank of Canada, the Bank of Chad, and the Bank of Japan announced a plan.",
        ("2024-09-02", "announcement", "Bank of Canada, the Bank of Chad, and the Bank of Japan announce a plan"),
    ),
    ("Chad named Luis Rey as its new army chief on Monday.", ("2024-09-02", "office", "Chad names Luis Rey as its new army chief")),
    (
        "Karl Lund, born in Chad on February 24, 1955, has built a bank.",
        ("1955-02-24", "other", "Karl Lund born in Chad on February 24"),
    ),
    (
        "The statement came in a press conference held by Chad on Tuesday.",
        ("2024-09-03", "summit", "A press conference held by Chad"),
    ),
    (
        "Norway's markets fell on Monday after an earthquake and tsunami hit Japan a week ago.",
        ("2024-08-30", "other", "An earthquake and tsunami hit Japan"),
    ),
    ("Karl Lund of Norway fought cancer in 2004.", ("2004", "other", "Karl Lund of Norway fought cancer")),
    ("Karl Lund of Chad was sworn in last week.", ("2024-08-26/2024-09-01", "office", "Karl Lund of Chad sworn in")),
    (
        "With Sunday's signings, all but one of the ministers of Chad have signed the pact.",
        ("2024-09-01", "agreement", "All but one of the ministers of Chad sign the pact"),
    ),
    (
        "Chad issued a cease and desist order dated yesterday on Monday.",
        ("2024-09-02", "announcement", "Chad issues a cease and desist order dated yesterday"),
    ),
    (
        "The United Nations voted on Monday to impose a ban on Haiti.",
        ("2024-09-02", "announcement", "United Nations votes to impose a ban on Haiti"),
    ),
    (
        "Ministers of Chad will continue to Oslo tomorrow.",
        ("2024-09-07", "visit", "Ministers of Chad to continue to Oslo"),
    ),
    (
        "A bomb killed Karl Lund of Norway on Wednesday. "
        + "Many were very sad to hear what had come to pass in the far north of the country. " * 3
        + "Following the attack, Prime Minister Anna Berg ordered a curfew.",
        ("2024-09-04", "announcement", "Prime Minister Anna Berg orders a curfew"),
    ),
    (
        "Anke Lund leaves a wife and a daughter, Inge Lund, the mayor of Oslo, who announced his death on Tuesday.",
        ("2024-09-03", "announcement", "Inge Lund announces his death"),
    ),
    (
        "In Oslo, Ida Brandt, the head of the Lake Commission, proposed on Tuesday to close the port.",
        ("2024-09-03", "announcement", "Ida Brandt proposes to close the port"),
    ),
    (
        "Ties of Chad and Mali had been strained since February, when Ali Bako, a rebel leader, was captured.",
        ("2024-02", "conflict", "Ali Bako captured"),
    ),
    ("A former minister of Chad was found guilty of fraud on Tuesday.", ("2024-09-03", "ruling", "Former minister of Chad found guilty of fraud")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[t[1][2] for t in TOLD])
def test_the_last_claim_is(text, expected):
    assert told(text)[-1] == expected


UNDATED = [
    ("Trading on Russia’s stock markets has been suspended for a second day.", ["Trading on Russia’s stock markets has been suspended for a second day"]),
    ("Anna Berg, a minister of Norway, is stepping down.", ["Anna Berg is stepping down"]),
    ("Norway is facing a crisis.", []),
    ("Lund Motors have defeated their rivals for a contract.", ["Lund Motors have defeated their rivals for a contract"]),
    (
        "The end of the war altered Chad. Peace came in 1991, an election in 1996 and a coup in 2003.",
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "titles"), UNDATED)
def test_the_lead_is_news_but_not_in_a_history(text, titles):
    assert [title for day, _, title in told(text) if day.startswith("2024-09")] == titles


LEFT_ALONE = [
    ("Canada won the right to host the 2026 World Cup on Wednesday.", "2026"),
    ("The bank of Norway warned that the sum could rise before it is reported in March.", "2024-03"),
    ("He has ruled Chad since the 2015 coup.", "2015"),
    ("The leaders of Chad and Sudan met on Friday for the first time since June 2019.", "2019-06"),
    ("North Korea fired a missile into the sea, its first since 30 June 2019.", "2019-06-30"),
    ("Peru signed the 1998 pact on Monday.", "1998"),
    ("After causing alarm in Chad with remarks made to the press on Monday, the envoy left.", "2024-09-02"),
    ("“Others have better memories,” she said in 2001 in Norway.", "2001"),
    ("An election in Chad, the first since the 2014 protests, was fair.", "2014"),
]


@pytest.mark.parametrize(("text", "edtf"), LEFT_ALONE)
def test_nothing_is_told_of(text, edtf):
    assert edtf not in {day for day, _, _ in told(text)}
