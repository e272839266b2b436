"""Content roots for tests: the repository's own, the small one in tests/pages/base, and what is made of them.

BASE ─ copy_of ─► a root to spoil ─ site_of ─► pages in memory
                  changed           └ built ───► a whole site, through MkDocs or through `stand_in_pages`
                                    └ made ────► the same, again and again
"""

import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from knownbase.build import build
from knownbase.catalogue import Catalogue
from knownbase.closures import closures_in, computed
from knownbase.model.audience import Audience
from knownbase.model.entry import Entry
from knownbase.model.locale import Locale
from knownbase.order import Outcome, RenderPages
from knownbase.read.content import Content, load
from knownbase.read.strings import strings
from knownbase.render.entries import entry_pages
from knownbase.render.site import Page, Site

REPOSITORY = Path(__file__).parent.parent
BASE = REPOSITORY / "tests" / "pages" / "base"
THEME = REPOSITORY / "tests" / "pages" / "theme"
"""A tree as a site generator leaves it: shells, settings and one page with slots in each language."""
ADDRESS = "https://support.example.org/"
"""Where the site lies that is made of that tree."""


def copy_of(root: Path, place: Path) -> Path:
    """What makes up a content root, and nothing else that lies in the folder."""
    for name in ("docs", "docs_fr", "faq", "anomalies_db", "downloads"):
        shutil.copytree(root / name, place / name)
    for name in ("taxonomy.yaml", "mkdocs.yml"):
        shutil.copy(root / name, place / name)
    return place


@cache
def _shipped() -> Content:
    """Read once for the tests of a process: what is read never changes."""
    return load(REPOSITORY)


def catalogue_of(root: Path) -> Catalogue:
    content = _shipped() if root == REPOSITORY else load(root)
    assert content.taxonomy is not None, list(content.problems())
    return Catalogue.of(content, content.taxonomy)


def site_of(root: Path, locale: Locale, audience: Audience = "public", depth: int = 1) -> Site:
    docs = root / "docs"
    pages = frozenset(page.relative_to(docs).with_suffix(".html").as_posix() for page in docs.rglob("*.md"))
    view = catalogue_of(root).visible(audience)
    closures = closures_in(computed(view.taxonomy.hotline), locale)
    shown = dict.fromkeys(view.cards, b"")
    return Site(view, locale, strings(locale), pages, depth, shown=shown, address=ADDRESS, closures=closures)


def page_of(entry: Entry, site: Site) -> Page:
    return entry_pages([entry], site)[0]


def stand_in_pages(root: Path, tree: Path) -> None:
    """In the place of MkDocs, where a test is not about it."""
    shutil.copytree(THEME, tree, dirs_exist_ok=True)


def mkdocs_pages(root: Path, tree: Path) -> None:
    from knownbase.plugin import render_pages

    render_pages(root, tree)


def made(
    root: Path,
    out: Path,
    audience: Audience = "public",
    *,
    clean: bool = False,
    pages: RenderPages = stand_in_pages,
    copies: Sequence[str] = (),
) -> Outcome:
    """A build of a root of the test's own, published or not."""
    return build(root, out, audience, pages, lambda _what, _count: None, clean=clean, copies=copies)


def changed(root: Path, path: str, old: str, new: str) -> None:
    """Writes `new` for `old` in a file of a content root."""
    file = root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def built(
    root: Path, out: Path, audience: Audience = "public", pages: RenderPages = stand_in_pages
) -> Outcome:
    if root == BASE:  # a build leaves its cache in the content root
        root = copy_of(BASE, Path(tempfile.mkdtemp(prefix="base-", dir=out.parent)))
    outcome = made(root, out, audience, pages=pages)
    assert outcome.published, outcome.report.findings
    return outcome


def files_of(tree: Path) -> dict[str, bytes]:
    """Relative path → bytes of every file."""
    return {
        file.relative_to(tree).as_posix(): file.read_bytes()
        for file in sorted(tree.rglob("*"))
        if file.is_file()
    }
