"""One question to a real server, where the environment names one: TEST_MODEL_URL and TEST_MODEL_NAME."""

import os
from datetime import date

import pytest

from articles.extraction.model import build_request, read_answer
from articles.ingestion.asking.endpoint import Endpoint, ask

URL, NAME = os.environ.get("TEST_MODEL_URL", ""), os.environ.get("TEST_MODEL_NAME", "")
TEXT = (
    "Foreign Minister Anna Berg visited Oslo on Tuesday and met Jens Holm, the mayor.\n"
    "She will travel to Lima on 20 September.\n"
)


@pytest.mark.skipif(not (URL and NAME), reason="TEST_MODEL_URL and TEST_MODEL_NAME name no server")
@pytest.mark.parametrize("is_stream", [False, True])
def test_a_real_server_answers_and_what_it_says_is_checked(is_stream):
    endpoint = Endpoint(URL, NAME, key=os.environ.get("TEST_MODEL_KEY", ""), timeout=600, stream=is_stream)
    reply = ask(endpoint, build_request(TEXT, date(2024, 9, 6), "en", model=NAME))
    answered = read_answer(reply.body, TEXT, date(2024, 9, 6))
    assert all(TEXT[c.start : c.end] == c.quote for c in answered.claims)
    assert {c.edtf for c in answered.claims} <= {"2024-09-03", "2024-09-06", "2024-09-20"}
    assert answered.claims
