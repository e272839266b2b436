"""Theme + cards → pages.

entry pages                            stamped into the shell; made when the entry, or one that it shows, changed
lists, products, codes                 stamped; planned, and made when the digest of what they are made from is another
hand-written pages                     slots filled, ids linked; likewise
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache, partial
from typing import Any

from markupsafe import escape

from knownbase.cards import Card
from knownbase.failure import NotMade
from knownbase.model.ids import ids_in, page_path
from knownbase.model.layout import PAGE_ROOTS
from knownbase.model.locale import LOCALES
from knownbase.progress import Items, counted
from knownbase.render.entries import entry_pages
from knownbase.render.hubs import UnknownSlot, fill, generated_pages, lists_entries, made_of
from knownbase.render.markdown import link_ids
from knownbase.render.planned import EntryFile, PlannedFile
from knownbase.render.site import Page, Site, digests
from knownbase.render.structured import structured
from knownbase.render.theme import Theme, locale_root
from knownbase.runs import runs
from knownbase.tree import Tree


class PathTaken(NotMade):
    """A hand-written page stands where the site makes one itself; one message a line."""


def seen_elsewhere(moved: Set[str], cards: Mapping[str, Card], before: Mapping[str, Card]) -> set[str]:
    """Ids of the entries whose pages show something of those that came, went or changed since `before`, and of these."""
    seen = set(moved)
    seen.update(one for one, card in cards.items() if not moved.isdisjoint(card.named))
    for one in moved:
        seen.update(*(side[one].named for side in (cards, before) if one in side))
    return seen


def write_entry_files(
    ids: Items[str], sites: Sequence[Site], theme: Theme, beside: Sequence[EntryFile], tree: Tree
) -> None:
    """Makes the pages of entries, in every language, and the files beside them; no page where `redirects` lead on."""
    by_id, lead_on = sites[0].view.by_id, sites[0].view.kept_for
    for run in runs(counted("making pages", ids)):
        entries = [by_id[one] for one in run]
        shown = [entry for entry in entries if entry.id not in lead_on]
        for site in sites:
            root, shell = locale_root(site.locale), theme.shells[site.locale]
            pages = entry_pages(shown, site)
            values = [slot_values(page, site, theme) for page in pages]
            tree.write_all(zip([root + page.path for page in pages], map(shell.stamp, values), strict=True))
        for file in beside:
            made = file.make(entries, sites, theme.site_url)
            tree.write_all(zip(map(file.path, run), made, strict=True))
        for site in sites:
            site.at_hand.clear()


def paths_of_entry(entry_id: str, beside: Sequence[EntryFile]) -> Iterator[str]:
    """What `write_entry_files` makes of an entry."""
    below = page_path(entry_id)
    yield from (locale_root(locale) + below for locale in LOCALES)
    yield from (file.path(entry_id) for file in beside)


def paths_of_pages(site: Site, theme: Theme) -> Iterator[str]:
    """Paths of `listing_pages` and `written_pages`, below the root of the language."""
    yield from (planned.path for planned in generated_pages(site))
    yield from theme.pages[site.locale]


def listing_pages(site: Site, theme: Theme) -> Iterator[PlannedFile]:
    """Lists, products, their sheets, codes. Raises PathTaken."""
    root, shared = locale_root(site.locale), (theme.digest, site.locale.encode())
    generated = list(generated_pages(site))
    _refuse_taken(theme.pages[site.locale], {planned.path for planned in generated}, site)
    for planned in generated:
        make = partial(_stamped, planned.make, site, theme)
        yield PlannedFile(root + planned.path, (*shared, *planned.parts()), make)


def written_pages(site: Site, theme: Theme) -> Iterator[PlannedFile]:
    """The pages that people have written. Making one raises UnknownSlot."""
    root, shared = locale_root(site.locale), (theme.digest, site.locale.encode())
    everything = digests(site.view.cards.values(), site)
    for path, html in theme.pages[site.locale].items():
        # Without lists a page depends on entries only by what it names.
        lists = everything if lists_entries(html) else (b" ".join(_named_in(html, site)),)
        parts = (*shared, html.encode(), *lists, made_of(html))
        yield PlannedFile(root + path, parts, partial(filled, path, html, site))


def _refuse_taken(written: Iterable[str], generated: Collection[str], site: Site) -> None:
    """Raises PathTaken for hand-written pages that would stand where the site makes one, which it would hide."""
    taken = [path for path in written if path in generated or _is_entry(path, site)]
    if taken:
        raise PathTaken(
            "\n".join(
                f"{_source(path, site)}: the site makes a page of its own at {locale_root(site.locale)}{path}; "
                "give this one another name"
                for path in taken
            )
        )


def _is_entry(path: str, site: Site) -> bool:
    name = path.rpartition("/")[2].removesuffix(".html")
    return name in site.view.cards and path == page_path(name)


def _source(path: str, site: Site) -> str:
    """The file of a hand-written page, below the content root."""
    return f"{PAGE_ROOTS[site.locale]}/{path.removesuffix('.html')}.md"


def _named_in(html: str, site: Site) -> Iterator[bytes]:
    """The entries that a hand-written page may link to."""
    yield from (one.encode() for _, one in ids_in(html) if one in site.view.cards)


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


def _described(page: Page, site: Site, canonical: str) -> str:
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
        raise UnknownSlot(f"{_source(path, site)}: {error}") from None
    return (head + opening + body + closing + tail).encode()
