"""Whole pages of the small root against stored ones, in both languages.

    base/faq/FAQ-0001.yaml ─► golden/en/faq/FAQ-0001.html, golden/fr/faq/FAQ-0001.html

To rewrite them all: KNOWNBASE_UPDATE_GOLDEN=1 pytest tests/pages/test_golden.py; then read the difference.
"""

import os
from html import escape
from pathlib import Path

import pytest
from roots import BASE, site_of

from knownbase.model.locale import LOCALES, Locale
from knownbase.render.entries import entry_pages
from knownbase.render.hubs import SLOTS, fill, generated_pages
from knownbase.render.site import Page

GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("KNOWNBASE_UPDATE_GOLDEN") == "1" and not os.environ.get("CI")
GENERATED = {
    "products/relay.html",
    "products/viewer.html",
    "sheets/relay.html",
    "anomalies/os-windows.html",
    "faq/category-setup.html",
    "downloads/product-relay.html",
    "codes/refusal.html",
    "codes/refusal-7.html",
}
"""Of the generated pages, one of each form."""


def pages(locale: Locale) -> dict[str, str]:
    """Path below `golden/` → the page's text, as of a build in 2026."""
    site = site_of(BASE, locale)
    found = entry_pages([one for one in site.view.entries if one.id not in site.view.kept_for], site)
    found += [page.make() for page in generated_pages(site) if page.path in GENERATED]
    texts = {f"{locale}/{page.path}": as_text(page) for page in found}
    slots = {f"{locale}/slots/{name}.html": fill(f"<!-- kb: {name} -->", site) for name in SLOTS}
    return {path: f"{text.rstrip()}\n" for path, text in (texts | slots).items()}


def as_text(page: Page) -> str:
    """What the shell receives: the head's values in a comment, then the body."""
    crumbs = " > ".join(f"{title} ({url})" for title, url in (*page.breadcrumb, (page.name, "")))
    head = {
        "title": page.title,
        "description": page.description,
        "breadcrumb": crumbs,
        "section": page.section,
        "source": page.source,
        "updated": page.updated,
    }
    lines = "".join(f"{name}: {escape(str(value))}\n" for name, value in head.items())
    return f"<!--\n{lines}-->\n{page.body}"


with pytest.MonkeyPatch.context() as of_2026:
    of_2026.setenv("SOURCE_DATE_EPOCH", "1795000000")
    MADE = {path: text for locale in LOCALES for path, text in pages(locale).items()}


@pytest.mark.parametrize("path", MADE)
def test_page_is_the_stored_one(path: str) -> None:
    file = GOLDEN / path
    if UPDATE:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(MADE[path], "utf-8", newline="\n")
        pytest.skip("rewritten: read the difference")
    stored = file.read_text("utf-8") if file.exists() else f"no such file: {file}"
    assert MADE[path] == stored


def test_every_stored_page_is_still_made() -> None:
    stored = {file.relative_to(GOLDEN).as_posix() for file in GOLDEN.rglob("*.html")}
    assert stored - set(MADE) == set()
    assert len(MADE) == len(LOCALES) * (11 + len(GENERATED) + len(SLOTS))
