"""Theme + cards of one language → its pages: each is planned, and made unless the last build's may stay.

    entry pages, lists, products, codes    stamped into the shell
    hand-written pages                     slots filled, ids linked

The key of a page is the digest of all that it is made from. What it shows of other entries (their titles, a patch's
release) goes in by their digests, so that an edit reaches the pages that show it and no others.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup

from knownbase.cards import Card
from knownbase.model.ids import ID_IN_TEXT, page_path
from knownbase.read.content import PAGE_ROOTS
from knownbase.render.entries import entry_page
from knownbase.render.hubs import UnknownSlot, fill, generated_pages, has_slots
from knownbase.render.markdown import link_ids
from knownbase.render.site import Page, Site
from knownbase.render.theme import Theme, locale_root
from knownbase.store import digest
from knownbase.tree import Tree


class Output(NamedTuple):
    """A file below the root of the site, the key of what it is made from, and how it is made."""

    path: str
    key: bytes
    make: Callable[[], str]


def write_pages(
    site: Site,
    theme: Theme,
    listing_keys: Mapping[str, bytes],
    base: bytes,
    known: Mapping[str, bytes],
    tree: Tree,
) -> dict[str, bytes]:
    """Makes the pages of one language that are not as the last build left them; the key of every page.

    `base` is the key of what all pages are made from, `known` has the keys of pages that stand in the live site.
    """
    keys = {}
    for output in outputs(site, theme, listing_keys, base):
        keys[output.path] = output.key
        if known.get(output.path) == output.key:
            tree.keep(output.path)
        else:
            tree.write(output.path, output.make().encode())
    return keys


def outputs(site: Site, theme: Theme, listing_keys: Mapping[str, bytes], base: bytes) -> Iterator[Output]:
    """Every page of one language. Making one raises UnknownSlot."""
    root = locale_root(site.locale)
    base = digest(base, theme.digest, site.locale.encode())
    for card in site.view.cards.values():
        parts = _seen_by(card, site, listing_keys)
        yield Output(root + page_path(card.id), digest(base, *parts), partial(_entry, card.id, site, theme))
    for planned in generated_pages(site):
        key = digest(base, *planned.parts)
        yield Output(root + planned.path, key, partial(_stamped, planned.make, site, theme))
    everything = digest(*(card.digest for card in site.view.cards.values()))
    for path, html in theme.pages[site.locale].items():
        # Without slots a page depends on entries only by what it names.
        lists = everything if has_slots(html) else digest(*_named_in(html, site))
        yield Output(root + path, digest(base, html.encode(), lists), partial(filled, path, html, site))


def _seen_by(card: Card, site: Site, listing_keys: Mapping[str, bytes]) -> Iterator[bytes]:
    """All that the page of an entry is made from."""
    cards = site.view.cards
    yield card.digest
    yield card.path.encode()
    for one in site.related(card.id):
        yield one.id.encode()
        yield listing_keys[one.id]
    for one in site.view.fixed_by(card.id):
        yield one.id.encode()
        yield one.digest
    for entry_id in (*card.links, *card.requires, *card.fixes):
        if entry_id in cards:
            yield entry_id.encode()
            yield listing_keys[entry_id]
    yield from (entry_id.encode() for entry_id in card.mentions if entry_id in cards)


def _named_in(html: str, site: Site) -> Iterator[bytes]:
    """The entries that a hand-written page may link to."""
    yield from (one.encode() for one in ID_IN_TEXT.findall(html) if one in site.view.cards)


def _entry(entry_id: str, site: Site, theme: Theme) -> str:
    return _stamped(partial(entry_page, site.view.by_id[entry_id], site), site, theme)


def _stamped(make: Callable[[], Page], site: Site, theme: Theme) -> str:
    return theme.shells[site.locale].stamp(slot_values(make(), site, theme))


def slot_values(page: Page, site: Site, theme: Theme) -> dict[str, Any]:
    """The unescaped value of every slot."""
    canonical = theme.site_url + locale_root(site.locale) + page.path
    crumbs = Markup("").join(
        Markup('<li><a href="{}">{}</a>').format(url, title) for title, url in page.breadcrumb
    )
    return {
        "title": page.title,
        "description": page.description,
        "canonical": canonical,
        "jsonld": _article(page, site, canonical),
        "section": page.section,
        "alternate": site.twin(page.path),
        "breadcrumb": crumbs + Markup('<li aria-current="page">{}').format(page.name),
        "edit": theme.edit_uri + page.source,
        "body": page.body,
        "toc": "",
    }


def _article(page: Page, site: Site, canonical: str) -> dict[str, Any]:
    """https://schema.org/TechArticle"""
    article = {
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": page.title,
        "inLanguage": site.locale,
        "url": canonical,
    }
    if page.updated is not None:
        article["dateModified"] = page.updated.isoformat()
    return article


def filled(path: str, html: str, site: Site) -> str:
    """A hand-written page with its slots filled and its ids linked. Raises UnknownSlot."""
    here = site.at(path.count("/"))
    head, opening, rest = html.partition("<article")
    body, closing, tail = rest.partition("</article>")
    try:
        body = fill(link_ids(body, here.url_of), here)
    except UnknownSlot as error:
        source = f"{PAGE_ROOTS[site.locale]}/{path.removesuffix('.html')}.md"
        raise UnknownSlot(f"{source}: {error}") from None
    return head + opening + body + closing + tail
