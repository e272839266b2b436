"""Who looks at the content and at the sites of the last builds, while this process imports what an edit needs.

    a process beside   content ─► live site, file by file ─► the spare, compared with it
    this one           imports, until it is known what has changed; then the live site too, if that is nothing

Where there is one process it looks when it is asked.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cached_property, partial
from importlib import import_module
from typing import Any

from knownbase.answers import Asked, answering
from knownbase.memory import SPARE, Memory
from knownbase.order import Order
from knownbase.parallel import WORTH_A_PROCESS, SharedOut
from knownbase.store import overlaid
from knownbase.survey import Now, surveyed
from knownbase.tree import Standing, Strange, as_recorded, compared, harm

Harm = tuple[set[str], bool]
"""Which files of the live site are not as they were left, and whether others are there."""


class Looked:
    """What was found; each answer is waited for."""

    def __init__(self, asked: Asked[Any], order: Order, memory: Memory, folders: SharedOut[str]) -> None:
        self._asked = asked
        self._order = order
        self._memory = memory
        self._folders = folders
        self._own: list[Standing] = []
        self._knows_harm = False

    def import_meanwhile(self, modules: Sequence[str]) -> None:
        """Imports modules until it is known what has changed: a build with nothing to do needs none of them."""
        for name in modules:
            if self._asked.ready():
                return
            import_module(name)

    @cached_property
    def now(self) -> Now:
        changes, moved, base, theme, today = self._asked.answer()
        return Now(overlaid(dict(self._memory.sources), changes), moved, base, theme, today)

    def share(self) -> None:
        """Takes a share of the live site's folders: nothing else is to be done."""
        self._own.append(as_recorded(self._order.out, self._memory.files(), self._folders))

    @cached_property
    def harm(self) -> Harm:
        _ = self.now  # answered before
        self._knows_harm = True
        return harm(self._memory.files(), [*self._own, self._asked.answer()])

    @property
    def harm_so_far(self) -> Harm:
        """None as long as it is not known."""
        _ = self.now
        return self.harm if self._knows_harm or self._asked.ready() else (set(), False)

    @cached_property
    def prepared(self) -> Strange | None:
        """How the folder that the new site begins with differs from the live one; None where nobody has looked."""
        if not _has_to_be_compared(self._memory):
            return self._memory.spare_differs()
        _ = self.harm  # answered before
        found: Strange | None = self._asked.answer()
        return found


@contextmanager
def looking(order: Order, memory: Memory) -> Iterator[Looked]:
    """Begins to look at what the memory knows of. Asking raises what looking raises; Damaged too."""
    # Read once, and not by each process.
    with closing(SharedOut(sorted(memory.files().folders), 1)) as folders:
        work = partial(_look, order, memory, folders)
        with answering(work, here=memory.count <= WORTH_A_PROCESS) as asked:
            yield Looked(asked, order, memory, folders)


def fits(memory: Memory, now: Now) -> bool:
    """Whether the memory is of the same program, taxonomy and audience, and of no day that is still to come."""
    return memory.base == now.base and memory.today <= now.today


def same(memory: Memory, now: Now) -> bool:
    """Also of the same day and content: feeds leave out what has become old, the hotline tells of the years to come."""
    return fits(memory, now) and memory.today == now.today and not now.moved and memory.theme == now.theme


def _look(order: Order, memory: Memory, folders: SharedOut[str]) -> Iterator[Any]:
    """Plain values: `now` is told by what is new in it."""
    now = surveyed(order.root, order.audience, memory.sources)
    yield now.since(memory.sources), now.moved, now.base, now.theme, now.today
    yield as_recorded(order.out, memory.files(), folders)
    # What a whole build leaves as it was is known at its end.
    edited = fits(memory, now) and not same(memory, now)
    yield compared(memory.folder / SPARE, memory.files()) if edited and _has_to_be_compared(memory) else None


def _has_to_be_compared(memory: Memory) -> bool:
    """Whether there is a spare of which it is not known how it differs from the live site."""
    return memory.spare_differs() is None and (memory.folder / SPARE).exists()
