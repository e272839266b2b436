"""Survey, check, make, publish: the whole way from a content root to a site, or from an edit to the files it changes.

    survey ─► what has changed? ─► check ─► theme ─► search ─► pages ─► settle, swap ─► memory
                  │ nothing, and the site is as it was left       (all this: `remake`)
                  └──────────────────────────────────────────────────► done

The site generator is handed in as a function, so that this module knows none.
"""

import errno
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from knownbase.check.result import Report
from knownbase.memory import SPARE, Memory, folder_of, forget, recall, sites_of
from knownbase.model.audience import Audience
from knownbase.order import Harm, Looked, Order, Outcome, RenderPages
from knownbase.parallel import WORTH_A_PROCESS, beside
from knownbase.progress import Clock, Progress
from knownbase.publish import aside, check_target
from knownbase.store import Damaged
from knownbase.survey import Now, surveyed
from knownbase.tree import Strange, Tree, compared, harmed


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

    `clean`: nothing that an earlier build has left is used. `copies`: compressed ones beside each text, `gz`, `br`.
    Raises Refused (the place cannot be used), NotMade, OSError.
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


def standing(root: Path, audience: Audience) -> tuple[Path, Memory, Now] | None:
    """A site that is just what a build for the audience would make now: its folder, its memory, what stands in `root`.

    None where the content root has no such site, or somebody has touched it.
    """
    for folder, site in sites_of(root):
        memory = recall(folder)
        with suppress(Damaged):
            now = surveyed(root, audience, memory.sources)
            as_now = memory.count and _fits(memory, now) and _same(memory, now)
            if as_now and harmed(site, memory.files()) == (set(), False):
                return site, memory, now
    return None


def _built(order: Order, memory: Memory) -> Outcome:
    """Raises Damaged when the memory cannot be used after all."""
    clock = Clock()
    if not memory.count:
        # Errors of the content are told first: those of the site generator wait until somebody asks for the pages.
        with beside(partial(_rendered, order)) as pages:
            with clock.stage("survey"):
                now = surveyed(order.root, order.audience, {})
            from knownbase.remake import remake  # longer than all that a build with nothing to do takes

            return remake(order, now, memory, None, clock, pages)
    with ExitStack() as meanwhile:
        with clock.stage("survey"):
            now, looked = _surveyed(order, memory, meanwhile)
            fits = _fits(memory, now)
            as_it_was = fits and _same(memory, now) and looked.harm() == (set(), False)
        if as_it_was:
            return _as_it_was(now, memory, clock)
        with clock.stage("import"):
            from knownbase.remake import remake  # see above

        return remake(order, now, memory, looked if fits else None, clock, partial(_rendered, order))


def _rendered(order: Order) -> Mapping[str, bytes]:
    """The hand-written pages. Raises what the site generator raises."""
    from knownbase.render.theme import rendered

    return rendered(order.root, order.render_pages)


def _surveyed(order: Order, memory: Memory, meanwhile: ExitStack) -> tuple[Now, Looked]:
    """What stands in the content root; and who looks at the site, which a build with nothing to do waits for at once.

    The content is looked at here, the site, where it is large, in processes beside this one, which `meanwhile` gets.
    """
    look_at_site: Callable[[], Harm] = partial(_harmed, order, memory)
    if memory.count <= WORTH_A_PROCESS:
        now = surveyed(order.root, order.audience, memory.sources)
        return now, Looked(look_at_site, _nothing)
    memory.files()  # once, and not in each process
    harm = cache(meanwhile.enter_context(beside(look_at_site)))  # a process answers once
    now = surveyed(order.root, order.audience, memory.sources)
    if not _fits(memory, now) or _same(memory, now):
        return now, Looked(harm, _nothing)
    return now, Looked(
        harm, meanwhile.enter_context(beside(partial(_prepare, order, memory), waited_for=False))
    )


def _prepare(order: Order, memory: Memory) -> Strange:
    """Compares the spare site with the live one; where there is none the live one is linked."""
    spare = memory.folder / SPARE
    if spare.exists():
        return compared(spare, memory.files())
    return Tree(order.place, memory.files()).link(order.out)


def _nothing() -> None:
    """Where nothing is prepared beforehand."""


def _harmed(order: Order, memory: Memory) -> Harm:
    return harmed(order.out, memory.files()) if memory.count else (set(), False)


def _fits(memory: Memory, now: Now) -> bool:
    """Whether the memory is of the same program, taxonomy and audience, and of no day that is still to come."""
    return memory.base == now.base and memory.today <= now.today


def _same(memory: Memory, now: Now) -> bool:
    """Also of the same day: feeds leave out what has become old, the hotline tells of the years to come."""
    return memory.today == now.today and not now.moved and memory.theme == now.theme


def _as_it_was(now: Now, memory: Memory, clock: Clock) -> Outcome:
    """Nothing to do: the site is what the content says, and all of it is there."""
    if now.sources != memory.sources:  # what was too young to be trusted has come of age
        memory.sources = now.sources
        with suppress(OSError):
            memory.save()
    report = Report(memory.findings, now.entries)
    return Outcome(report, True, memory.pages, memory.count - 1, 0, clock.seconds)
