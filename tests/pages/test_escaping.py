"""Whatever stands in a field of the content comes out of every page as text."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from parsed import Parsed
from roots import BASE, copy_of, page_of, site_of

from knownbase.model.locale import LOCALES, Locale
from knownbase.read.document import parse
from knownbase.render.hubs import SLOTS, fill, generated_pages

HOSTILE = "\"' onx=1><script>alert(1)</script>"
SPOILT = {"en", "fr", "name", "standard", "aliases", "errors", "url"}


def spoilt(value: Any, *, below: bool = False) -> Any:
    """The content with `HOSTILE` in each of its texts; `below` one of the fields that hold them."""
    if isinstance(value, dict):
        return {key: spoilt(one, below=key in SPOILT) for key, one in value.items()}
    if isinstance(value, list):
        return [spoilt(one, below=below) for one in value]
    return f"{value}{HOSTILE}" if below and isinstance(value, str) else value


def spoil(file: Path) -> None:
    content = parse(file.read_text("utf-8")).data
    file.write_text(yaml.safe_dump(spoilt(content), allow_unicode=True, sort_keys=False), "utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = copy_of(BASE, tmp_path_factory.mktemp("spoilt"))
    for file in place.rglob("*.yaml"):
        spoil(file)
    return place


@pytest.mark.parametrize("locale", LOCALES)
def test_no_field_becomes_an_element_or_an_attribute(root: Path, locale: Locale) -> None:
    site = site_of(root, locale)
    pages = [str(page_of(entry, site).body) for entry in site.view.entries]
    pages += [str(page.make().body) for page in generated_pages(site)]
    pages += [fill(f"<!-- kb: {name} -->", site) for name in SLOTS]
    assert len(site.view.entries) == len(site_of(BASE, locale).view.entries)
    assert sum(HOSTILE in text for page in pages for text in Parsed(page).texts) > 400
    for page in pages:
        for tag, attributes in Parsed(page).elements:
            # The page's own scripts: data for one, and the hotline's.
            assert tag != "script" or attributes.keys() & {"type", "src"}
            assert "onx" not in attributes


@pytest.mark.parametrize("locale", LOCALES)
def test_every_name_and_title_is_shown_as_it_stands(root: Path, locale: Locale) -> None:
    site = site_of(root, locale)
    for entry in site.view.faqs:
        page = Parsed(str(page_of(entry, site).body))
        assert page.text("h1") == site.title(entry)[0].replace("`", "")
        assert HOSTILE in page.text("h1")
