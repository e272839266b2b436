"""Markdown twins say what the page says, as Markdown that any reader takes as it was meant."""

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pyromark
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from parsed import Parsed
from roots import BASE, copy_of, files_of, page_of, site_of

from knownbase.model.entry import Anomaly
from knownbase.model.locale import LOCALES, Locale
from knownbase.outputs.marked import closed, code_span, link, marked, marked_title
from knownbase.outputs.twins import twin
from knownbase.read.document import parse
from knownbase.render.markdown import inline

ADDRESS = "https://support.example.org/"
TITLES = {
    "end of CDATA": "A ]]> in the ]]]]> title",
    "quotes": "It's \"quoted\" «\u00a0so\u00a0» `and` 'so'",
    "marks": "# *a* _b_ __c__ snake_case ~~d~~ [e](f) ![g](h) <i> &amp; &copy; \\ | 1. - + > #",
    "lone tick": "A ` tick and `code` and ``",
    "right to left": "עברית and (العربية)",
    "long": "word <" * 800 + "end",
}


def html(text: str) -> Parsed:
    options = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
    return Parsed(pyromark.Markdown(options=options).html(text))


one_line = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" ")).map(str.strip)


@given(one_line)
@example("a_b_c __d__ _e")
@example("&amp; &#60; & co")
@example("ends with #")
@example(TITLES["marks"])
def test_plain_text_stays_plain(text: str) -> None:
    page = html(f"# x {marked(text)}x\n\n- y {marked(text)} y")
    assert page.text("h1") == f"x {text}x"
    assert page.text("li") == f"y {text} y"
    assert [tag for tag, _ in page.elements] == ["h1", "ul", "li"]


@given(one_line)
@example("a `b` ``c")
@example("`")
def test_code_stays_code(text: str) -> None:
    if text:
        page = html(f"- {code_span(text)} is said")
        assert (page.text("code"), page.text("li")) == (text, f"{text} is said")


@given(one_line)
@example("`a<b` and \\`")
@example("``")
def test_a_title_is_read_as_a_page_shows_it(title: str) -> None:
    shown = str(inline(title))
    assert html(f"# x {marked_title(shown)}x").text("h1") == Parsed(f"<h1>x {shown}x</h1>").text("h1")


@given(st.lists(st.sampled_from(["```", "````", "~~~", "```sh", "``` `", "text", "  ```", "    ```", ""])))
def test_what_follows_prose_is_not_in_it(lines: list[str]) -> None:
    page = html("\n".join([closed("\n".join(lines)), "", "## End", "", "after"]))
    assert [page.texts[n] for n, (tag, _) in enumerate(page.elements) if tag == "h2"][-1:] == ["End"]


def test_prose_that_is_closed_stays_as_it_is() -> None:
    text = "Say:\n\n```sh\nls\n```\n\n~~~\n```\n~~~"
    assert closed(f"\n{text}\n\n") == text


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
def test_a_title_may_hold_anything(tmp_path: Path, locale: Locale, title: str) -> None:
    root = copy_of(BASE, tmp_path / "content")
    for name, field in (("anomalies_db/ANO-0001.yaml", "title"), ("faq/FAQ-0001.yaml", "question")):
        data = parse((root / name).read_text("utf-8")).data
        data[field] = {"en": title, "fr": title}
        (root / name).write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    site = site_of(root, locale)
    for entry_id in ("ANO-0001", "FAQ-0001"):
        entry = site.view.by_id[entry_id]
        shown = Parsed(str(page_of(entry, site).body)).text("h1")
        page = html(twin(entry, site, ""))
        assert page.text("h1") == shown
        assert "script" not in {tag for tag, _ in page.elements}
    # It stands in links of other entries too.
    (row,) = [
        text
        for (tag, _), text in zip(*_both(twin(site.view.by_id["PAT-0001"], site, "")), strict=True)
        if tag == "a" and text.startswith("ANO-0001 – ")
    ][:1]
    assert row == f"ANO-0001 – {Parsed(f'<p>{inline(title)}</p>').text('p')}"


def _both(text: str) -> tuple[list[tuple[str, dict[str, str]]], list[str]]:
    page = html(text)
    return page.elements, page.texts


def words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text))


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_of_the_page_is_missing(locale: Locale) -> None:
    """But the matrix, charts, and what leads elsewhere than to entries."""
    site = site_of(BASE, locale)
    for entry in site.view.entries:
        body = str(page_of(entry, site).body)
        body = re.sub(r'(?s)<h2 id="matrix">.*?(?=<h2 id="history">)', "", body)
        body = re.sub(r'(?s)<h2 id="verify">.*?</dl>\s*<p>.*?</p>', "", body)  # how a file is compared
        body = body.replace("<", " <")  # words of two elements are two
        shown = Parsed(f"<main>{body}</main>").text("main")
        told = html(twin(entry, site, ADDRESS))
        own = set().union(*map(words, told.texts))
        keys = ("not_solved", "not_solved_link", "same_os_link", "patch_for", "what_to_do")
        elsewhere = words(" ".join(site.t(key) for key in keys))
        assert words(shown) - own - elsewhere == set(), entry.id


@pytest.mark.parametrize("address", [ADDRESS, ""])
@pytest.mark.parametrize("locale", LOCALES)
def test_links_lead_to_files(locale: Locale, address: str, built_small: set[str]) -> None:
    site = site_of(BASE, locale)
    found = 0
    for entry in site.view.entries:
        own = {"en": "", "fr": "fr/"}[locale]
        place = f"{ADDRESS}{own}{page_of(entry, site).path}"
        # What stands in the prose is the author's own.
        links = [
            one for one in html(twin(entry, site, address)).all("a") if "example.org/a?" not in one["href"]
        ]
        for one in links:
            href = one["href"]
            if href.startswith("mailto:") or (not href.startswith(ADDRESS) and "://" in href):
                continue
            assert bool(address) == href.startswith(ADDRESS), href
            target = unquote(urlsplit(urljoin(place, href)).path[1:])
            assert target in built_small, (entry.id, href)
            found += 1
    assert found > 40


@pytest.fixture(scope="module")
def built_small(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    from roots import built

    out = tmp_path_factory.mktemp("twins") / "site"
    built(BASE, out)
    return set(files_of(out))


def test_an_address_with_a_space_or_a_bracket_is_one_address() -> None:
    for address in ("a b.txt", "a(b.txt", "plain.txt"):
        assert unquote(html(link("x", address)).one("a")["href"]) == address


def test_every_part_of_an_anomaly_is_a_section() -> None:
    site = site_of(BASE, "en")
    entry = site.view.by_id["ANO-0001"]
    assert isinstance(entry, Anomaly)
    headings = [line[3:] for line in twin(entry, site, "").splitlines() if line.startswith("## ")]
    assert headings == [
        "Which releases", "Workaround", "Correction", "Patches and upgrades", "What you see", "Exact messages",
        "Other reports of the same fault", "Why", "What happens next", "History", "Related", "Codes",
    ]  # fmt: skip
