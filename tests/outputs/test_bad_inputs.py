"""A site whose names and titles are as bad as the check lets them be: every output says them, to its own reader.

What the check refuses (control and direction marks, ids that name no file, entries without a date) is planted in
tests/planted.py.
"""

import json
import re
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any

import feedparser
import pyromark
import pytest
import yaml
from icalendar import Calendar
from jsonschema import Draft202012Validator
from parsed import Parsed
from roots import ADDRESS, BASE, built, copy_of, files_of, site_of, stand_in_pages
from site_html import LEADS_ON
from sitemap_schema import against_the_schema
from structured_rules import against_the_rules, json_of

from knownbase.bundle import Wish, bundle
from knownbase.model.devices import is_device
from knownbase.model.ids import page_path
from knownbase.read.document import parse
from knownbase.render import list_pages
from knownbase.render.hubs import generated_pages
from knownbase.verify import verify

END = "]]> </title></script><script>alert(1)</script> <!--"
QUOTES = "\"q\" 'a' \\ &amp; & é « \u00a0» , ; : %0A {{kb:body|html}} ${x}"
HEBREW = "עברית (العربية) 1.10"
LONG = "word & " * 714 + "x?"
PRODUCT, VENDOR = f"{QUOTES} {END}", f"V {END}"
TITLES = {
    "ANO-0001": f"`{END}` {QUOTES}",
    "ANO-0002": HEBREW,
    "ANO-0004": "]]> 1 < 2 && 3 > 2 \U0001f4a9",
    "FAQ-0001": LONG,
    "FAQ-0002": f'{HEBREW} "?" `]]>` \'?',
}
DUPLICATE, KEPT, REPORTED = "ANO-0003", "ANO-0001", f"`{END}` {HEBREW}"
ALIASES = ["CON", "lpt1.x", 'a"b<c>|?*:\\d', HEBREW, "x" * 300, "%2e%2e/up", "trailing. "]
assert len(LONG) == 5_000

Files = dict[str, bytes]


def change(file: Path, **fields: Any) -> None:
    data = parse(file.read_text("utf-8")).data
    file.write_text(yaml.safe_dump({**data, **fields}, allow_unicode=True), "utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_of(BASE, tmp_path_factory.mktemp("bad") / "root")
    for entry_id, title in TITLES.items():
        folder, field = ("faq", "question") if entry_id.startswith("FAQ") else ("anomalies_db", "title")
        change(root / folder / f"{entry_id}.yaml", **{field: {"en": title, "fr": title}})
    change(root / "anomalies_db" / f"{DUPLICATE}.yaml", title={"en": REPORTED, "fr": REPORTED})
    affects = [{"product": one, "os": "all", "introduced": "first"} for one in ("relay", "relay-2")]
    change(root / "anomalies_db" / "ANO-0002.yaml", affects=affects)
    change(root / "faq" / "FAQ-0002.yaml", aliases=[one.strip() for one in ALIASES])
    file = root / "taxonomy.yaml"
    taxonomy = parse(file.read_text("utf-8")).data
    taxonomy["products"][0]["name"] = PRODUCT
    taxonomy["products"][0]["summary"] = {"en": END, "fr": QUOTES}
    taxonomy["products"].append(
        {"id": "relay-2", "name": PRODUCT, "summary": {"en": "S", "fr": "S"}, "os": ["windows"]}
    )
    taxonomy["site"]["vendor"] = VENDOR
    taxonomy["site"]["name"] = {"en": f"Site {END}", "fr": f"Site {QUOTES}"}
    taxonomy["anomaly_categories"][1]["label"] = {"en": END, "fr": HEBREW}
    # A title of 5,000 characters, and one that is not a question: a vendor may switch these off.
    for rule in ("KB507", "KB510", "KB701"):
        taxonomy["rules"][rule] = {"level": "off", "reason": "as bad as it can be"}
    file.write_text(yaml.safe_dump(taxonomy, allow_unicode=True), "utf-8")
    return root


@pytest.fixture(scope="module")
def files(root: Path) -> Files:
    out = root.parent / "site"
    built(root, out)
    return files_of(out)


@pytest.fixture(scope="module")
def pages(files: Files) -> dict[str, Parsed]:
    return {path: Parsed(data.decode()) for path, data in files.items() if path.endswith(".html")}


def plain(title: str) -> str:
    """As lists and outputs say a title: without the ticks of its code."""
    return re.sub(r"`([^`]*)`", r"\1", title)


def test_no_page_runs_what_a_text_says(pages: dict[str, Parsed]) -> None:
    assert len(pages) > 80
    for path, page in pages.items():
        scripts = [text for (tag, _), text in zip(page.elements, page.texts, strict=True) if tag == "script"]
        assert "alert(1)" not in scripts, path
        assert page.comments == [], path
    for entry_id, title in TITLES.items():
        for root in ("", "fr/"):
            assert pages[f"{root}{page_path(entry_id)}"].text("h1") == plain(title)
    for root in ("", "fr/"):
        assert pages[f"{root}{page_path(KEPT)}"].text("strong") == plain(REPORTED)


def test_json_ld_says_titles_and_keeps_to_its_rules(pages: dict[str, Parsed]) -> None:
    found = {}
    for path, page in pages.items():
        if page.all("script", type="application/ld+json"):
            data = json_of(page)
            assert against_the_rules(data) == [], path
            found[path] = data["@graph"][0].get("headline")
    for entry_id, title in TITLES.items():
        for root in ("", "fr/"):
            assert found[f"{root}{page_path(entry_id)}"] == f"{plain(title)} ({entry_id})"
    assert found["products/relay.html"] == PRODUCT


def test_feeds_are_read_without_a_fault(files: Files) -> None:
    feeds = {path: data for path, data in files.items() if "feeds/" in path}
    assert len(feeds) == 2 * (1 + 3 + 2 + 2 + 3)
    for path, data in feeds.items():
        read = feedparser.parse(data, response_headers={"content-type": "application/atom+xml"})
        assert not read.bozo, path
        assert read.feed.author == VENDOR
        assert read.feed.updated.endswith("T00:00:00Z"), path
    for locale, colon in (("en", ": "), ("fr", "\u00a0: ")):
        path = "feeds/all.xml" if locale == "en" else "fr/feeds/all.xml"
        titles = {one.id.rpartition("/")[2]: one.title for one in feedparser.parse(feeds[path]).entries}
        assert {one: titles[one] for one in TITLES} == {
            one: f"{one}{colon}{plain(title)}" for one, title in TITLES.items()
        }


def test_calendars_are_read_without_a_fault(files: Files) -> None:
    names = Counter()
    for path, data in files.items():
        if path.endswith(".ics"):
            calendar = Calendar.from_ical(data)
            assert calendar.errors == [], path
            assert all(len(line) <= 75 for line in data.split(b"\r\n")), path
            names.update(str(event["SUMMARY"]).count(PRODUCT) for event in calendar.walk("VEVENT"))
    assert names[1] > 20


def test_the_api_is_of_its_schemas_and_says_every_text(files: Files) -> None:
    documents = {
        path: json.loads(data) for path, data in files.items() if re.match(r"api/v1/(?!schema/)", path)
    }
    for path, document in documents.items():
        name = document["links"]["schema"].rpartition("/")[2]
        schema = json.loads(files[f"api/v1/schema/{name}"])
        assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == [], path
    for entry_id, title in TITLES.items():
        said = documents[f"api/v1/entries/{entry_id}.json"]
        assert said["title"] == {"en": plain(title), "fr": plain(title)}
    assert {one["name"] for one in documents["api/v1/products.json"]["products"]} == {PRODUCT, "View & Read"}


def test_the_sitemap_keeps_to_its_schema(files: Files, pages: dict[str, Parsed]) -> None:
    assert against_the_schema(files["sitemap.xml"]) == []
    leading = {path for path in pages if LEADS_ON in files[path].decode()}
    assert files["sitemap.xml"].count(b"<loc>") == len(pages) - len(leading)


def test_redirects_are_pages_and_lines_of_three_words(files: Files) -> None:
    pages = {
        path: data.decode()
        for path, data in files.items()
        if LEADS_ON in data[:2_000].decode("utf-8", "replace")
    }
    to_faq = [path for path, page in pages.items() if 'url=../faq/FAQ-0002.html"' in page]
    assert len(to_faq) == 2 * len(ALIASES)
    lines = [line for line in files["_redirects"].decode().splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"/[!-~]+ /[!-~]+ 301!?", line) for line in lines)
    assert len(lines) >= len(pages)


def test_twins_and_llms_txt_are_markdown_that_says_titles(files: Files) -> None:
    options = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
    reader = pyromark.Markdown(options=options)
    for path, data in files.items():
        if path.endswith((".md", "llms.txt")):
            page = Parsed(reader.html(data.decode()))
            assert "script" not in {tag for tag, _ in page.elements}, path
            assert page.comments == [], path
            title = TITLES.get(path.rpartition("/")[2].removesuffix(".md"))
            if title is not None:
                assert page.text("h1").endswith(plain(title)), path
    for path in ("llms.txt", "fr/llms.txt"):
        assert PRODUCT in Parsed(reader.html(files[path].decode())).texts


def portable(path: str) -> bool:
    """Whether Windows, macOS and Linux can all hold a file of that path."""
    parts = PurePosixPath(path).parts
    return (
        len(path) < 200
        and not any(is_device(part) or part.endswith((".", " ")) for part in parts)
        and re.fullmatch(r"[A-Za-z0-9_.~/-]+", path) is not None
    )


def test_the_zip_can_be_unpacked_anywhere(root: Path, files: Files) -> None:
    made = bundle(Wish(root, "public", None, stand_in_pages, lambda _what, _count: None), root.parent)
    assert made.file is not None
    assert verify(made.file).none
    for names in (zipfile.ZipFile(made.file).namelist(), list(files)):
        assert [name for name in names if not portable(name)] == []
        assert [name for name, n in Counter(map(str.lower, names)).items() if n > 1] == []
        # Nor are a file and a folder of one name.
        folders = {parent.as_posix().lower() for name in names for parent in PurePosixPath(name).parents}
        assert folders.isdisjoint(map(str.lower, names))


def test_pages_of_lists_never_take_the_place_of_another_product_s(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_pages, "ROWS", 1)
    paths = [page.path for page in generated_pages(site_of(root, "en"))]
    names = ("relay", "relay--2", "relay-2")
    assert {f"anomalies/product-{name}.html" for name in names} <= set(paths)
    assert [path for path, n in Counter(paths).items() if n > 1] == []


def test_only_the_site_s_own_address_is_named(files: Files) -> None:
    for path in ("feeds/all.xml", "sitemap.xml", "robots.txt", "llms.txt"):
        found = set(re.findall(rb"https?://[^/\s<\"]+", files[path])) - {
            b"http://www.w3.org",
            b"http://www.sitemaps.org",
        }
        assert found == {ADDRESS.rstrip("/").encode()}, path
