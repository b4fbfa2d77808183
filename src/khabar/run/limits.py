"""A time limit on one report.

At the limit coding is interrupted from within. Where that does not help (a library that never comes back), the process
ends itself a little later; whoever started it sees it gone and writes the report down.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType

_GRACE = 5.0  # seconds between the interruption and the end of the process


class OutOfTime(BaseException):
    """The time for a report is over; no rule that catches `Exception` may swallow it."""


@contextmanager
def time_limit(seconds: float, *, deadly: bool = False) -> Iterator[None]:
    """Raise `OutOfTime` after so many seconds; with `deadly` the process ends if it cannot be interrupted.

    0 is no limit, and there is none outside the main thread or on a system without interval timers.
    """
    main = threading.current_thread() is threading.main_thread()
    if seconds <= 0 or not main or not hasattr(signal, "setitimer"):
        yield
        return
    with _deadline(seconds + _GRACE) if deadly else nullcontext():
        before = signal.signal(signal.SIGALRM, _interrupt)
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """End the process after so many seconds, from a thread that needs nothing of the interpreter."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        os.close(nowhere)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise OutOfTime
