"""`llms.txt` and `fr/llms.txt`: what the site holds, for language models (https://llmstxt.org).

Short however many entries there are: it names hand-written pages, products and the API, through which every entry is
found, and says where the Markdown of an entry's page stands.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from html import unescape
from typing import NamedTuple

from knownbase.model.ids import PLACES
from knownbase.model.locale import LANGUAGE_NAMES, other
from knownbase.model.plain import one_line
from knownbase.outputs.api.address import FOLDER
from knownbase.outputs.marked import link, marked
from knownbase.outputs.planned import PlannedFile, Whole
from knownbase.render.site import Site
from knownbase.render.theme import NOT_SEARCHED, locale_root

PRODUCTS_SHOWN = 50
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
    for site in whole.sites:
        heads = {
            path: head_of(html, path)
            for path, html in sorted(whole.written[site.locale].items())
            if path not in NOT_SEARCHED
        }
        parts = tuple(text.encode() for path, head in heads.items() for text in (path, *head))
        yield PlannedFile(
            f"{locale_root(site.locale)}llms.txt", parts, partial(_encoded, site, heads, whole.site_url)
        )


def _encoded(site: Site, heads: Heads, site_url: str) -> bytes:
    return llms_text(site, heads, site_url).encode()


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


def llms_text(site: Site, heads: Heads, site_url: str) -> str:
    """The file of one language; `site` is seen from its root."""
    taxonomy = site.taxonomy
    home = heads.get("index.html", Head("", ""))
    blocks = [f"# {marked(taxonomy.site.name.get(site.locale))}"]
    if home.description:
        blocks.append(f"> {marked(home.description)}")
    # A notice and words of ours: plain paragraphs, as the format asks for before the first section.
    blocks += [marked(taxonomy.site.notice.get(site.locale)), site.t("llms_markdown")]
    for title, lines in _sections(site, heads, site_url):
        blocks.append("\n".join([f"## {marked(title)}\n", *lines]))
    return "\n\n".join(blocks) + "\n"


def _sections(site: Site, heads: Heads, site_url: str) -> Iterator[tuple[str, list[str]]]:
    """Title and lines of each section, those that are empty left out."""
    base = site_url + locale_root(site.locale) if site_url else site.root
    root = site_url or site.asset("")

    def line(path: str, title: str, about: str = "", start: str = base) -> str:
        note = f": {marked(about)}" if about else ""  # as the format has it, in every language
        return f"- {link(marked(title), start + path)}{note}"

    hubs = [f"{place.section}/index.html" for place in PLACES.values()]
    yield (
        site.t("llms_lists"),
        [line(path, heads[path].title, heads[path].description) for path in hubs if path in heads],
    )
    products = [
        line(f"products/{one.id}.html", one.name, one.summary.get(site.locale))
        for one in site.taxonomy.products[:PRODUCTS_SHOWN]
    ]
    rest = len(site.taxonomy.products) - PRODUCTS_SHOWN
    if rest > 0:
        products.append(line("products/index.html", site.t("all_of_them", n=rest + PRODUCTS_SHOWN)))
    yield site.t("section_products"), products
    left = {path: head for path, head in heads.items() if path not in {*hubs, "index.html"}}
    left.pop("products/index.html", None)
    for folder in dict.fromkeys(path.rpartition("/")[0] for path in left):
        inside = {path: head for path, head in left.items() if path.rpartition("/")[0] == folder}
        first = heads.get(f"{folder}/index.html")
        title = first.title if first else site.t("pages")
        yield title, [line(path, head.title, head.description) for path, head in inside.items()]
    yield (
        site.t("llms_data"),
        [
            line(f"{FOLDER}index.json", "JSON", site.t("llms_index"), root),
            line(f"{FOLDER}anomalies.json", site.t("section_anomalies"), site.t("llms_rows"), root),
            line(f"{FOLDER}faqs.json", site.t("section_faq"), site.t("llms_rows"), root),
            line(f"{FOLDER}patches.json", site.t("section_downloads"), site.t("llms_rows"), root),
            line("sitemap.xml", "Sitemap", site.t("llms_sitemap"), root),
        ],
    )
    second = other(site.locale)
    french = site_url + locale_root(second) if site_url else site.twin("")
    yield site.t("llms_language"), [line("llms.txt", LANGUAGE_NAMES[second], "", french)]
