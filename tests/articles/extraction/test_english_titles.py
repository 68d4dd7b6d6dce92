"""English titles are whole and name who is meant: where they end, and whom pronouns and definite nouns stand for."""

from datetime import date

import pytest

from articles.extraction import extract_claims
from articles.extraction.languages.en.cutting import cut

FRIDAY = date(2024, 9, 6)


def titles(text: str) -> list[str]:
    return [c.titles[0][1] for c in extract_claims(text, published=FRIDAY)]


WHOLE = [
    (
        "Peru's Supreme Court ruled on Monday that two thirds of the seats in the Congress must be filled again.",
        "Peru's Supreme Court ruled that two thirds of the seats in the Congress must be filled again",
    ),
    (
        "The Foreign Ministry of Chad said the blaze on Sunday was caused by a gas bottle left in the kitchen by a cook.",
        "The Foreign Ministry of Chad said the blaze was caused by a gas bottle left in the kitchen",
    ),
    (
        "Lund's Farmers Party won 21 seats in Sunday's election in Norway.",
        "Lund's Farmers Party wins 21 seats in the election in Norway",
    ),
    ("Ida Brandt faced an August inquiry in Oslo on Monday.", "Ida Brandt faced an inquiry in Oslo"),
    (
        "The union of Ghana held talks on Monday between the mayor, Ada Lund, and the owners of the port.",
        "The union of Ghana held talks between the mayor, Ada Lund, and the owners of the port",
    ),
    (
        "The strike at the port of Accra will begin on Monday, Ada Lund, head of the union, said.",
        "Strike at the port of Accra to begin",
    ),
    (
        "A bomb hidden in a van went off on Monday near the port of Accra.",
        "A bomb went off near the port of Accra",
    ),
    (
        "The court of Oslo ruled on the same day as the court in Bergen, finding that the toll was lawful.",
        "Court of Oslo rules, finding that the toll was lawful",
    ),
    (
        "Chad was governed during the emergency declared by Ada Lund back in 1987.",
        "Chad’s emergency declared by Ada Lund",
    ),
    (
        "Tolls can only go once Chad fulfills the truce signed in Accra in May and respects its neighbours, Mali said.",
        "Chad’s truce signed in Accra",
    ),
    (
        "The ministers of Chad kept the ban on fishing, set to lapse in October, until the talks end.",
        "Chad’s ban on fishing set to lapse",
    ),
    (
        "Ida Brandt no longer runs the bank of Oslo, having sold her shares in 2019 to a rival.",
        "Ida Brandt had sold her shares to a rival",
    ),
    (
        "A league of fishers based in northern Chad claimed victory on Monday.",
        "Chad: a league of fishers claimed victory",
    ),
    (
        "The blast on Monday that also hurt nine guards was condemned by the mayor of Oslo.",
        "The blast hurt nine guards",
    ),
    (
        "Ida Brandt also holds the honour of being the first mayor of Oslo, having won her seat in May 2019.",
        "Ida Brandt had won her seat",
    ),
    (
        "Chad called on Friday for a repeat of the vote within three weeks from 5 December.",
        "Chad called for a repeat of the vote",
    ),
]


@pytest.mark.parametrize(("text", "title"), WHOLE, ids=[t[1][:30] for t in WHOLE])
def test_a_title_ends_where_its_phrase_does(text, title):
    assert title in titles(text)


NAMED = [
    (
        "The largest ferry of the line, the Tern, sank on Monday off the coast of Norway.",
        "The Tern sank off the coast of Norway",
    ),
    ("Chad and Mali both vetoed the plan on Monday.", "Chad and Mali veto the plan"),
    (
        "Aides said Ida Brandt, whom a court in Oslo freed in May, stepped down on Monday.",
        "Ida Brandt steps down",
    ),
    ("Aides said Ida Brandt, whom a court in Oslo freed in May, left.", "Court in Oslo frees Ida Brandt"),
    (
        "Operation Tern began in Chad. Many fled. The operation was widened on 2 September.",
        "Operation Tern was widened",
    ),
    (
        "Former President Omar Diop of Mali spoke. The former president came to power in 1989.",
        "Omar Diop came to power",
    ),
    ("Chad was calm in May. Three students were freed on Monday.", "Chad: three students freed"),
    (
        "Ousmane Diop was ordered to pay. Diop stayed away from the court. In a letter sent on Monday, he accused the court of Mali.",
        "Ousmane Diop accused the court of Mali",
    ),
    (
        "President Ada Lund spoke in Oslo. The president dismissed 12 judges on Monday.",
        "Ada Lund dismisses 12 judges",
    ),
    (
        "Norway and Chad have quarrelled over fish. The two countries signed a treaty on Monday.",
        "Norway and Chad sign a treaty",
    ),
    (
        "Chad's Constitutional Court sat in May. The court rejected the appeal on Monday.",
        "Chad's Constitutional Court rejects the appeal",
    ),
    (
        "Nordic Freight lost its licence. The company closed its harbour in Accra on Monday.",
        "Nordic Freight closes its harbour in Accra",
    ),
    (
        "Ida Brandt, the head of Nordic Freight, which lost its licence in May, left Accra on Monday.",
        "Nordic Freight lost its licence",
    ),
    (
        "Edward Lund thanked King Haakon. It was not the first time that Lund had lost. In 2019, he lost his seat in Oslo.",
        "Edward Lund loses his seat in Oslo",
    ),
    (
        "The general staff of Mali has sworn an oath to Ida Brandt. The ceremony took place on Thursday.",
        "The general staff of Mali has sworn an oath to Ida Brandt",
    ),
    (
        "Ida Brandt is a Norwegian lawyer who served in the army, and after years in exile she won the election in 2019.",
        "Ida Brandt wins the election",
    ),
]


@pytest.mark.parametrize(("text", "title"), NAMED, ids=[t[1] for t in NAMED])
def test_a_title_names_whom_its_subject_stands_for(text, title):
    assert title in titles(text)


OF_A_NOUN = [
    ("Chad hurried to vote after the death of King Idris in May.", "2024-05", "Death of King Idris"),
    (
        "It led to a visit by President Ada Lund to Chad in October 2000.",
        "2000-10",
        "Visit by President Ada Lund to Chad",
    ),
    (
        "It is like what took place last year in Mali, when Ada Lund was deposed by the army.",
        "2023",
        "Ada Lund deposed by the army",
    ),
    ("Lund's resignation on Monday was welcomed in Norway.", "2024-09-02", "Lund's resignation"),
]


@pytest.mark.parametrize(("text", "edtf", "title"), OF_A_NOUN, ids=[t[2] for t in OF_A_NOUN])
def test_a_date_behind_the_name_of_an_event_is_its_own(text, edtf, title):
    found = extract_claims(text, published=FRIDAY)
    assert [(c.edtf, c.titles[0][1]) for c in found] == [(edtf, title)]


NEVER = [
    ("Chad's league of fishers has clashed frequently with the owners of the port.", "clash"),
    ("Chad hadn't signed the Lomé Agreement in May 2024, the envoy of Togo said.", "igns the"),
    (
        "Ida Brandt was given two years in Oslo on Monday, half of which suspended, at last.",
        "Brandt suspends",
    ),
    ("Ida Brandt was given two years in May, though that was suspended in June by Peru.", "Though"),
    (
        "Troops of Chad moved on Monday into formerly UN guarded territory.",
        "ormerly UN guarded territory guarded",
    ),
    ("After talks on trade and a delay the vote in Chad was set for 8 October.", "delay the vote"),
    ("Peru's court said on Monday the president-elect should be sworn in soon.", "president-elect sworn in"),
    ("“We will go on,” the envoy of Chad said in a speech on Monday in Oslo.", "said in"),
    ("This made him the first king to be tried in Chad since the war in 1946.", "Him the first"),
    ("Ministers from Chad flew to Iran on Monday, and an Iranian envoy visited Chad in May.", "Iran visits"),
    ("The judges of Chad barred Ada Lund from the vote, scheduled for Monday.", "judges of Chad scheduled"),
    ("Iran left its 2015 nuclear accord with the six powers in anger.", "accord"),
]


@pytest.mark.parametrize(("text", "never"), NEVER, ids=[t[1] for t in NEVER])
def test_what_tells_nothing_or_something_else_is_no_title(text, never):
    assert not any(never in title for title in titles(text))


def test_a_plan_ahead_has_no_day_in_the_past():
    text = "Ida Brandt, whose father died in June, will take the oath at the palace of Oslo on Saturday."
    found = {(c.edtf, c.titles[0][1]) for c in extract_claims(text, published=FRIDAY)}
    assert found == {
        ("2024-06", "Ida Brandt’s father died"),
        ("2024-09-07", "Ida Brandt will take the oath at the palace of Oslo"),
    }


def test_a_month_told_in_the_past_tense_is_the_last_one():
    text = "A Norwegian court has fined the owners of a ferry that sank off the port of Oslo in December."
    assert {c.edtf for c in extract_claims(text, published=FRIDAY) if c.basis == "said"} == {"2023-12"}


@pytest.mark.parametrize(
    ("words", "room", "short"),
    [
        (
            "three officials linked to the raid on the port of Accra in May",
            40,
            "three officials linked to the raid",
        ),
        ("talks between Chad and Mali in the harbour town of Accra", 30, "talks between Chad and Mali"),
        ("the Movement for Democratic Change in a vote", 30, "the Movement for Democratic Change"),
    ],
)
def test_no_cut_leaves_a_word_without_the_next_one(words, room, short):
    assert cut(words, room) == short
