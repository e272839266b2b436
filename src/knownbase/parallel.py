"""Independent pieces of work at the same time, a process each."""

import marshal
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from itertools import chain
from select import select
from typing import Any, Generic, Protocol, TypeVar

from knownbase.failure import NotMade
from knownbase.progress import shared_by, tell, watched

T = TypeVar("T")
R = TypeVar("R")
T_co = TypeVar("T_co", covariant=True)

WORTH_A_PROCESS = 500
"""Entries that are read or checked in the time in which a process begins and ends."""


PROCESSES = 2
"""That are ever of use: more wait for each other's memory."""
_PIECE = 32
"""Items that a process takes at once."""
_RUN = 128
"""Items that are worked on at once: each step for all of them before the next, for the processor's caches hold the code
of one. With runs of one all steps take half as long again."""
_NUMBER = 4
"""Octets of the number of a piece."""
_LENGTH = 8
"""Octets of the length of an answer."""

_most: ContextVar[int | None] = ContextVar("most", default=None)
"""Processes that may work at the same time; None: two, where the system allows it."""


class WorkerLost(NotMade):
    """A process ended without an answer: killed, or out of memory."""


def side_by_side(works: Sequence[Callable[[], T]]) -> list[T]:
    """What each of `works` returns, in order; what the first that fails raises.

    The first runs here, every other in a process that is forked for it, so that nothing is copied on the way
    in; what it returns must pickle, and a `bytearray` comes as `bytes`. One after the other where there is one
    processor, no fork that is safe, or another thread, which a fork would cut off in mid-step. Raises WorkerLost.
    """
    if not can_fork():
        return [work() for work in works]
    first, *others = works
    forked = [_Forked(partial(_once, work)) for work in others]
    try:
        with shared_by(len(works)):
            mine = first()
        return [mine, *(one.answer() for one in forked)]
    finally:
        for one in forked:
            one.end()


@contextmanager
def beside(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Begins a work in a process beside this one; what it yields waits for what the work returns or raises.

    Where there is no second process the work is done when it is asked for. Raises WorkerLost, when asked.
    """
    with answering(partial(_once, work)) as asked:
        yield asked.answer


def _once(work: Callable[[], T]) -> Iterator[T]:
    yield work()


class Asked(Protocol[T_co]):
    """A work that answers several times."""

    def ready(self) -> bool:
        """Whether its next answer would come at once, or not before it is asked for."""
        ...

    def answer(self) -> T_co:
        """Waits for its next answer, or raises what the work does. Raises WorkerLost."""
        ...


@contextmanager
def answering(work: Callable[[], Iterator[T]], *, here: bool = False) -> Iterator[Asked[T]]:
    """Begins a work in a process beside this one, which goes on while its answers wait.

    Where there is no second process, or the work is to be done `here`, each answer is worked for when it is asked for.
    """
    if here or not can_fork():
        yield _OnDemand(work())
        return
    forked = _Forked(work)
    try:
        yield forked
    finally:
        forked.end()


class SharedOut(Generic[T]):
    """Items that processes share: each is taken once, by whichever is free, so that none waits long for another.

    To be made before the processes are, and closed when they have ended. Its length is the share of one process.
    """

    def __init__(self, items: Sequence[T], piece: int = _PIECE) -> None:
        self._items = items
        # As many numbers as the smallest pipe takes before somebody reads: one page of memory (pipe(7)).
        self._size = max(piece, -(-len(items) * _NUMBER >> 12))
        self._processes = PROCESSES if can_fork() else 1
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


@contextmanager
def jobs(most: int | None) -> Iterator[None]:
    """Within it at most so many processes work at the same time. More than two are never of use."""
    token = _most.set(most)
    try:
        yield
    finally:
        _most.reset(token)


def in_two(what: str, work: Callable[[Sequence[T]], Sequence[R]], items: Sequence[T]) -> list[R]:
    """What `work` makes of the items, one of each, in their order: in two processes, in one when they are few.

    It gets them run by run; whoever watches is told that `what` is done. What it makes must pickle.
    """
    most = _most.get() if len(items) >= 2 * WORTH_A_PROCESS else 1
    with jobs(most), closing(SharedOut(items, _RUN)) as shared:
        # Pickled as soon as it is made: a process that is done would keep the other one waiting.
        mine, others = side_by_side([partial(_share, what, work, shared, form) for form in (list, _dumped)])
    made = dict(mine)
    made.update((first, _loaded(data)) for first, data in others)
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


def can_fork() -> bool:
    """Whether `side_by_side` has a second process."""
    # Not on macOS: its system libraries may crash in a forked process.
    return (
        hasattr(os, "sched_getaffinity")
        and (_most.get() or len(os.sched_getaffinity(0))) > 1
        and threading.active_count() == 1
    )


class _OnDemand(Generic[T]):
    """A work in this process."""

    def __init__(self, answers: Iterator[T]) -> None:
        self._answers = answers

    def ready(self) -> bool:
        return True

    def answer(self) -> T:
        return next(self._answers)


class _Forked:
    """A work in a process of its own; each answer is (whether there is one, the answer or what was raised)."""

    def __init__(self, work: Callable[[], Iterator[Any]]) -> None:
        read, write = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            # Nothing of the parent's runs here: no clean-up, no buffers written twice.
            try:
                os.close(read)
                _die_with_parent()
                with watched(None), os.fdopen(write, "wb") as pipe:
                    for answer in _answers(work):
                        pipe.write(len(answer).to_bytes(_LENGTH))
                        pipe.write(answer)
                        pipe.flush()
            finally:
                os._exit(0)
        os.close(write)
        self._pipe = os.fdopen(read, "rb", buffering=0)  # or `ready` would not know of what is read already

    def ready(self) -> bool:
        return bool(select([self._pipe], (), (), 0)[0])

    def answer(self) -> Any:
        length = int.from_bytes(self._taken(_LENGTH))
        there, value = _of_answer(self._taken(length))
        if not there:
            raise value
        return value

    def _taken(self, octets: int) -> bytearray:
        data = bytearray(octets)
        left = memoryview(data)
        while left:
            read = self._pipe.readinto(left)
            if not read:
                raise WorkerLost("a process of the build was killed; is there enough memory?")
            left = left[read:]
        return data

    def end(self) -> None:
        """Waits for the process, which nobody needs any more: it is killed if it still runs."""
        self._pipe.close()
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


def _die_with_parent() -> None:
    """A killed build leaves no process that goes on writing (prctl(2), PR_SET_PDEATHSIG; Linux)."""
    import ctypes  # in the new process only: the other one has something better to do

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


_PLAIN, _PICKLED = b"m", b"p"


def _answers(work: Callable[[], Iterator[Any]]) -> Iterator[bytes]:
    try:
        yield from map(_answer, work())
    except BaseException as error:  # noqa: BLE001 whatever it is, it is raised where the work was asked for
        yield _pickled((False, error))


def _answer(value: Any) -> bytes:
    try:
        return _PLAIN + marshal.dumps((True, value))  # plain values: a third of the time, and no import
    except ValueError:
        return _pickled((True, value))


def _pickled(answer: tuple[bool, Any]) -> bytes:
    try:
        return _PICKLED + _dumped(answer)
    except Exception as error:  # noqa: BLE001 as above
        return _PICKLED + _dumped((False, error))


def _of_answer(answer: bytearray) -> Any:
    """What `_answer` made, in a process of our own."""
    data = memoryview(answer)[1:]
    if answer[:1] == _PLAIN:
        return marshal.loads(data)  # noqa: S302
    return _loaded(data)


def _dumped(value: Any) -> bytes:
    import pickle  # as above

    return pickle.dumps(value)


def _loaded(data: bytes | memoryview) -> Any:
    """What `_dumped` made, in a process of our own."""
    import pickle  # as above

    return pickle.loads(data)  # noqa: S301
