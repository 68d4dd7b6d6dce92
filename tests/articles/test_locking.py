"""Waiting for locks: what is retried, and what fails at once."""

import pytest
from django.db import OperationalError

from timeline.record import locking


def make_error(words, sqlstate=None):
    error, cause = OperationalError(words), Exception(words)
    cause.sqlstate = sqlstate
    error.__cause__ = cause
    return error


@pytest.fixture
def waits(monkeypatch):
    found = []
    monkeypatch.setattr(locking.time, "sleep", found.append)
    return found


@pytest.mark.parametrize(
    "error",
    [
        make_error("deadlock detected", "40P01"),
        make_error("canceling statement", "55P03"),
        make_error("database is locked"),
    ],
)
def test_what_stood_in_the_way_is_tried_again(waits, error):
    answers = [error, error, None]

    def work():
        if answer := answers.pop(0):
            raise answer
        return "written"

    assert locking.patiently(work) == "written" and len(waits) == 2


def test_a_database_that_is_away_is_told_at_once(waits):
    def work():
        raise make_error("server closed the connection unexpectedly", "57P01")

    with pytest.raises(OperationalError, match="server closed"):
        locking.patiently(work)
    assert not waits


def test_it_does_not_wait_for_ever(waits):
    def work():
        raise make_error("database is locked")

    with pytest.raises(OperationalError):
        locking.patiently(work)
    assert len(waits) == locking.TRIES - 1 and max(waits) <= 2


@pytest.mark.django_db
def test_within_a_transaction_nothing_is_tried_again(waits):
    def work():
        raise make_error("database is locked")

    with pytest.raises(OperationalError):
        locking.patiently(work)
    assert not waits
