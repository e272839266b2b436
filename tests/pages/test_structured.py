"""What each page says of itself to search engines and to those who share its link: JSON-LD and Open Graph."""

import datetime as dt
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from parsed import Parsed
from roots import BASE, copy_of, files_of, stand_in_pages
from site_html import LEADS_ON
from structured_rules import against_the_rules, json_of

from knownbase.build import build
from knownbase.model.ids import ID
from knownbase.render.structured import structured

ADDRESS = "https://support.addonmail.example/"
NAMES = {"en": "AddOnMail Support", "fr": "Support AddOnMail"}
TERRITORIES = {"en": "en_GB", "fr": "fr_FR"}


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Parsed]:
    """Every page of the shipped site but the 404, which is none."""
    texts = {file.relative_to(site).as_posix(): file.read_text("utf-8") for file in site.rglob("*.html")}
    return {path: Parsed(text) for path, text in texts.items() if path != "404.html" and LEADS_ON not in text}


def described(page: Parsed) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The page's own description, and the items of its breadcrumb."""
    data = json_of(page)
    assert data.keys() == {"@context", "@graph"}
    assert data["@context"] == "https://schema.org"
    first, *lists = data["@graph"]
    if not lists:
        return first, []
    (crumbs,) = lists
    assert crumbs.keys() == {"@type", "itemListElement"}
    assert crumbs["@type"] == "BreadcrumbList"
    return first, crumbs["itemListElement"]


def title_of(page: Parsed) -> str:
    """Charts have titles too: the page's own is the first."""
    texts = zip(page.elements, page.texts, strict=True)
    return next(text for (tag, _), text in texts if tag == "title")


def locale_of(path: str) -> str:
    return "fr" if path.startswith("fr/") else "en"


def shown_crumbs(page: Parsed) -> list[tuple[str, str]]:
    """Text and link of each part of the visible breadcrumb; "" for that of the page itself."""
    found: list[tuple[str, str]] = []
    inside = False
    for (tag, attributes), text in zip(page.elements, page.texts, strict=True):
        if tag == "nav":
            inside = attributes.get("class") == "kb-crumbs"
        elif inside and tag == "li":
            found.append((text.strip(), ""))
        elif inside and tag == "a":
            found[-1] = (text.strip(), attributes["href"])
        elif tag == "p":
            return found
    return found


def test_every_page_is_described_as_what_it_is(pages: dict[str, Parsed]) -> None:
    forms: dict[str, set[str]] = {}
    for path, page in pages.items():
        first, _ = described(page)
        english = path.removeprefix("fr/")
        forms.setdefault(first["@type"], set()).add(english)
        assert first["inLanguage"] == locale_of(path), path
        assert first["url"] == page.one("link", rel="canonical")["href"] == ADDRESS + path, path
        assert first["description"] == page.one("meta", name="description")["content"], path
        name = NAMES[locale_of(path)]
        headline = first["name" if english == "index.html" else "headline"]
        assert title_of(page) == (headline if english == "index.html" else f"{headline} – {name}"), path
        of_entry = ID.match(english.rpartition("/")[2].removesuffix(".html")) is not None
        dates = [first[key] for key in ("datePublished", "dateModified") if key in first]
        assert len(dates) == (2 if of_entry else 0), path
        assert [dt.date.fromisoformat(one) for one in dates] == sorted(map(dt.date.fromisoformat, dates))
    assert forms["WebSite"] == {"index.html"}
    assert {"faq/FAQ-0001.html", "anomalies/ANO-0001.html", "downloads/PAT-0001.html"} <= forms["TechArticle"]
    assert {"guides/bind-fails.html", "services/index.html"} <= forms["TechArticle"]
    assert {"faq/index.html", "anomalies/index.html", "products/ua-fi.html"} <= forms["CollectionPage"]
    assert {"downloads/product-ua-fi.html", "codes/ndr-diagnostic-0.html"} <= forms["CollectionPage"]


def test_every_page_keeps_to_the_rules_of_schema_org_and_google(pages: dict[str, Parsed]) -> None:
    wrong = [f"{path}: {fault}" for path, page in pages.items() for fault in against_the_rules(json_of(page))]
    assert wrong == []
    # "place the WebSite structured data on the home page of the site", and there alone
    homes = [path for path, page in pages.items() if json_of(page)["@graph"][0]["@type"] == "WebSite"]
    assert sorted(homes) == ["fr/index.html", "index.html"]


CRUMBS = (("Home", "../index.html"), ("FAQ", "index.html"))
A_DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"https://schema.org"', '"schema.org"'),
        ('"TechArticle"', '"Article2"'),
        ('"headline": "Title"', '"title": "Title"'),
        ('"headline": "Title"', '"headline": " "'),
        ('"headline": "Title"', '"headline": ["Title"]'),
        ('"inLanguage": "en"', '"inLanguage": "english"'),
        (f'"url": "{ADDRESS}faq/x.html"', '"url": "faq/x.html"'),
        ('"dateModified": "2026-03-02"', '"dateModified": "2 March 2026"'),
        ('"dateModified": "2026-03-02"', '"dateModified": "2026-02-30"'),
        ('"dateModified"', '"dateChanged"'),
        ('"BreadcrumbList"', '"Breadcrumbs"'),
        ('"ListItem"', '"Item"'),
        ('"position": 1', '"position": "1"'),
        ('"position": 1', '"position": 0'),
        ('"position": 2', '"position": 3'),
        ('"name": "FAQ"', '"title": "FAQ"'),
        (f'"name": "FAQ", "item": "{ADDRESS}faq/index.html"', '"name": "FAQ"'),
        (f'"item": "{ADDRESS}faq/index.html"', '"item": "index.html"'),
    ],
)
def test_the_rules_see_a_fault(old: str, new: str) -> None:
    made = structured(
        "TechArticle", "Title", "Words", f"{ADDRESS}faq/x.html", "en", CRUMBS, "x", A_DAY, A_DAY
    )
    text = json.dumps(json.loads(made))
    assert against_the_rules(json.loads(text)) == []
    assert old in text
    assert against_the_rules(json.loads(text.replace(old, new))) != []


def test_the_breadcrumb_is_the_one_that_is_shown(pages: dict[str, Parsed]) -> None:
    for path, page in pages.items():
        _, items = described(page)
        shown = shown_crumbs(page)
        assert [item["name"] for item in items] == [text for text, _ in shown], path
        assert [item["position"] for item in items] == list(range(1, len(items) + 1)), path
        assert [item.get("item", "") for item in items] == [
            urljoin(ADDRESS + path, link) if link else "" for _, link in shown
        ], path
        assert all(item["item"].removeprefix(ADDRESS) in pages for item in items[:-1]), path
        assert len(items) >= 2 or path in ("index.html", "fr/index.html"), path


def test_every_page_can_be_shared(pages: dict[str, Parsed], site: Path) -> None:
    for path, page in pages.items():
        said = {one["property"]: one["content"] for one in page.all("meta") if "property" in one}
        first, _ = described(page)
        home = path in ("index.html", "fr/index.html")
        locale = locale_of(path)
        assert said == {
            "og:title": first["name" if home else "headline"],
            "og:type": "website" if home else "article",
            "og:url": ADDRESS + path,
            "og:description": page.one("meta", name="description")["content"],
            "og:site_name": NAMES[locale],
            "og:locale": TERRITORIES[locale],
            "og:locale:alternate": TERRITORIES["en" if locale == "fr" else "fr"],
            "og:image": f"{ADDRESS}assets/kb/share.png",
        }, path
    image = (site / "assets" / "kb" / "share.png").read_bytes()
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", image[16:24]) == (512, 512)
    assert len(image) < 5_000


def without_address(root: Path, tree: Path) -> None:
    stand_in_pages(root, tree)
    (tree / "_kb" / "site.json").write_text('{"site_url": "", "edit_uri": ""}', "utf-8")


@pytest.fixture(scope="module")
def anywhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that does not know where it will be."""
    place = tmp_path_factory.mktemp("anywhere")
    root = copy_of(BASE, place / "content")
    assert build(root, place / "site", "public", without_address, lambda _what, _count: None).published
    return place / "site"


def stamped(site: Path) -> Iterator[tuple[str, Parsed]]:
    for path, data in files_of(site).items():
        page = data.decode() if path.endswith(".html") else ""
        if "application/ld+json" in page:
            yield path, Parsed(page)


def test_without_an_address_a_page_names_itself(anywhere: Path) -> None:
    paths = set(files_of(anywhere))
    made = dict(stamped(anywhere))
    assert len(made) > 40
    for path, page in made.items():
        first, items = described(page)
        own = page.one("link", rel="canonical")["href"]
        assert first["url"] == own == page.one("meta", property="og:url")["content"]
        here = f"https://host.example/{path}"
        assert urljoin(here, own) == here
        for item in items[:-1]:
            target = urljoin(here, item["item"]).removeprefix("https://host.example/")
            assert target in paths or target.endswith("index.html"), (path, item)


@pytest.mark.parametrize("above", [(), (("Home", "../index.html"), ("FAQ", "../faq/index.html"))])
def test_a_page_without_dates_or_words_says_no_more_than_it_knows(above: tuple[tuple[str, str], ...]) -> None:
    made = structured("TechArticle", "Title", "", f"{ADDRESS}fr/faq/x.html", "fr", above, "x")
    first = {
        "@type": "TechArticle",
        "headline": "Title",
        "inLanguage": "fr",
        "url": f"{ADDRESS}fr/faq/x.html",
    }
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Home", "item": f"{ADDRESS}fr/index.html"},
            {"@type": "ListItem", "position": 2, "name": "FAQ", "item": f"{ADDRESS}fr/faq/index.html"},
            {"@type": "ListItem", "position": 3, "name": "x"},
        ],
    }
    assert json.loads(made) == {
        "@context": "https://schema.org",
        "@graph": [first, crumbs] if above else [first],
    }


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- ]]> -->",
    "\"quoted\" \\ 'single' \t",
    "\u2028 \u2029 \u202e reversed \u200f",
    "x" * 5000,
]


def test_a_hand_written_page_may_be_called_anything(tmp_path: Path) -> None:
    """The template of such pages fills in what a shell gets by its slots."""
    from knownbase.plugin import render_pages

    root = copy_of(BASE, tmp_path / "content")
    for n, title in enumerate(HOSTILE):
        for folder in ("docs", "docs_fr"):
            head = f"title: {json.dumps(title)}\ndescription: {json.dumps(title)}"
            (root / folder / f"other{n}.md").write_text(f"---\n{head}\n---\n\n# Heading\n", "utf-8")
    render_pages(root, tmp_path / "tree")
    for n, title in enumerate(HOSTILE):
        page = Parsed((tmp_path / "tree" / f"other{n}.html").read_text("utf-8"))
        first, _ = described(page)
        assert first["headline"] == first["description"] == title
        assert page.one("meta", property="og:title")["content"] == title
        assert title_of(page).startswith(f"{title} – ")
        assert [text for text in page.texts if text == "alert(1)"] == []
