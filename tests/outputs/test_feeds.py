"""Feeds: every one of the shipped site as feed readers read it, one whole, and what must not be in any."""

import datetime as dt
import os
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from markupsafe import escape
from roots import ADDRESS, BASE, REPOSITORY, built, catalogue_of, copy_of, files_of, site_of

from knownbase.cards import Card
from knownbase.model.locale import LOCALES, Locale
from knownbase.model.taxonomy import AnomalyCategory
from knownbase.outputs.feeds import DAYS, ENTRIES, feed, feed_files, recent, xml
from knownbase.outputs.tag_uri import tag_uri
from knownbase.outputs.whole import Whole
from knownbase.render.site import Site
from knownbase.render.theme import locale_root
from knownbase.render.topics import Topic, everything, feed_path, of_category, topics

ATOM = "{http://www.w3.org/2005/Atom}"
GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("KNOWNBASE_UPDATE_GOLDEN") == "1" and not os.environ.get("CI")
TODAY = dt.date(2026, 11, 19)


@pytest.fixture(autouse=True)
def of_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")


def feeds_of(root: Path, address: str = ADDRESS) -> dict[str, bytes]:
    sites = [replace(site_of(root, locale, depth=0), address=address) for locale in LOCALES]
    return {one.path: one.make() for one in feed_files(Whole(sites, address, [], {}, {}, {}, {}, ()))}


@pytest.fixture(scope="module")
def shipped() -> dict[str, bytes]:
    return feeds_of(REPOSITORY)


@pytest.fixture(scope="module")
def small() -> dict[str, bytes]:
    return feeds_of(BASE)


def test_every_topic_has_a_feed_in_every_language(shipped: dict[str, bytes]) -> None:
    site = site_of(REPOSITORY, "en")
    wanted = {f"{locale_root(locale)}{feed_path(one.name)}" for locale in LOCALES for one in topics(site)}
    assert set(shipped) == wanted
    assert len(wanted) > 2 * len(site.taxonomy.products)


def test_feed_readers_understand_every_feed(shipped: dict[str, bytes]) -> None:
    links = set()
    for path, data in shipped.items():
        locale = "fr" if path.startswith("fr/") else "en"
        found = feedparser.parse(data)
        assert (found.bozo, found.version, found.encoding) == (False, "atom10", "utf-8"), path
        assert found.feed.language == locale
        assert {one.rel: one.href for one in found.feed.links}["self"] == ADDRESS + path
        assert [one.updated for one in found.entries] == sorted(
            (one.updated for one in found.entries), reverse=True
        )
        assert len({one.id for one in found.entries}) == len(found.entries)
        if found.entries:
            assert found.feed.updated == found.entries[0].updated
        for one in found.entries:
            assert one.title.startswith(one.id.rpartition("/")[2])
            assert one.published_parsed <= one.updated_parsed
            assert one.summary.startswith("<p>")
            links.add(one.link)
    assert all(one.startswith(ADDRESS) for one in links)
    assert len(links) > 100


def test_a_feed_has_what_atom_demands(shipped: dict[str, bytes]) -> None:
    """RFC 4287, 4.1.1 and 4.1.2."""
    for path, data in shipped.items():
        root = ElementTree.fromstring(data)
        assert root.tag == f"{ATOM}feed"
        for element in (root, *root.iter(f"{ATOM}entry")):
            tags = [child.tag.removeprefix(ATOM) for child in element]
            assert [tags.count(one) for one in ("id", "title", "updated")] == [1, 1, 1], path
        assert root.find(f"{ATOM}author/{ATOM}name") is not None


def test_an_entry_has_one_id_in_all_feeds_of_a_language(shipped: dict[str, bytes]) -> None:
    ids: dict[tuple[str, str], set[str]] = {}
    for path, data in shipped.items():
        for one in feedparser.parse(data).entries:
            ids.setdefault((path[:3], one.link), set()).add(one.id)
    assert [found for found in ids.values() if len(found) > 1] == []
    assert len(set.union(*ids.values())) == len(ids)


def test_a_feed_of_an_operating_system_has_what_names_it(shipped: dict[str, bytes]) -> None:
    view = catalogue_of(REPOSITORY).visible("public")
    for product in view.taxonomy.products:
        for system in product.os:
            naming = {
                entry.id
                for entry in view.entries
                for _, scope in entry.scopes()
                if scope.product == product.id and (scope.os == "all" or system in scope.os)
            }
            shown = {
                one.id.rpartition("/")[2]
                for one in feedparser.parse(shipped[f"feeds/product/{product.id}/{system}.xml"]).entries
            }
            assert shown <= naming
            assert len(shown) >= min(len(naming), ENTRIES)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", ["all", "product/relay/windows", "category/b"])
def test_feed_is_the_stored_one(small: dict[str, bytes], locale: Locale, name: str) -> None:
    path = locale_root(locale) + feed_path(name)
    made = small[path].decode()
    file = GOLDEN / locale / feed_path(name)
    if UPDATE:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made, "utf-8", newline="\n")
        pytest.skip("rewritten: read the difference")
    assert made == file.read_text("utf-8")


@pytest.mark.parametrize("address", ["", "file:///srv/site/"])
def test_without_an_address_there_are_no_feeds(address: str) -> None:
    assert feeds_of(BASE, address) == {}


# Titles and texts of any kind

BAD = [
    "]]> </title><script>alert(1)</script>",
    "\"quotes\" & 'apostrophes' &amp; &#0;",
    "a\x00b\x08c\x0bd\ufffee\ud800f",
    "\u202eright to left\u202c",
    "x" * 5000,
    "`code` <b>bold</b>",
    "\U0001f4a9 ligne\u2028suivante\u00a0:",
]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_any_title_gives_a_document_that_says_it(text: str) -> None:
    site = site_of(BASE, "fr", depth=0)
    card = site.view.cards["ANO-0001"]
    odd = replace(site, listings={card.id: (str(escape(text)), "en", "", text, text)}, rendered={})
    data = feed(Topic("all", text, "index.html"), [card], odd).encode()
    entry = ElementTree.fromstring(data).find(f"{ATOM}entry")
    assert entry is not None
    said = entry.find(f"{ATOM}title")
    assert said is not None
    kept = "".join(one if allowed(one) else "\ufffd" for one in text)
    assert said.text == f"ANO-0001\u00a0: {kept}"
    assert said.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    read = feedparser.parse(data)
    assert read.bozo is False
    assert "<script" not in read.entries[0].summary
    assert "<script" not in feedparser.parse(data, sanitize_html=False).entries[0].summary


def allowed(one: str) -> bool:
    return one in "\t\n\r" or "\x20" <= one <= "\ud7ff" or "\ue000" <= one <= "\ufffd" or one > "\uffff"


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert xml("a\x00<b>&'\"\ufffe") == "a\ufffd&lt;b&gt;&amp;&#x27;&quot;\ufffd"


# What a feed shows


def days_ago(site: Site, ages: list[int]) -> Mapping[str, Card]:
    card = site.view.cards["ANO-0001"]
    return {
        f"ANO-{n:04d}": card._replace(id=f"ANO-{n:04d}", updated=TODAY.toordinal() - age)
        for n, age in enumerate(ages, 1)
    }


@pytest.mark.parametrize(
    ("ages", "shown"),
    [
        ([400] * 40, ENTRIES),  # old, but the last
        ([0] * 40, 40),  # all of these days
        ([DAYS - 1] * 35 + [DAYS] * 5, 35),
        ([3] * 5 + [DAYS] * 40, ENTRIES),
        ([-1] * 3 + [0] * 2, 2),  # still to come
        ([-1] * 3, 0),
    ],
)
def test_the_larger_of_thirty_entries_and_thirty_days(ages: list[int], shown: int) -> None:
    site = site_of(BASE, "en")
    site.view.cards.clear()
    site.view.cards.update(days_ago(site_of(BASE, "en"), ages))
    found = recent(site.view, TODAY)
    for topic in ("all", "product/relay", "product/relay/windows", "category/b"):
        assert len(found.get(topic, ())) == shown, topic


def test_a_feed_without_entries_is_one_all_the_same() -> None:
    site = site_of(BASE, "en")
    found = feedparser.parse(feed(everything(site), [], site).encode())
    assert (found.bozo, found.entries, found.feed.updated) == (False, [], "1970-01-01T00:00:00Z")


# Names


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://support.example.org/", "tag:support.example.org,2026:/en/ANO-0001"),
        ("http://user@Support.Example.org:8080/a/b c/", "tag:support.example.org,2026:/a/b%20c/en/ANO-0001"),
        ("https://bücher.example/é%20/", "tag:xn--bcher-kva.example,2026:/%C3%A9%20/en/ANO-0001"),
    ],
)
def test_tag(address: str, expected: str) -> None:
    assert tag_uri(address, "en", "ANO-0001") == expected


def test_files_of_categories_never_collide() -> None:
    site = site_of(BASE, "en")
    label = site.taxonomy.anomaly_categories[0].label
    ids = ["A", "a", "B", "C/D", "é", "..", "x-1", "con.", "A b"]
    categories = tuple(AnomalyCategory(id=one, label=label, meaning=label, next=label) for one in ids)
    taxonomy = site.taxonomy.model_copy(update={"anomaly_categories": categories})
    names = [of_category(one, taxonomy).removeprefix("category/") for one in categories]
    assert len(set(names)) == len(ids)
    assert (names[2], names[6]) == ("b", "x-1")
    assert all(name.replace("-", "").isalnum() and name.isascii() for name in names)


def test_products_that_look_alike_have_feeds_of_their_own(tmp_path: Path) -> None:
    root = copy_of(BASE, tmp_path / "root")
    file = root / "taxonomy.yaml"
    text = file.read_text("utf-8")
    more = """\
  - id: relay-windows
    name: Relay
    summary: {en: The other one., fr: L’autre.}
    os: [windows]
    releases: []
faq_categories:
"""
    file.write_text(text.replace("faq_categories:\n", more, 1), "utf-8")
    made = feeds_of(root)
    assert feedparser.parse(made["feeds/product/relay/windows.xml"]).entries != []
    assert feedparser.parse(made["feeds/product/relay-windows.xml"]).entries == []
    assert feedparser.parse(made["feeds/product/relay-windows/windows.xml"]).entries == []


def test_a_build_of_a_later_day_shows_what_a_clean_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_of(BASE, tmp_path / "root")
    for n in range(40):
        entry = (root / "anomalies_db" / "ANO-0003.yaml").read_text("utf-8")
        entry = entry.replace("ANO-0003", f"ANO-{n + 100:04d}").replace("2021-04-01", "2026-11-01")
        (root / "anomalies_db" / f"ANO-{n + 100:04d}.yaml").write_text(entry, "utf-8")
    built(root, tmp_path / "site")
    first = (tmp_path / "site" / "feeds" / "all.xml").read_bytes()
    assert len(feedparser.parse(first).entries) == 40
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1795000000 + 30 * 86400))
    built(root, tmp_path / "site")
    again = (tmp_path / "site" / "feeds" / "all.xml").read_bytes()
    assert len(feedparser.parse(again).entries) == ENTRIES
    built(copy_of(root, tmp_path / "alone"), tmp_path / "alone-site")
    assert files_of(tmp_path / "site") == files_of(tmp_path / "alone-site")


def test_a_build_has_these_feeds(tmp_path: Path, small: dict[str, bytes]) -> None:
    built(BASE, tmp_path / "site")
    assert {path: data for path, data in files_of(tmp_path / "site").items() if "feeds/" in path} == small
