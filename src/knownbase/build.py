"""Survey, check, make, publish: the whole way from a content root to a site, or from an edit to the files it changes.

    survey ─► what has changed? ─► check ─► theme ─► search ─► pages ─► settle, swap ─► memory
                  │ nothing, and the site is as it was left
                  └──────────────────────────────────────────────────► done

The site generator is handed in as a function, so that this module knows none.
"""

import errno
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from knownbase.cards import Card
from knownbase.catalogue import Catalogue, View, cards_of
from knownbase.check.again import ErrorFound, check_again
from knownbase.check.result import Report
from knownbase.check.run import check
from knownbase.make import Job, Made, Progress, make_site
from knownbase.memory import SPARE, Memory, folder_of, forget, recall, sign
from knownbase.model.audience import Audience
from knownbase.model.entry import Entry
from knownbase.model.ids import kind_of_path
from knownbase.model.layout import FILES_FOLDER
from knownbase.publish import aside, check_target, publish, refill
from knownbase.read.content import Loaded, load_file, load_taxonomy
from knownbase.render.indexing import Edit
from knownbase.render.theme import Files, files_below, is_page, theme_of
from knownbase.store import Damaged, load, save
from knownbase.survey import Now, download_files, entry_files, surveyed
from knownbase.tree import Record, Tree, intact

RenderPages = Callable[[Path, Path], None]
"""(content root, folder) → hand-written pages and shells in the folder; raises PagesError."""


class PagesError(Exception):
    """The site generator refused the hand-written pages; one message a line."""


@dataclass(frozen=True)
class Outcome:
    """What a build did. `published` is False when the check found errors; `written` counts files made anew."""

    report: Report
    published: bool
    pages: int = 0
    files: int = 0
    written: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    notice: str = ""


def build(
    root: Path,
    out: Path,
    audience: Audience,
    render_pages: RenderPages,
    progress: Progress,
    *,
    clean: bool = False,
) -> Outcome:
    """Builds the site of `root` into `out`. The old site stays when anything goes wrong.

    `clean`: nothing that an earlier build has left is used. Raises Refused (the place cannot be used), PagesError,
    ShellError, UnknownSlot, OSError.
    """
    check_target(out, root)
    folder = folder_of(root, out, audience)
    if clean:
        forget(folder)
    with aside(out) as place, cached_in(folder) as (cache, notice):
        run = _Run(root, out, audience, render_pages, progress, place)
        try:
            outcome = run.build(recall(cache))
        except Damaged:
            forget(cache)
            outcome = run.build(Memory(cache))
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
    with tempfile.TemporaryDirectory(prefix="knownbase-cache-") as place:
        yield Path(place), f"{folder} cannot be written ({reason}); the next build makes everything anew"


def finish(catalogue: Catalogue, root: Path, tree: Path, out: Path) -> None:
    """Makes and publishes the public site out of what the site generator has left in `tree`.

    Nothing is kept for the next build. Raises ShellError, UnknownSlot.
    """
    with tempfile.TemporaryDirectory(prefix="knownbase-") as folder:
        now = surveyed(root, "public", {})
        view = catalogue.visible("public")
        theme = theme_of(files_below(tree))
        job = Job(root, now.base, Edit(view.cards), Memory(Path(folder)), now.downloads)
        site = Tree(tree)
        make_site(view, theme, job, site, Clock().stage, lambda _what, _count: None)
        publish(site, out)


class _Run:
    """One build, with the lock on its place held."""

    def __init__(
        self,
        root: Path,
        out: Path,
        audience: Audience,
        render_pages: RenderPages,
        progress: Progress,
        place: Path,
    ) -> None:
        self._root, self._out, self._audience = root, out, audience
        self._render_pages, self._progress, self._place = render_pages, progress, place
        self._clock = Clock()

    def build(self, memory: Memory) -> Outcome:
        """Raises Damaged when the memory cannot be used after all."""
        with self._clock.stage("survey"):
            now = surveyed(self._root, self._audience, memory.sources)
            fits = memory.base == now.base and memory.today <= now.today
            known, others = intact(self._out, memory.files) if fits else ({}, False)
        same = now.entries == entry_files(memory.sources) and now.downloads == download_files(memory.sources)
        same = same and now.theme == memory.theme
        if fits and same and len(known) == len(memory.files) and not others:
            return self._as_it_was(now, memory)
        with self._clock.stage("check"):
            report, catalogue = self._checked(now, memory if fits else None)
        if report.failed or catalogue is None:
            return Outcome(report, published=False, seconds=self._clock.seconds)
        self._progress("entries checked", report.entries)
        with self._clock.stage("theme"):
            theme = theme_of(self._theme_files(now, memory))
        view = catalogue.visible(self._audience)
        edit = self._edit(view, now, memory) if fits else Edit(view.cards)
        refill(self._place, memory.folder / SPARE)
        tree = Tree(self._place, known)
        job = Job(self._root, now.base, edit, memory, now.downloads)
        made = make_site(view, theme, job, tree, self._clock.stage, self._progress)
        with self._clock.stage("publish"):
            files = publish(tree, self._out, memory.folder / SPARE)
        with self._clock.stage("memory"):
            memory.shell = theme.digest
            notice = _remember(memory, now, catalogue, report, files, made)
            if not notice:
                with suppress(OSError):
                    sign(memory.folder, self._out)
        return Outcome(
            report, True, made.pages, len(files) - 1, len(tree.written) - 1, self._clock.seconds, notice
        )

    def _as_it_was(self, now: Now, memory: Memory) -> Outcome:
        """Nothing to do: the site is what the content says, and all of it is there."""
        if now.sources != memory.sources:  # what was too young to be trusted has come of age
            memory.sources = now.sources
            with suppress(OSError):
                memory.save()
        report = Report(memory.findings, len(now.entries))
        pages = sum(is_page(path) for path in memory.keys)
        return Outcome(report, True, pages, len(memory.files) - 1, 0, self._clock.seconds)

    def _checked(self, now: Now, memory: Memory | None) -> tuple[Report, Catalogue | None]:
        """The report, and the catalogue unless there are errors."""
        if memory is not None:
            with suppress(ErrorFound):
                return self._checked_again(now, memory)
        report = check(self._root)
        return report, None if report.failed else report.catalogue

    def _checked_again(self, now: Now, memory: Memory) -> tuple[Report, Catalogue]:
        """As `_checked`, for what has changed. Raises ErrorFound."""
        taxonomy, problems = load_taxonomy(self._root)
        before = entry_files(memory.sources)
        changed = {path for path, content in now.entries.items() if before.get(path) != content}
        # Came, went or changed: what a patch says of its file has to be looked at again.
        files = {path for path, _ in now.downloads.items() ^ download_files(memory.sources).items()}
        changed |= {card.path for card in memory.cards.values() if f"{FILES_FOLDER}/{card.file}" in files}
        loaded = {path: load_file(self._root, path, kind_of_path(path)) for path in sorted(changed)}
        if taxonomy is None or problems or any(one.entry is None for one in loaded.values()):
            raise ErrorFound
        gone = changed | (before.keys() - now.entries.keys())
        cards = {card.id: card for card in memory.cards.values() if card.path not in gone}
        new = {card.id: card for card in cards_of(loaded.values(), taxonomy)}
        if len(new) < len(loaded) or not cards.keys().isdisjoint(new):
            raise ErrorFound  # two files of one id
        catalogue = Catalogue(taxonomy, cards | new, partial(_read, self._root))
        findings = check_again(
            self._root, catalogue, new, memory.cards, memory.findings, pages=now.theme != memory.theme
        )
        return Report(findings, len(catalogue.cards), taxonomy), catalogue

    def _theme_files(self, now: Now, memory: Memory) -> Files:
        """What the site generator makes of the hand-written pages, or has made of the same ones."""
        if memory.theme == now.theme:
            with suppress(Damaged):
                key, files = load(memory.theme_file)
                if key == now.theme:
                    found: Files = files
                    return found
        with tempfile.TemporaryDirectory(prefix="knownbase-theme-") as folder:
            self._render_pages(self._root, Path(folder))
            found = files_below(Path(folder))
        save(memory.theme_file, (now.theme, found))
        return found

    def _edit(self, view: View, now: Now, memory: Memory) -> Edit:
        """What is another than in the site of the last build."""
        before = (
            Catalogue(view.taxonomy, memory.cards, partial(_read, self._root)).visible(self._audience).cards
        )
        changed = {entry_id for entry_id, card in view.cards.items() if before.get(entry_id) != card}
        moved = before.keys() ^ view.cards.keys()
        # A patch is found by the anomalies that it mends, as far as they are visible.
        changed |= {card.id for card in view.cards.values() if not moved.isdisjoint(card.fixes)}
        gone = sorted(before.keys() - view.cards.keys())
        return Edit(sorted(changed), gone, before, pages=now.theme != memory.theme, whole=False)


def _read(root: Path, card: Card) -> Entry:
    loaded: Loaded = load_file(root, card.path, kind_of_path(card.path))
    if loaded.entry is None or loaded.digest != card.digest:
        raise PagesError(f"{card.path} was changed while the site was made; build again")
    return loaded.entry


def _remember(
    memory: Memory, now: Now, catalogue: Catalogue, report: Report, files: dict[str, Record], made: Made
) -> str:
    """Keeps what the next build can use; why not, where that cannot be done."""
    memory.base, memory.theme, memory.today, memory.sources = now.base, now.theme, now.today, now.sources
    memory.cards = dict(catalogue.cards)
    memory.findings, memory.files = report.findings, files
    memory.keys, memory.ledgers = made.keys, made.ledgers
    try:
        memory.save()
    except OSError as error:
        return f"{memory.folder} cannot be written ({error.strerror}); the next build makes everything anew"
    return ""


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
