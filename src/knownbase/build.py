"""Check, render, publish: the whole way from a content root to a site.

The site generator is handed in as a function, so that this module knows none.
"""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from knownbase.catalogue import Catalogue
from knownbase.check.run import Report, check
from knownbase.model.locale import DEFAULT_LOCALE, LOCALES
from knownbase.model.taxonomy import Audience
from knownbase.outputs.sitemap import sitemap
from knownbase.publish import aside, check_target, swap, write_manifest
from knownbase.read.content import FILES_FOLDER
from knownbase.render.assemble import assemble, take_theme

RenderPages = Callable[[Path, Path], None]
"""(content root, folder) → hand-written pages and shells in the folder; raises PagesError."""

Progress = Callable[[str, int], None]


class PagesError(Exception):
    """The site generator refused the hand-written pages; one message a line."""


@dataclass(frozen=True)
class Outcome:
    """What a build did. `published` is False when the check found errors."""

    report: Report
    published: bool
    pages: int = 0
    files: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def build(
    root: Path, out: Path, audience: Audience, render_pages: RenderPages, progress: Progress
) -> Outcome:
    """Builds the site of `root` into `out`. The old site stays when anything goes wrong.

    Raises Refused (the place cannot be used), PagesError, ShellError.
    """
    clock = _Clock()
    check_target(out, root)
    with clock.stage("check"):
        report = check(root)
    if report.failed or report.catalogue is None:
        return Outcome(report, published=False, seconds=clock.seconds)
    progress("entries checked", report.entries)
    with aside(out) as tree:
        with clock.stage("pages"):
            render_pages(root, tree)
        with clock.stage("entries"):
            pages = finish(report.catalogue, audience, root, tree, progress)
        with clock.stage("publish"):
            files = write_manifest(tree)
            swap(tree, out)
    return Outcome(report, published=True, pages=pages, files=files, seconds=clock.seconds)


def finish(catalogue: Catalogue, audience: Audience, root: Path, tree: Path, progress: Progress) -> int:
    """Everything after the site generator: pages stamped, slots filled, files and sitemap written.

    Returns the number of pages.
    """
    view = catalogue.visible(audience)
    theme = take_theme(tree)
    assemble(view, theme, tree, progress)
    copy_downloads(root, tree, {patch.file for patch in view.patches if patch.file})
    pages = list(_pages(tree))
    english = [
        page for page in pages if page.split("/")[0] not in LOCALES or page.startswith(f"{DEFAULT_LOCALE}/")
    ]
    (tree / "sitemap.xml").write_text(sitemap(theme.site_url, english), "utf-8", newline="\n")
    (tree / "sitemap.xml.gz").unlink(missing_ok=True)
    return len(pages)


def copy_downloads(root: Path, tree: Path, names: Iterable[str]) -> None:
    """Copies the files that visible patches offer, and no others."""
    for name in sorted(names):
        source = root / FILES_FOLDER / name
        if source.is_file():
            target = tree / FILES_FOLDER / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _pages(tree: Path) -> Iterator[str]:
    for file in sorted(tree.rglob("*.html")):
        path = file.relative_to(tree).as_posix()
        if path != "404.html" and not path.startswith("assets/"):
            yield path


class _Clock:
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
