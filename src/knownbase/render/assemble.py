"""Hand-written pages and shells from the theme + the catalogue → the whole tree of pages.

tree/                     as the site generator left it
  index.html …            pages with slots            ─ filled in place
  _kb/shell.html          the prototype page          ─ cut, then taken away
  _kb/site.json           {"site_url", "edit_uri"}    ─ read, then taken away
  fr/…                    the same in French
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

from markupsafe import Markup

from knownbase.catalogue import View
from knownbase.model.locale import DEFAULT_LOCALE, LOCALES, Locale
from knownbase.model.plain import one_line
from knownbase.parallel import side_by_side
from knownbase.read.content import PAGE_ROOTS
from knownbase.read.strings import strings
from knownbase.render.assets import squeeze
from knownbase.render.documents import PageText, documents, facet_labels
from knownbase.render.entries import entry_page
from knownbase.render.hubs import UnknownSlot, fill, generated_pages
from knownbase.render.markdown import link_ids
from knownbase.render.shell import Shell
from knownbase.render.site import Page, Site
from knownbase.search.engine import engine_script
from knownbase.search.index import Inverted, index_files
from knownbase.search.related import related_entries
from knownbase.search.shards import texts_file

PROTOTYPE = "_kb"
SEARCH = "search"
TEXTS = ("find_", "reply_")
"""Beginnings of the keys of the interface texts that the scripts of the search show."""
NOT_SEARCHED = frozenset({"404.html"})
_H1 = re.compile(r"(?s)<h1\b[^>]*>(.*?)</h1>")
_COMMENT = re.compile(r"(?s)<!--.*?-->")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Theme:
    """What the site generator supplies besides hand-written pages: one shell a language, two addresses.

    `site_url` and `edit_uri` end with a slash or are empty.
    """

    shells: dict[Locale, Shell]
    site_url: str
    edit_uri: str


def locale_root(locale: Locale) -> str:
    """The folder of a language below the site's root: "" or "fr/"."""
    return "" if locale == DEFAULT_LOCALE else f"{locale}/"


def take_theme(tree: Path) -> Theme:
    """Reads the shells of a tree and takes them away. Raises ShellError, FileNotFoundError."""
    settings = json.loads((tree / PROTOTYPE / "site.json").read_text("utf-8"))
    shells = {
        locale: Shell.cut((tree / locale_root(locale) / PROTOTYPE / "shell.html").read_text("utf-8"))
        for locale in LOCALES
    }
    for locale in LOCALES:
        shutil.rmtree(tree / locale_root(locale) / PROTOTYPE)
    return Theme(shells, settings["site_url"], settings["edit_uri"])


def assemble(view: View, theme: Theme, tree: Path, progress: Callable[[str, int], None]) -> list[str]:
    """Fills the slots of the pages in `tree` and stamps every other page into it, languages side by side.

    Returns the stamped paths, relative to `tree`. `progress` is told what was done and how many.
    """
    pages = frozenset(hand_written(tree, DEFAULT_LOCALE))  # the same in every language: KB505
    sites = [Site(view, locale, strings(locale), pages) for locale in LOCALES]
    indexed = side_by_side([partial(index_language, tree, site) for site in sites])
    # Of one language, so that all show the same: by the terms, not by the words of a translation.
    _, neighbours = indexed[0]
    sites = [replace(site, neighbours=neighbours) for site in sites]
    stamped = side_by_side([partial(stamp_language, tree, site, theme) for site in sites])
    for site, (files, _), (filled, paths) in zip(sites, indexed, stamped, strict=True):
        progress(f"search files written ({site.locale})", files)
        progress(f"pages filled ({site.locale})", filled)
        progress(f"pages stamped ({site.locale})", len(paths))
    (tree / SEARCH / "engine.js").write_text(engine_script(), "utf-8", newline="\n")
    squeeze(tree)
    return [path for _, paths in stamped for path in paths]


def index_language(tree: Path, site: Site) -> tuple[int, dict[str, tuple[str, ...]]]:
    """Writes the search index of one language; number of files, related entries in the default language."""
    inverted = Inverted(documents(site, page_texts(tree, site)), site.locale)
    related = related_entries(inverted) if site.locale == DEFAULT_LOCALE else {}
    return write_index(tree, site, inverted), related


def stamp_language(tree: Path, site: Site, theme: Theme) -> tuple[int, list[str]]:
    """Fills the pages of one language and stamps the others; how many were filled, which were stamped."""
    filled = fill_pages(tree, site)
    written = []
    folders: set[str] = set()
    for path, text in stamped_pages(site, theme):
        folder = path.rpartition("/")[0]
        if folder not in folders:
            (tree / folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        with open(f"{tree}/{path}", "wb") as file:
            file.write(text.encode())
        written.append(path)
    return filled, written


def write_index(tree: Path, site: Site, inverted: Inverted) -> int:
    """Writes the search index of one language; returns the number of files."""
    folder = tree / SEARCH / site.locale
    folder.mkdir(parents=True)
    texts = {key: site.strings[key] for key in site.strings if key.startswith(TEXTS)}
    files = [
        *index_files(inverted, site.taxonomy.glossary, facet_labels(site)),
        texts_file(site.locale, texts),
    ]
    for name, text in files:
        (folder / name).write_text(text, "utf-8", newline="\n")
    return len(files)


def page_texts(tree: Path, site: Site) -> dict[str, PageText]:
    """The hand-written pages that can be found, by path, before their slots are filled."""
    return {path: page_text(tree, path, site.locale) for path in site.pages - NOT_SEARCHED}


def page_text(tree: Path, path: str, locale: Locale) -> PageText:
    """Title and text of a hand-written page, before its slots are filled."""
    html = (tree / locale_root(locale) / path).read_text("utf-8")
    article = html.partition("<article")[2].partition(">")[2].partition("</article>")[0]
    heading = _H1.search(article)
    body = article[heading.end() :] if heading else article
    return PageText(path, _text(heading[1]) if heading else path, _text(body))


def _text(html: str) -> str:
    return one_line(unescape(_TAG.sub(" ", _COMMENT.sub("", html))))


def stamped_pages(site: Site, theme: Theme) -> Iterator[tuple[str, str]]:
    """Path below the tree and text of every page that is stamped in one language."""
    root = locale_root(site.locale)
    shell = theme.shells[site.locale]
    for entry in site.view.entries:
        page = entry_page(entry, site)
        yield root + page.path, shell.stamp(slot_values(page, site, theme))
    for page in generated_pages(site):
        yield root + page.path, shell.stamp(slot_values(page, site, theme))


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


def hand_written(tree: Path, locale: Locale) -> Iterator[str]:
    """Paths, below the root of one language, of the pages that the site generator left."""
    top = tree / locale_root(locale)
    nested = (
        {f"{other}/" for other in LOCALES if other != DEFAULT_LOCALE} if locale == DEFAULT_LOCALE else set()
    )
    for file in sorted(top.rglob("*.html")):
        path = file.relative_to(top).as_posix()
        if not path.startswith(tuple(nested)):
            yield path


def fill_pages(tree: Path, site: Site) -> int:
    """Fills the slots and links the ids of one language's hand-written pages, in place.

    Raises UnknownSlot.
    """
    filled = 0
    for path in hand_written(tree, site.locale):
        file = tree / locale_root(site.locale) / path
        here = site.at(path.count("/"))
        text = file.read_text("utf-8")
        head, opening, rest = text.partition("<article")
        body, closing, tail = rest.partition("</article>")
        try:
            filled_body = fill(link_ids(body, here.url_of), here)
        except UnknownSlot as error:
            source = f"{PAGE_ROOTS[site.locale]}/{path.removesuffix('.html')}.md"
            raise UnknownSlot(f"{source}: {error}") from None
        new = head + opening + filled_body + closing + tail
        if new != text:
            file.write_text(new, "utf-8", newline="\n")
            filled += 1
    return filled
