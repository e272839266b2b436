"""Independent pieces of work at the same time, a process each."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from itertools import chain
from typing import Any, Generic, TypeVar

from knownbase import answers
from knownbase.answers import beside, dumped, jobs, loaded
from knownbase.progress import shared_by, tell

T = TypeVar("T")
R = TypeVar("R")

WORTH_A_PROCESS = 500
"""Entries that are read or checked in the time in which a process begins and ends."""

PROCESSES = 2
"""That are ever of use: more wait for each other's memory."""
_PIECE = 32
"""Items that a process takes at once."""
_RUN = 128
"""The same, of those that are worked on step by step, see `runs`, and whose results have to be sent."""
_NUMBER = 4
"""Octets of the number of a piece."""


def side_by_side(works: Sequence[Callable[[], T]]) -> list[T]:
    """What each of `works` returns, in order; what the first that fails raises.

    The first runs here, every other in a process that is forked for it, so that nothing is copied on the way
    in; what it returns must pickle, and a `bytearray` comes as `bytes`. One after the other where there is no second
    process. Raises WorkerLost.
    """
    if not answers.can_fork():
        return [work() for work in works]
    first, *others = works
    with ExitStack() as begun:
        asked = [begun.enter_context(beside(work)) for work in others]
        with shared_by(len(works)):
            mine = first()
        return [mine, *(answer() for answer in asked)]


class SharedOut(Generic[T]):
    """Items that processes share: each is taken once, by whichever is free, so that none waits long for another.

    To be made before the processes are, and closed when they have ended. Its length is the share of one process.
    """

    def __init__(self, items: Sequence[T], piece: int = _PIECE) -> None:
        self._items = items
        # As many numbers as the smallest pipe takes before somebody reads: one page of memory (pipe(7)).
        self._size = max(piece, -(-len(items) * _NUMBER >> 12))
        self._processes = PROCESSES if answers.can_fork() else 1
        self._numbers, write = os.pipe()
        with os.fdopen(write, "wb") as pipe:
            pipe.writelines(n.to_bytes(_NUMBER) for n in range(-(-len(items) // self._size)))

    def __iter__(self) -> Iterator[T]:
        for _, run in self.runs():
            yield from run

    def runs(self) -> Iterator[tuple[int, Sequence[T]]]:
        """Runs of items, each with the number of its first one."""
        while number := os.read(self._numbers, _NUMBER):
            first = int.from_bytes(number) * self._size
            yield first, self._items[first : first + self._size]

    def __len__(self) -> int:
        return len(self._items) // self._processes

    @property
    def takers(self) -> int:
        """Processes that find something to take; at least one."""
        return max(1, min(PROCESSES, -(-len(self._items) // self._size)))

    def close(self) -> None:
        os.close(self._numbers)


def by_whoever_is_free(works: Sequence[Callable[[], T]]) -> list[T]:
    """What each of `works` returns, in order. Processes share them, the first ones first; what they return must pickle."""
    made: dict[int, T] = {}
    with closing(SharedOut(list(enumerate(works)), 1)) as left:
        for found in side_by_side([lambda: {n: work() for n, work in left}] * PROCESSES):
            made |= found
    return [made[n] for n in range(len(works))]


def in_two(what: str, work: Callable[[Sequence[T]], Sequence[R]], items: Sequence[T]) -> list[R]:
    """What `work` makes of the items, one of each, in their order: in two processes, in one when they are few.

    It gets them run by run; whoever watches is told that `what` is done. What it makes must pickle.
    """
    most = answers.most() if len(items) >= 2 * WORTH_A_PROCESS else 1
    with jobs(most), closing(SharedOut(items, _RUN)) as shared:
        # Pickled as soon as it is made: a process that is done would keep the other one waiting.
        mine, others = side_by_side([partial(_share, what, work, shared, form) for form in (list, dumped)])
    made = dict(mine)
    made.update((first, loaded(data)) for first, data in others)
    return list(chain.from_iterable(made[first] for first in sorted(made)))


def _share(
    what: str,
    work: Callable[[Sequence[T]], Sequence[R]],
    shared: SharedOut[T],
    form: Callable[[Sequence[R]], Any],
) -> list[tuple[int, Any]]:
    """What this process makes, run by run, each with the number of its first item."""
    made, done = [], 0
    for first, run in shared.runs():
        tell(what, done, len(shared))
        made.append((first, form(work(run))))
        done += len(run)
    tell(what, len(shared), len(shared))
    return made
