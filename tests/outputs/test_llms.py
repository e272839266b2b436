"""llms.txt is of the form that https://llmstxt.org describes, leads to what is there, and stays short."""

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pyromark
import pytest
from parsed import Parsed
from roots import BASE, site_of

from knownbase.model.locale import LOCALES, Locale
from knownbase.outputs.llms import PRODUCTS_SHOWN, Head, head_of, llms_text

LINE = re.compile(r"- \[(?:\\.|[^\]\\])+\]\((?:<[^>]+>|[^\s)]+)\)(?:: \S.*)?")
ADDRESS = "https://support.addonmail.example/"


@pytest.mark.parametrize("path", ["llms.txt", "fr/llms.txt"])
def test_its_form(site: Path, path: str) -> None:
    """A heading, a quotation, paragraphs; then sections that hold lists of links and nothing else."""
    text = (site / path).read_text("utf-8")
    head, *sections = re.split(r"(?m)^## ", text)
    assert re.fullmatch(r"# .+\n\n> .+\n\n(?:[^#>\-\n].*\n\n)+", head)
    assert len(sections) >= 6
    for section in sections:
        title, blank, *lines = section.rstrip("\n").split("\n")
        assert (title.strip() != "", blank) == (True, "")
        assert lines
        assert [line for line in lines if not LINE.fullmatch(line)] == []


@pytest.mark.parametrize("path", ["llms.txt", "fr/llms.txt"])
def test_its_links_lead_to_files(site: Path, path: str) -> None:
    page = Parsed(pyromark.Markdown().html((site / path).read_text("utf-8")))
    links = [one["href"] for one in page.all("a")]
    assert len(links) > 25
    assert all(one.startswith(ADDRESS) for one in links)
    assert [one for one in links if not (site / one.removeprefix(ADDRESS)).is_file()] == []


@pytest.mark.parametrize("path", ["llms.txt", "fr/llms.txt"])
def test_every_hand_written_page_is_named(site: Path, path: str) -> None:
    text = (site / path).read_text("utf-8")
    folder = Path(__file__).parents[2] / ("docs_fr" if path.startswith("fr/") else "docs")
    pages = {page.relative_to(folder).with_suffix(".html").as_posix() for page in folder.rglob("*.md")}
    own = ADDRESS + path.removesuffix("llms.txt")
    assert {page for page in pages if f"({own}{page})" not in text} == {"index.html", "404.html"} & pages


@pytest.mark.parametrize("locale", LOCALES)
def test_without_an_address_links_are_relative(locale: Locale) -> None:
    site = site_of(BASE, locale, depth=0)
    text = llms_text(site, {"faq/index.html": Head("Questions", "")}, "FAQ-0001", "")
    own = {"en": "", "fr": "fr/"}[locale]
    targets = {
        urlsplit(urljoin(f"https://x/{own}llms.txt", one)).path for one in re.findall(r"\]\((\S+?)\)", text)
    }
    other = {"en": "/fr/llms.txt", "fr": "/llms.txt"}[locale]
    assert targets == {
        f"/{own}faq/FAQ-0001.md", f"/{own}faq/index.html", f"/{own}products/relay.html",
        f"/{own}products/viewer.html", "/api/v1/index.json", "/api/v1/anomalies.json", "/api/v1/faqs.json",
        "/api/v1/patches.json", other,
    }  # fmt: skip


def test_products_without_end_are_cut_short() -> None:
    site = site_of(BASE, "en", depth=0)
    relay = site.taxonomy.products[0]
    many = tuple(relay.model_copy(update={"id": f"relay-{n}"}) for n in range(PRODUCTS_SHOWN + 70))
    site.view.taxonomy = site.taxonomy.model_copy(update={"products": many})
    text = llms_text(site, {}, "", "https://x/")
    assert text.count("/products/relay-") == PRODUCTS_SHOWN
    assert f"- [See all {PRODUCTS_SHOWN + 70}](https://x/products/index.html)\n" in text


def test_what_a_page_says_of_itself() -> None:
    html = (
        '<meta name="description" content="Less &lt; more"><nav><h1>no</h1></nav>'
        '<article class="x"><h1 id="a">Q &amp; <code>A</code></h1></article>'
    )
    assert head_of(html, "x.html") == Head("Q & A", "Less < more")
    assert head_of("<meta name=description content=short><article>", "x.html") == Head("x.html", "short")


def test_marks_in_a_heading_are_no_marks() -> None:
    site = site_of(BASE, "en", depth=0)
    text = llms_text(site, {"a/index.html": Head("[x](y) *z*", "]]> <b>")}, "", "https://x/")
    page = Parsed(pyromark.Markdown().html(text))
    assert "[x](y) *z*: ]]> <b>" in page.texts
    assert page.all("b") == page.all("em") == []
