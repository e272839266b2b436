"""Theme + cards → pages: each is planned, and made unless the last build's may stay.

entry pages                            stamped into the shell; made when the entry, or one that it shows, changed
lists, products, codes                 stamped; made when the digest of what they are made from is another
hand-written pages                     slots filled, ids linked; likewise
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple, Protocol

from markupsafe import escape

from knownbase.cards import Card, same
from knownbase.model.entry import Entry
from knownbase.model.ids import ID_IN_TEXT, page_path
from knownbase.model.layout import PAGE_ROOTS
from knownbase.progress import Items, counted
from knownbase.render.entries import entry_page
from knownbase.render.hubs import UnknownSlot, fill, generated_pages, lists_entries, made_of
from knownbase.render.markdown import link_ids
from knownbase.render.site import Page, Site
from knownbase.render.structured import structured
from knownbase.render.theme import Theme, locale_root
from knownbase.store import digest
from knownbase.tree import Tree


class Kept(NamedTuple):
    """What the last build left: key of each page that has one, and whose entries' pages cannot stay."""

    keys: Mapping[str, bytes]
    stale: Collection[str]


def seen_elsewhere(
    cards: Mapping[str, Card], before: Mapping[str, Card], neighbours: Mapping[str, Collection[str]]
) -> set[str]:
    """Ids of the entries whose pages show something of an entry that came, went or changed since `before`.

    `neighbours`: id → entries that its page names because they speak of the same things.
    """
    moved = {one for one, card in cards.items() if not same(card, before.get(one))}
    moved |= before.keys() - cards.keys()
    seen = set(moved)
    seen.update(one for one, card in cards.items() if not moved.isdisjoint(card.named))
    for one in moved:
        seen.update(*(side[one].named for side in (cards, before) if one in side))
    seen.update(one for one, found in neighbours.items() if not moved.isdisjoint(found))
    return seen


class _EntryFile(Protocol):
    """A file of each entry beside its pages: see outputs."""

    @property
    def path(self) -> Callable[[str], str]: ...

    @property
    def make(self) -> Callable[[Entry, Sequence[Site], str], bytes]: ...


def write_entry_pages(
    ids: Items[str],
    sites: Sequence[Site],
    theme: Theme,
    beside: Sequence[_EntryFile],
    kept: Kept,
    tree: Tree,
) -> list[str]:
    """Makes the pages of entries, in every language, and the files beside them that are not as the last build left them.

    The paths of all.
    """
    paths = []
    roots = [(locale_root(site.locale), site) for site in sites]
    for entry_id in counted("making pages", ids):
        below, stale = page_path(entry_id), entry_id in kept.stale
        for root, site in roots:
            path = root + below
            paths.append(path)
            if not stale and path in tree.known:
                tree.keep(path)
            else:
                make = partial(entry_page, site.view.by_id[entry_id], site)
                tree.write(path, _stamped(make, site, theme))
        for file in beside:
            path = file.path(entry_id)
            paths.append(path)
            if not stale and path in tree.known:
                tree.keep(path)
            else:
                tree.write(path, file.make(sites[0].view.by_id[entry_id], sites, theme.site_url))
    return paths


def write_other_pages(site: Site, theme: Theme, base: bytes, kept: Kept, tree: Tree) -> dict[str, bytes]:
    """Makes all other pages of one language that are not as the last build left them; path → key of all.

    `base` is the key of what all pages are made from. Raises UnknownSlot.
    """
    root = locale_root(site.locale)
    keys: dict[str, bytes] = {}
    base = digest(base, theme.digest, site.locale.encode())
    for path, parts, work in _keyed(site, theme):
        key = keys[root + path] = digest(base, *parts)
        if root + path in tree.known and kept.keys.get(root + path) == key:
            tree.keep(root + path)
        else:
            tree.write(root + path, work())
    return keys


def _keyed(site: Site, theme: Theme) -> Iterator[tuple[str, tuple[bytes, ...], Callable[[], bytes]]]:
    """Path, what it is made from, and how, of every page but those of entries."""
    for planned in generated_pages(site):
        yield planned.path, planned.parts, partial(_stamped, planned.make, site, theme)
    everything = b"".join(card.digest for card in site.view.cards.values())
    for path, html in theme.pages[site.locale].items():
        # Without lists a page depends on entries only by what it names.
        lists = everything if lists_entries(html) else b" ".join(_named_in(html, site))
        yield path, (html.encode(), lists, made_of(html)), partial(filled, path, html, site)


def _named_in(html: str, site: Site) -> Iterator[bytes]:
    """The entries that a hand-written page may link to."""
    yield from (one.encode() for one in ID_IN_TEXT.findall(html) if one in site.view.cards)


def _stamped(make: Callable[[], Page], site: Site, theme: Theme) -> bytes:
    return theme.shells[site.locale].stamp(slot_values(make(), site, theme))


def slot_values(page: Page, site: Site, theme: Theme) -> dict[str, Any]:
    """The unescaped value of every slot."""
    # Without an address of its own, a site can be anywhere: then a page names itself by its file.
    canonical = (
        theme.site_url + locale_root(site.locale) + page.path
        if theme.site_url
        else page.path.rpartition("/")[2]
    )
    crumbs = "".join(_crumb(title, url) for title, url in page.breadcrumb)
    return {
        "title": page.title,
        "description": page.description,
        "canonical": canonical,
        "jsonld": _described(page, site, canonical),
        "section": page.section,
        "alternate": site.twin(page.path),
        "breadcrumb": f'{crumbs}<li aria-current="page">{escape(page.name)}',
        "edit": theme.edit_uri + page.source,
        "body": page.body,
        "toc": "",
    }


@lru_cache(maxsize=1 << 10)
def _crumb(title: str, url: str) -> str:
    """Most pages share those of their section."""
    return f'<li><a href="{escape(url)}">{escape(title)}</a>'


def _described(page: Page, site: Site, canonical: str) -> dict[str, Any]:
    return structured(
        "CollectionPage" if page.updated is None else "TechArticle",
        page.title,
        page.description,
        canonical,
        site.locale,
        page.breadcrumb,
        page.name,
        page.published,
        page.updated,
    )


def filled(path: str, html: str, site: Site) -> bytes:
    """A hand-written page with its slots filled and its ids linked. Raises UnknownSlot."""
    here = site.at(path.count("/"))
    head, opening, rest = html.partition("<article")
    body, closing, tail = rest.partition("</article>")
    try:
        body = fill(link_ids(body, here.url_of), here)
    except UnknownSlot as error:
        source = f"{PAGE_ROOTS[site.locale]}/{path.removesuffix('.html')}.md"
        raise UnknownSlot(f"{source}: {error}") from None
    return (head + opening + body + closing + tail).encode()
