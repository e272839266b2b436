"""How far a long piece of work has come, for whoever watches, and how long its stages took."""

import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Progress = Callable[[str, int], None]
"""(what there is now, how many of it)"""

Watch = Callable[[str, int, int], None]
"""(what is done, how many are done, how many there are)"""

STEP = 50
"""Things that are done between two words about it."""

_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)
_processes: ContextVar[int] = ContextVar("processes", default=1)


class Items(Sized, Iterable[T_co], Protocol[T_co]):
    """Things that can be counted before they are looked at."""


@contextmanager
def watched(watch: Watch | None) -> Iterator[None]:
    """Within it `watch` is told what `counted` comes by."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


@contextmanager
def shared_by(processes: int) -> Iterator[None]:
    """Within it so many processes do the same work; this one speaks for all, which come as far in the same time."""
    token = _processes.set(processes)
    try:
        yield
    finally:
        _processes.reset(token)


def counted(what: str, items: Items[T]) -> Iterator[T]:
    """The items; whoever watches is told of them."""
    if _watch.get() is None:
        yield from items
        return
    share = len(items)
    for n, item in enumerate(items):
        if n % STEP == 0:
            tell(what, n, share)
        yield item
    tell(what, share, share)


def tell(what: str, done: int, share: int) -> None:
    """Tells whoever watches how much of its share this process has done."""
    watch = _watch.get()
    if watch is not None:
        times = _processes.get()
        watch(what, min(done, share) * times, share * times)


class Clock:
    """Wall seconds of each stage, in order."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = time.perf_counter() - begun
