"""One line on a terminal that says how far a build has come: `reading  3,400 of 10,012  2,100/s  3 s left`."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from knownbase.progress import watched

PAUSE = 0.1
"""Seconds between two changes of the line."""

_CLEAR = "\r\x1b[K"


@contextmanager
def ticking(wanted: bool) -> Iterator[None]:
    """Shows the line on standard error while it lasts, where that is a terminal."""
    if not wanted or not sys.stderr.isatty():
        yield
        return
    ticker = _Ticker()
    with watched(ticker.tick):
        yield
    ticker.clear()


class _Ticker:
    def __init__(self) -> None:
        self._what = ""
        self._begun = self._shown = 0.0

    def tick(self, what: str, done: int, total: int) -> None:
        now = time.perf_counter()
        if what != self._what:
            self._what, self._begun = what, now
        if done == total:
            self.clear()
        elif now - self._shown > PAUSE:
            self._shown = now
            sys.stderr.write(_CLEAR + line(what, done, total, now - self._begun))
            sys.stderr.flush()

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()


def line(what: str, done: int, total: int, seconds: float) -> str:
    """What the line says after so many seconds of the work."""
    text = f"{what}  {done:,} of {total:,}"
    if not done or not seconds:
        return text
    rate = done / seconds
    return f"{text}  {rate:,.0f}/s  {(total - done) / rate:.0f} s left"
