"""`llms.txt` and `fr/llms.txt`: what the site holds, for language models (https://llmstxt.org).

Short however many entries there are: it names hand-written pages, products and the API, through which every entry is
found, and says where the Markdown of an entry's page stands.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from html import unescape
from typing import NamedTuple

from knownbase.model.ids import page_path
from knownbase.model.locale import LANGUAGE_NAMES, other
from knownbase.model.plain import one_line
from knownbase.outputs.api.address import FOLDER
from knownbase.outputs.marked import link, marked
from knownbase.outputs.sitemap import SITEMAP
from knownbase.outputs.whole import Whole
from knownbase.render.planned import PlannedFile
from knownbase.render.site import Site
from knownbase.render.theme import NOT_SEARCHED, locale_root

PRODUCTS_SHOWN = 50
WORTH_A_SECTION = 3
"""Pages in a folder; those of smaller ones stand together."""

_H1 = re.compile(r"(?s)<h1\b[^>]*>(.*?)</h1>")
_DESCRIPTION = re.compile(r'<meta name="?description"? content=(?:"([^"]*)"|([^\s">]+))')
_TAG = re.compile(r"<[^>]*>")

Heads = Mapping[str, "Head"]
"""Path → head of each hand-written page of a language, those of a folder side by side."""


class Head(NamedTuple):
    """What a hand-written page says of itself, as plain text."""

    title: str
    description: str


def llms_files(whole: Whole) -> Iterator[PlannedFile]:
    example = next(iter(whole.view.cards), "")
    for site in whole.sites:
        heads = {
            path: head_of(html, path)
            for path, html in sorted(whole.written[site.locale].items())
            if path not in NOT_SEARCHED
        }
        parts = (example.encode(), *(text.encode() for path, head in heads.items() for text in (path, *head)))
        yield PlannedFile(
            f"{locale_root(site.locale)}llms.txt",
            parts,
            partial(_encoded, site, heads, example, whole.site_url),
        )


def _encoded(site: Site, heads: Heads, example: str, site_url: str) -> bytes:
    return llms_text(site, heads, example, site_url).encode()


def head_of(html: str, path: str) -> Head:
    """Heading and description of a page; its path where it has no heading."""
    before, _, article = html.partition("<article")
    title = _H1.search(article)
    description = _DESCRIPTION.search(before)
    return Head(
        _text(title[1]) if title else path, _text(description[1] or description[2]) if description else ""
    )


def _text(html: str) -> str:
    return one_line(unescape(_TAG.sub("", html)))


def llms_text(site: Site, heads: Heads, example: str, site_url: str) -> str:
    """The file of one language; `site` is seen from its root, `example` is the id of some entry or empty."""
    taxonomy = site.taxonomy
    home = heads.get("index.html")
    blocks = [f"# {marked(taxonomy.site.name.get(site.locale))}"]
    if home and home.description:
        blocks.append(f"> {marked(home.description)}")
    # Before the first section the format has paragraphs without a heading.
    blocks.append(marked(taxonomy.site.notice.get(site.locale)))
    if example:
        twin = f"{page_path(example).removesuffix('.html')}.md"
        blocks.append(site.t("llms_markdown", twin=link(twin, _root(site, site_url) + twin)))
    for title, lines in _sections(site, heads, site_url):
        if lines:
            blocks.append("\n".join([f"## {marked(title)}\n", *lines]))
    return "\n\n".join(blocks) + "\n"


def _root(site: Site, site_url: str) -> str:
    """Where the paths of a language begin."""
    return site_url + locale_root(site.locale) if site_url else site.root


def _sections(site: Site, heads: Heads, site_url: str) -> Iterator[tuple[str, list[str]]]:
    """Title and lines of each section; some have no lines."""
    root = _root(site, site_url)
    folders: dict[str, list[str]] = {}
    for path in heads:
        if path != "index.html":
            folders.setdefault(path.rpartition("/")[0], []).append(path)
    large = {folder: paths for folder, paths in folders.items() if len(paths) >= WORTH_A_SECTION}
    small = [path for folder, paths in folders.items() if folder not in large for path in paths]
    yield site.t("llms_start"), [_page(heads, path, root) for path in small]
    yield site.t("section_products"), list(_products(site, root))
    for folder, paths in large.items():
        first = heads.get(f"{folder}/index.html")
        yield first.title if first else site.t("pages"), [_page(heads, path, root) for path in paths]
    shared = site_url or site.asset("")
    data = {
        f"{FOLDER}index.json": ("JSON", site.t("llms_index")),
        f"{FOLDER}anomalies.json": (site.t("section_anomalies"), site.t("llms_rows")),
        f"{FOLDER}faqs.json": (site.t("section_faq"), site.t("llms_rows")),
        f"{FOLDER}patches.json": (site.t("section_downloads"), site.t("llms_rows")),
    }
    if site_url:
        data[SITEMAP] = ("Sitemap", site.t("llms_sitemap"))
    yield site.t("llms_data"), [_line(shared + path, *said) for path, said in data.items()]
    second = other(site.locale)
    there = site_url + locale_root(second) if site_url else site.twin("")
    yield site.t("llms_language"), [_line(f"{there}llms.txt", LANGUAGE_NAMES[second])]


def _line(address: str, title: str, about: str = "") -> str:
    note = f": {marked(about)}" if about else ""  # the format's own colon, the same in every language
    return f"- {link(marked(title), address)}{note}"


def _page(heads: Heads, path: str, root: str) -> str:
    return _line(root + path, *heads[path])


def _products(site: Site, root: str) -> Iterator[str]:
    every = site.taxonomy.products
    for one in every[:PRODUCTS_SHOWN]:
        yield _line(f"{root}products/{one.id}.html", one.name, one.summary.get(site.locale))
    if len(every) > PRODUCTS_SHOWN:
        yield _line(f"{root}products/index.html", site.t("all_of_them", n=len(every)))
