"""Where the API's files lie, and how they name pages and each other: by links relative to where they stand."""

from typing import NamedTuple

from knownbase.model.ids import page_path
from knownbase.model.locale import LOCALES, Locale
from knownbase.outputs.api import shapes
from knownbase.outputs.api.schemas import schema_name
from knownbase.render.theme import locale_root

FOLDER = "api/v1/"


class Place(NamedTuple):
    """A folder from which links lead: down to the site's root, and to the folder of the API."""

    root: str
    api: str


TOP = Place("../../", "")
"""`api/v1/`"""
ENTRIES = Place("../../../", "../")
"""`api/v1/entries/`"""


def entry_path(entry_id: str) -> str:
    """Path of an entry's file below the site's root."""
    return f"{FOLDER}entries/{entry_id}.json"


def twin_path(locale: Locale, entry_id: str) -> str:
    """Path of the Markdown twin of an entry's page below the site's root."""
    return f"{locale_root(locale)}{page_path(entry_id).removesuffix('.html')}.md"


def address(site_url: str, path: str) -> str | None:
    return site_url + path if site_url else None


def pages(path: str, place: Place) -> shapes.Pages:
    """Links to a page, whose path is the same in every language."""
    en, fr = (f"{place.root}{locale_root(locale)}{path}" for locale in LOCALES)
    return {"en": en, "fr": fr}


def twins(entry_id: str, place: Place) -> shapes.Pages:
    en, fr = (place.root + twin_path(locale, entry_id) for locale in LOCALES)
    return {"en": en, "fr": fr}


def list_links(name: str) -> shapes.ListLinks:
    """Links of the file `name` at the top."""
    return {"schema": f"schema/{schema_name(name)}", "index": "index.json"}
