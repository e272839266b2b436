"""How a preview ends: Ctrl-C, SIGTERM or a closed terminal break off what runs, then everything is cleared away."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass
class Ending:
    """Whether the preview is asked to end. A plain flag: a signal may come while a lock is held."""

    asked: bool = False


@contextmanager
def until_asked() -> Iterator[Ending]:
    """Runs its block until a signal asks to end; the block is then left by KeyboardInterrupt, which stays inside.

    Only for the main thread. Signals after the first are ignored: they would break off the clearing away.
    """
    ending = Ending()
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [getattr(signal, name) for name in names if not _kept_from_us(name)]

    def end(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        ending.asked = True  # in case that somebody swallows the exception
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield ending
    except KeyboardInterrupt:
        if not ending.asked:
            raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _kept_from_us(name: str) -> bool:
    """Under nohup a closed terminal must not end the preview."""
    return name == "SIGHUP" and signal.getsignal(getattr(signal, name)) == signal.SIG_IGN
