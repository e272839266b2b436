"""`sitemap.xml`: every page with its alternate in the other language and `x-default`; of an entry also the last change.

    sitemap.xml ─┬─► sitemap-anomalies-1.xml    a large site has an index, and a part for some thousand pages of
                 ├─► sitemap-anomalies-2.xml    a folder: an edit makes that part, a new entry the last one
                 └─► sitemap-site-1.xml         pages that lie in no folder

https://www.sitemaps.org/protocol.html; alternates:
https://developers.google.com/search/docs/specialty/international/localized-versions
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from knownbase.model.ids import page_path
from knownbase.model.locale import DEFAULT_LOCALE, LOCALES
from knownbase.outputs.whole import Whole
from knownbase.render.planned import PlannedFile

SITEMAP = "sitemap.xml"
MOST_URLS = 10_000
"""In one file. Allowed are 50,000; a part is made anew as a whole, so it had better be small."""
MOST_OCTETS = 50_000_000
"""In one file; allowed are 52,428,800."""

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = f'{_XML}<urlset xmlns="{_SCHEMA}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
_PLAIN = re.compile(r"[A-Za-z0-9/._-]*")
"""A path that neither an address nor XML writes in another way: nearly every one."""
_URL_SAFE = "/:?#[]@!$&'()*+,;=%~"
_ROW = 300
"""Octets of a row without its addresses, rounded up."""


class Listed(NamedTuple):
    """Path of an English page, as it stands in an address; day of its last change as `date.toordinal` counts, or 0."""

    path: str
    changed: int


def sitemap_files(whole: Whole) -> Iterator[PlannedFile]:
    """Nothing where the site does not know its address: a sitemap holds whole addresses only."""
    if not whole.site_url:
        return
    changed = {page_path(card.id): card.updated for card in whole.view.cards.values()}
    pages = [Listed(_written(path), changed.get(path, 0)) for path in whole.pages]
    root = escape(quote(whole.site_url, safe=_URL_SAFE))
    if len(pages) <= _most(pages, root):
        yield PlannedFile(SITEMAP, (_key(pages),), lambda: sitemap(root, pages).encode())
        return
    parts: dict[str, Sequence[Listed]] = {}
    for folder, chunk in _by_folder(pages, root):
        number = sum(path.startswith(f"sitemap-{folder}-") for path in parts) + 1
        parts[f"sitemap-{folder}-{number}.xml"] = chunk
    for path, chunk in parts.items():
        yield PlannedFile(path, (_key(chunk),), partial(_part, root, chunk))
    newest = {path: max(page.changed for page in chunk) for path, chunk in parts.items()}
    key = "\0".join(f"{path} {day}" for path, day in newest.items())
    yield PlannedFile(SITEMAP, (key.encode(),), lambda: sitemap_index(root, newest.items()).encode())


def _written(path: str) -> str:
    return path if _PLAIN.fullmatch(path) else escape(quote(path))


def _key(pages: Iterable[Listed]) -> bytes:
    return "\0".join([f"{path} {changed}" for path, changed in pages]).encode()


def _by_folder(pages: Iterable[Listed], root: str) -> Iterator[tuple[str, Sequence[Listed]]]:
    """Pages of each folder, in chunks; a new entry comes last: a number of more digits after those of fewer."""
    folders: dict[str, list[Listed]] = {}
    for page in pages:
        folder, slash, _ = page.path.partition("/")
        folders.setdefault(folder if slash else "", []).append(page)
    names: dict[str, list[Listed]] = {}
    for folder, inside in folders.items():
        names.setdefault(re.sub(r"[^A-Za-z0-9-]+", "-", folder) or "site", []).extend(inside)
    for name, inside in sorted(names.items()):
        inside.sort(key=lambda page: (len(page.path), page.path))
        yield from ((name, chunk) for chunk in _chunks(inside, root))


def _chunks(pages: Sequence[Listed], root: str) -> Iterator[Sequence[Listed]]:
    """Runs of pages, each as long as one file may be."""
    most = _most(pages, root)
    yield from (pages[n : n + most] for n in range(0, len(pages), most))


def _most(pages: Sequence[Listed], root: str) -> int:
    """How many of the pages one file may hold, were all their paths as long as the longest."""
    longest = len(root) + max((len(page.path) for page in pages), default=0)
    octets = len(LOCALES) * (_ROW + (len(LOCALES) + 2) * longest)
    return max(1, min(MOST_URLS // len(LOCALES), (MOST_OCTETS - len(_HEAD)) // octets))


def _part(root: str, pages: Iterable[Listed]) -> bytes:
    return sitemap(root, pages).encode()


def sitemap(root: str, pages: Iterable[Listed]) -> str:
    """`root`: the site's address, as XML writes it. Each page exists in every language."""
    roots = [root + ("" if locale == DEFAULT_LOCALE else f"{locale}/") for locale in LOCALES]
    hreflangs = [*zip(LOCALES, roots, strict=True), ("x-default", root)]
    rows = []
    for path, changed in pages:
        rest = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{url}{path}"/>' for code, url in hreflangs
        )
        day = _lastmod(changed)
        rows += [f"<url><loc>{url}{path}</loc>{day}{rest}</url>\n" for url in roots]
    return f"{_HEAD}{''.join(rows)}</urlset>\n"


def sitemap_index(root: str, parts: Iterable[tuple[str, int]]) -> str:
    """`parts`: path, and the day of the last change in it or 0."""
    rows = [f"<sitemap><loc>{root}{path}</loc>{_lastmod(day)}</sitemap>\n" for path, day in parts]
    return f'{_XML}<sitemapindex xmlns="{_SCHEMA}">\n{"".join(rows)}</sitemapindex>\n'


def _lastmod(day: int) -> str:
    return f"<lastmod>{dt.date.fromordinal(day).isoformat()}</lastmod>" if day else ""
