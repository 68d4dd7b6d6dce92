"""A limit of time for reading one article."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

AGAIN = 1.0  # seconds after which the alarm rings once more, should what it raised have been lost


class OutOfTime(Exception):
    """An article takes longer to read than it may."""


@contextmanager
def limited(seconds: float) -> Iterator[Callable[[], None]]:
    """Raise OutOfTime in what is done within once so many seconds are over; 0 sets no limit.

    In the main thread, where command, pool processes and Celery's own read, an alarm rings in the midst of whatever is
    done. Other threads get no signals: there the function that is given must be called between one step and the next.
    """
    end = monotonic() + seconds

    def check() -> None:
        if seconds and monotonic() > end:
            raise OutOfTime

    def ring(*_: object) -> None:
        raise OutOfTime

    if not seconds or threading.current_thread() is not threading.main_thread():
        yield check
        return
    before = signal.signal(signal.SIGALRM, ring)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    began = monotonic()
    try:
        yield check
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:  # somebody else's alarm, that was to ring
            signal.setitimer(signal.ITIMER_REAL, max(left - (monotonic() - began), 0.001), interval)
