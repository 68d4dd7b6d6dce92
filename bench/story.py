"""Made-up articles of one long story, for measuring how ingestion grows with what is stored of it."""

import random
from datetime import date, timedelta

from articles.readers import ArticleData

FIRST = date(2012, 1, 2)
A_DAY = 20  # articles
BACKGROUND = 12  # happenings that articles still tell long after
STATES = (
    "Kenya",
    "Ethiopia",
    "Uganda",
    "Tanzania",
    "Sudan",
    "Somalia",
    "Egypt",
    "Rwanda",
    "Zambia",
    "Malawi",
)
TOWNS = "Marsa Kelo Tarin Budu Sefra Olan Hadra Nimo Zirka Welo Petra Gorin Dasht Imba Ruvo Kasta".split()
PLACES = "market airport bridge school barracks hospital port station mine depot embassy stadium".split()
DEEDS = (
    "gunmen attacked a {place} in {town}, {state}, killing {number} people",
    "{state} closed its {place} in {town} after {number} complaints",
    "the police in {state} arrested {number} people near a {place} in {town}",
    "{state} and {other} signed an agreement on a {place} in {town}",
    "the foreign ministers of {state} and {other} met in {town}",
    "{number} people were killed when a bomb exploded at a {place} in {town}, {state}",
    "the government of {state} condemned {other} over a {place} in {town}",
    "thousands protested in {town}, {state}, against the sale of a {place}",
    "{state} released {number} prisoners from a {place} in {town}",
    "the parliament of {state} approved a law on {number} new {place}s",
)
FILLER = (
    "Residents described long queues and rising prices, and said that they did not know what would come next.",
    "Analysts differ on what the two sides want, and few of them expect an early settlement.",
    "The region has long been poor, although its roads carry much of the trade between the coast and the lakes.",
    "A spokesman did not answer questions, and nobody at the ministry could be reached by telephone.",
    "Traders at the main square said that business had been slow and that many shops remained shut.",
    "Aid workers say that water is scarce and that clinics lack medicine, fuel and blankets.",
    "The hills around the town are steep, and the rains make most of the tracks impassable.",
    "Observers who know both leaders say that neither trusts the other, for reasons that go back many years.",
)
WORDS = 500


def _deed(number: int) -> tuple[date, str]:
    """What happened, and on which day, by its number in the story: three things a day."""
    pick = random.Random(f"deed {number}")
    state, other = pick.sample(STATES, 2)
    told = pick.choice(DEEDS).format(
        place=pick.choice(PLACES),
        town=pick.choice(TOWNS),
        state=state,
        other=other,
        number=pick.randrange(3, 90),
    )
    return FIRST + timedelta(days=number // 3), told


def make_story(count: int, seed: int = 0, first: int = 0) -> list[ArticleData]:
    """The articles of a story from number ``first`` up to ``count``, twenty a day: each tells some of what happened in the days before it, and some of what
    everybody remembers, among sentences that tell nothing dated."""
    made = []
    for number in range(first, count):
        pick = random.Random(f"article {seed} {number}")
        day = FIRST + timedelta(days=4 + number // A_DAY)
        last = 3 * (day - FIRST).days + 2
        told = [_deed(last - pick.randrange(9)) for _ in range(3)]
        told += [_deed(pick.randrange(BACKGROUND)) for _ in range(2)]
        sentences = [f"On {when.day} {when:%B %Y} {what}." for when, what in told]
        while sum(len(s.split()) for s in sentences) < WORDS:
            sentences.insert(pick.randrange(1, len(sentences) + 1), pick.choice(FILLER))
        made.append(ArticleData(f"story-{seed}-{number}", "\n\n".join(sentences), published=day))
    return made
