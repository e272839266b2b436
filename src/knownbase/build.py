"""Survey, check, make, publish: the whole way from a content root to a site, or from an edit to the files it changes.

    survey ─► what has changed? ─► check ─► theme ─► search ─► pages ─► settle, swap ─► memory
                  │ nothing, and the site is as it was left       (all this: `remake`)
                  └──────────────────────────────────────────────────► done

The site generator is handed in as a function, so that this module knows none.
"""

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from knownbase.check.result import Report
from knownbase.memory import Memory, folder_of, forget, recall
from knownbase.model.audience import Audience
from knownbase.order import Order, Outcome, Rendered, RenderPages
from knownbase.parallel import WORTH_A_PROCESS, can_fork, side_by_side
from knownbase.progress import Clock, Progress
from knownbase.publish import aside, check_target
from knownbase.store import Damaged
from knownbase.survey import Now, surveyed
from knownbase.tree import harmed


def build(
    root: Path,
    out: Path,
    audience: Audience,
    render_pages: RenderPages,
    progress: Progress,
    *,
    clean: bool = False,
    copies: Sequence[str] = (),
) -> Outcome:
    """Builds the site of `root` into `out`. The old site stays when anything goes wrong.

    `clean`: nothing that an earlier build has left is used. `copies`: compressed ones beside each text, `gz`, `br`. Raises Refused (the place cannot be used), NotMade, OSError.
    """
    check_target(out, root)
    folder = folder_of(root, out, audience, copies)
    if clean:
        forget(folder)
    with aside(out) as place, cached_in(folder) as (cache, notice):
        order = Order(root, out, audience, render_pages, progress, place, copies)
        try:
            outcome = _built(order, recall(cache))
        except Damaged:
            forget(cache)
            outcome = _built(order, Memory(cache))
    return replace(outcome, notice=notice or outcome.notice)


@contextmanager
def cached_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """A folder that can be written, and what to say when it is another one, gone at the end."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        reason = "" if os.access(folder, os.W_OK) else os.strerror(errno.EACCES)
    except OSError as error:
        reason = str(error.strerror)
    if not reason:
        yield folder, ""
        return
    import tempfile  # a hundredth of a second, for what almost never happens

    with tempfile.TemporaryDirectory(prefix="knownbase-cache-") as place:
        yield Path(place), f"{folder} cannot be written ({reason}); the next build makes everything anew"


def _built(order: Order, memory: Memory) -> Outcome:
    """Raises Damaged when the memory cannot be used after all."""
    clock = Clock()
    if not memory.count:
        with clock.stage("survey"):
            now, pages = _surveyed_and_rendered(order, memory)
        return _remake(order, now, memory, None, clock, pages)
    with clock.stage("survey"):
        now, (gone, others) = _surveyed(order, memory)
    fits = _fits(memory, now)
    if fits and _same(memory, now) and not gone and not others:
        return _as_it_was(now, memory, clock)
    return _remake(order, now, memory, gone if fits else None, clock)


def _remake(
    order: Order, now: Now, memory: Memory, gone: set[str] | None, clock: Clock, pages: Rendered = None
) -> Outcome:
    from knownbase.remake import remake  # takes longer than all that a build with nothing to do takes

    return remake(order, now, memory, gone, clock, pages)


def _surveyed_and_rendered(order: Order, memory: Memory) -> tuple[Now, Rendered]:
    """What stands in the content root, and meanwhile what the site generator makes of the hand-written pages."""
    if not can_fork():
        return _now(order, memory), None  # an error in the content spares the rendering
    works: list[Callable[[], object]] = [partial(_now, order, memory), partial(_rendered, order)]
    now, pages = side_by_side(works)
    assert isinstance(now, Now)
    return now, cast(Rendered, pages)


def _rendered(order: Order) -> Rendered:
    """Errors of the content are told first: those of the site generator wait until these are known."""
    from knownbase.render.theme import rendered

    try:
        return rendered(order.root, order.render_pages)
    except Exception as error:  # noqa: BLE001 whatever it is, it is raised once the content is known to be sound
        return error


def _surveyed(order: Order, memory: Memory) -> tuple[Now, tuple[set[str], bool]]:
    """What stands in the content root; which files of the site are not as they were left, and whether others are there.

    The first is looked at here, the second, where it is large, in a process beside this one.
    """
    works: list[Callable[[], object]] = [partial(_now, order, memory), partial(_harmed, order, memory)]
    now, harm = side_by_side(works) if memory.count > WORTH_A_PROCESS else [work() for work in works]
    assert isinstance(now, Now)
    assert isinstance(harm, tuple)
    return now, harm


def _now(order: Order, memory: Memory) -> Now:
    now = surveyed(order.root, order.audience, memory.sources)
    if not _fits(memory, now) or not _same(memory, now):
        # The other process is still looking at the site: time to import what will be needed.
        import knownbase.remake  # noqa: F401
    return now


def _harmed(order: Order, memory: Memory) -> tuple[set[str], bool]:
    return harmed(order.out, memory.files()) if memory.count else (set(), False)


def _fits(memory: Memory, now: Now) -> bool:
    """Whether the memory is of the same program, taxonomy and audience, and of no day that is still to come."""
    return memory.base == now.base and memory.today <= now.today


def _same(memory: Memory, now: Now) -> bool:
    return not now.moved and memory.theme == now.theme


def _as_it_was(now: Now, memory: Memory, clock: Clock) -> Outcome:
    """Nothing to do: the site is what the content says, and all of it is there."""
    if now.sources != memory.sources:  # what was too young to be trusted has come of age
        memory.sources = now.sources
        with suppress(OSError):
            memory.save()
    report = Report(memory.findings, now.entries)
    return Outcome(report, True, memory.pages, memory.count - 1, 0, clock.seconds)
