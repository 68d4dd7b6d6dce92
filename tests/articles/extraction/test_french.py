"""French is read by its own folder: dates, happenings, moods, and titles in its words."""

from datetime import date

import pytest

from articles.extraction import extract_claims
from articles.extraction.kinds import kind_rules
from articles.extraction.languages import LANGUAGES

THURSDAY = date(2024, 9, 5)


def told(text: str) -> list[tuple[str, str, str, str]]:
    claims = extract_claims(text, published=THURSDAY, language="fr")
    return [(c.edtf, c.kind, c.titles[0][1], c.title_basis) for c in claims]


TOLD = [
    (
        "Emmanuel Macron, le président français, a rencontré Olaf Scholz à Berlin mardi.",
        ("2024-09-03", "summit", "Emmanuel Macron a rencontré Olaf Scholz à Berlin"),
    ),
    (
        "Le 24 février 2022, la Russie a envahi l'Ukraine, ce qui a changé l'Europe.",
        ("2022-02-24", "conflict", "La Russie a envahi l'Ukraine, ce qui a changé l'Europe"),
    ),
    (
        "Le Japon et la France ont signé un accord de défense à Paris le 2 mai 2024.",
        ("2024-05-02", "agreement", "Le Japon et la France ont signé un accord de défense à Paris"),
    ),
    (
        "Selon l'AFP, l'Espagne a reconnu l'État de Palestine le 28 mai 2024.",
        ("2024-05-28", "announcement", "L'Espagne a reconnu l'État de Palestine"),
    ),
    (
        "Emmanuel Macron a appelé à un cessez-le-feu au Liban mercredi.",
        ("2024-09-04", "statement", "Emmanuel Macron a appelé à un cessez-le-feu au Liban"),
    ),
    (
        "Des milliers de Géorgiens ont manifesté à Tbilissi contre la loi le 28 avril 2024.",
        ("2024-04-28", "protest", "Des milliers de Géorgiens ont manifesté à Tbilissi contre la loi"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[t[1][2] for t in TOLD])
def test_a_french_sentence_is_told_in_its_own_words(text, expected):
    assert (*expected, "extract") in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "La Russie n'a pas envahi la Moldavie le 24 février 2022.",
        "Emmanuel Macron a refusé de rencontrer Olaf Scholz le 3 septembre 2024.",
        "L'accord est attendu depuis le 3 septembre 2024.",
    ],
)
def test_what_is_denied_or_refused_is_not_told(text):
    assert told(text) == []


def test_the_first_sentence_without_a_date_is_the_news_of_the_day():
    assert (
        told("Emmanuel Macron a nommé Michel Barnier. Keir Starmer a rencontré Emmanuel Macron à Paris.")
        == []
    )
    (found,) = told("Keir Starmer a rencontré Emmanuel Macron à Paris. Il pleuvait.")
    assert found[:2] == ("2024-09-05", "summit")


def test_french_has_the_twenty_commonest_happenings():
    rules = [rule for rule in kind_rules() if rule.language == "fr"]
    assert len(rules) >= 20
    assert "fr" in LANGUAGES
