"""What the theme and the templates may not do: grow fat, style inline, ask another site, write HTML from data."""

import re
from collections import Counter
from pathlib import Path

import pytest
from parsed import Parsed
from roots import REPOSITORY

from knownbase.render.assets import squeezed_css

SOURCE = REPOSITORY / "src" / "knownbase"
THEME = SOURCE / "theme" / "overrides"
CSS_LIMIT = 20 * 1024
"""Octets of all style sheets together."""

OF_SOME_PAGES = {"affected.css", "marks.css", "pictures.css", "report.css", "sheet.css"}

TEXTS = {
    file.relative_to(SOURCE).as_posix(): file.read_text("utf-8")
    for folder in (THEME, SOURCE / "render" / "templates", SOURCE / "preview" / "templates")
    for file in sorted(folder.rglob("*"))
    if file.suffix in (".html", ".css", ".js", ".svg")
}
SITE = {name: text for name, text in TEXTS.items() if not name.startswith("preview/")}
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$|\{#.*?#\}", re.DOTALL | re.MULTILINE)
"""May name its source; asks nothing."""

NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"}
REQUEST = re.compile(r"""https?://[^\s"'`)<>]*|\b(?:src|href|url)\s*[=(]\s*["']?//""")
INLINE_STYLE = re.compile(
    r"<[a-z][^>]*\sstyle\s*=|\.style\b|\bcssText\b|setAttribute\(\s*['\"]style", re.IGNORECASE
)
UNSAFE_SCRIPT = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser)\b"
    r"|\bdocument\.write|\beval\s*\(|\bnew Function\b|\bfetch\s*\(|\bXMLHttpRequest\b|\bimport\s*\("
)
HANDLER = re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE)


def matches(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    return [f"{name}: {match[0]}" for name, text in texts.items() for match in pattern.finditer(text)]


def test_the_style_sheets_are_small() -> None:
    """As a reader gets them: those of every page together, and each of those of pages that have more to show."""
    sizes = {name: len(squeezed_css(text).encode()) for name, text in SITE.items() if name.endswith(".css")}
    of_some = {name: sizes.pop(name) for name in list(sizes) if name.rpartition("/")[2] in OF_SOME_PAGES}
    assert len(of_some) == len(OF_SOME_PAGES)
    assert sizes
    assert sum(sizes.values()) <= CSS_LIMIT, sizes
    assert max(of_some.values()) <= CSS_LIMIT / 10, of_some


def test_no_element_is_styled_in_place() -> None:
    assert matches(INLINE_STYLE, TEXTS) == []


def test_no_element_carries_its_own_handler() -> None:
    assert matches(HANDLER, TEXTS) == []


def test_nothing_is_asked_of_another_site() -> None:
    said = {name: COMMENT.sub("", text) for name, text in TEXTS.items()}
    asked = [found for found in matches(REQUEST, said) if found.partition(": ")[2] not in NAMESPACES]
    assert asked == []


def test_scripts_of_the_site_write_no_html_and_fetch_nothing() -> None:
    scripts = {name: text for name, text in SITE.items() if name.endswith((".js", ".html"))}
    assert [name for name in scripts if name.endswith(".js")]
    assert matches(UNSAFE_SCRIPT, scripts) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (INLINE_STYLE, '<p class="x" style="color:red">'),
        (INLINE_STYLE, "e.style.color = 'red'"),
        (HANDLER, '<a href="x" onclick="y()">'),
        (REQUEST, '<img src="//cdn.example/x.png">'),
        (REQUEST, "@import url(https://cdn.example/x.css)"),
        (UNSAFE_SCRIPT, "e.innerHTML = data"),
        (UNSAFE_SCRIPT, "fetch ('x')"),
    ],
)
def test_a_fault_is_seen(pattern: re.Pattern[str], text: str) -> None:
    assert matches(pattern, {"x": text})


def test_the_prototype_promises_the_slots_that_the_stamping_code_fills() -> None:
    from knownbase.render.shell import SLOTS

    theme = "".join(
        text for name, text in TEXTS.items() if name.startswith("theme/") and name.endswith(".html")
    )
    promised = re.findall(r"^    ([a-z]+) +([a-z]+) +(\d) ", theme, re.MULTILINE)
    assert {(name, context): int(count) for name, context, count in promised} == SLOTS
    written = re.findall(r"\{\{kb:([a-z_]+)\|([a-z]+)\}\}", theme)
    assert Counter(written) == SLOTS


@pytest.mark.parametrize("name", [name for name in SITE if name.endswith(".svg")])
def test_an_image_is_only_an_image(name: str) -> None:
    tags = {tag for tag, _ in Parsed(SITE[name]).elements}
    assert tags <= {"svg", "style", "path", "g", "circle", "rect", "title"}


def test_no_template_is_left_over() -> None:
    """Each fragment is rendered or imported somewhere."""
    folder = SOURCE / "render" / "templates"
    code = "".join(file.read_text("utf-8") for file in (SOURCE / "render").glob("*.py"))
    templates = "".join(file.read_text("utf-8") for file in folder.glob("*.html"))
    # A page and a table of entries are rendered by the entry's kind.
    kinds = ("faq", "anomaly", "patch")
    named = {*kinds, *(f"{kind}_table" for kind in kinds)} | set(re.findall(r"""["']([a-z_]+)["']""", code))
    named |= {Path(name).stem for name in re.findall(r"""["']([a-z_]+\.html)["']""", templates)}
    assert {file.stem for file in folder.glob("*.html")} - named == set()
