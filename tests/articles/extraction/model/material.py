"""An article, and answers about it."""

import json
from datetime import date

from articles.extraction.model import read_answer
from tests.model_server import event

DAY = date(2024, 9, 6)  # a Friday


TEXT = (
    "Norway and Brazil sign pact\n\n"
    "Norwegian Foreign Minister Anna Berg met President Luiz Inácio Lula da Silva in Brasília on Tuesday. "
    "They signed a “forest pact” worth $12 million — the third since 2010.\n"
    "Berg did not visit Peru. In March 2023, the Senate rejected an earlier treaty. "
    "She will travel to Lima on 20 September.\n"
    "The government of Norway called on all parties to end the blockade.\n"
)


MEETING = (
    "Norwegian Foreign Minister Anna Berg met President Luiz Inácio Lula da Silva in Brasília on Tuesday."
)


def read(*events, text=TEXT, published=DAY, language="en", **options):
    return read_answer(json.dumps({"events": events}), text, published, language, **options)


def meeting(**fields):
    return event(
        fields.pop("passages", MEETING),
        fields.pop("date_words", "on Tuesday"),
        fields.pop("title", "Berg meets Lula in Brasília"),
        **{"edtf": "2024-09-03", "kind": "summit", **fields},
    )


def only(answered):
    assert not answered.dropped, answered.dropped
    return answered.claims[0]
