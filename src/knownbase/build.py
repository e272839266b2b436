"""Survey, check, make, publish: the whole way from a content root to a site, or from an edit to the files it changes.

    survey ─► what has changed? ─► check ─► theme ─► search ─► pages ─► settle, swap ─► memory
                  │ nothing, and the site is as it was left       (all this: `remake`)
                  └──────────────────────────────────────────────────► done

The site generator is handed in as a function, so that this module knows none.
"""

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from knownbase.answers import beside
from knownbase.check.result import Report
from knownbase.looking import looking, same
from knownbase.memory import Memory, folder_of, forget, recall, sites_of
from knownbase.model.audience import Audience
from knownbase.order import Order, Outcome, RenderPages
from knownbase.progress import Clock, Progress
from knownbase.publish import aside, check_target
from knownbase.store import Damaged
from knownbase.survey import Now, surveyed
from knownbase.tree import as_recorded, harm

_OF_REMAKE = (
    "ctypes",
    "pydantic_core",
    "pydantic",
    "knownbase.model.text",
    "knownbase.model.taxonomy",
    "knownbase.check.run",
    "knownbase.render.pieces",
    "knownbase.render.site",
    "knownbase.render.theme",
    "knownbase.outputs.all",
    "knownbase.remake",
)
"""What `remake` imports, in pieces: whoever finds that nothing has changed has to wait for the end of one."""


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
            if memory.count and same(memory, now):
                files = memory.files()
                if not any(harm(files, [as_recorded(site, files, files.folders)])):
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
    with looking(order, memory) as looked:
        with clock.stage("survey"):
            looked.import_meanwhile(_OF_REMAKE)
            if same(memory, looked.now):
                looked.share()
                if not any(looked.harm):
                    return _as_it_was(looked.now, memory, clock)
        with clock.stage("import"):
            from knownbase.remake import remake  # see above

        return remake(order, looked.now, memory, looked, clock, partial(_rendered, order))


def _rendered(order: Order) -> Mapping[str, bytes]:
    """The hand-written pages. Raises what the site generator raises."""
    from knownbase.render.theme import rendered

    return rendered(order.root, order.render_pages)


def _as_it_was(now: Now, memory: Memory, clock: Clock) -> Outcome:
    """Nothing to do: the site is what the content says, and all of it is there."""
    if now.sources != memory.sources:  # what was too young to be trusted has come of age
        memory.sources = now.sources
        with suppress(OSError):
            memory.save()
    report = Report(memory.findings, now.entries)
    return Outcome(report, True, memory.pages, memory.count - 1, 0, clock.seconds)
