"""A work in a process of its own, beside this one: it answers, once or several times, while this one goes on.

Where there is one processor, no fork that is safe, or another thread, which a fork would cut off in mid-step, each answer
is worked for in this process, when it is asked for.
"""

import marshal
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from select import select
from typing import Any, Generic, Protocol, TypeVar

from knownbase.failure import NotMade
from knownbase.progress import watched

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_LENGTH = 8
"""Octets of the length of an answer."""

_most: ContextVar[int | None] = ContextVar("most", default=None)
"""Processes that may work at the same time; None: two, where the system allows it."""


class WorkerLost(NotMade):
    """A process ended without an answer: killed, or out of memory."""


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


@contextmanager
def jobs(most: int | None) -> Iterator[None]:
    """Within it at most so many processes work at the same time. More than two are never of use."""
    token = _most.set(most)
    try:
        yield
    finally:
        _most.reset(token)


def most() -> int | None:
    """How many processes may work at the same time; None: two, where the system allows it."""
    return _most.get()


def can_fork() -> bool:
    """Whether there is a second process to work in."""
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
        return _PICKLED + dumped(answer)
    except Exception as error:  # noqa: BLE001 as above
        return _PICKLED + dumped((False, error))


def _of_answer(answer: bytearray) -> Any:
    """What `_answer` made, in a process of our own."""
    data = memoryview(answer)[1:]
    if answer[:1] == _PLAIN:
        return marshal.loads(data)  # noqa: S302
    return loaded(data)


def dumped(value: Any) -> bytes:
    import pickle  # most answers are plain values

    return pickle.dumps(value)


def loaded(data: bytes | memoryview) -> Any:
    """What `dumped` made, in a process of our own."""
    import pickle  # likewise

    return pickle.loads(data)  # noqa: S301
