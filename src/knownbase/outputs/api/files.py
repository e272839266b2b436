"""The files of `api/v1/` that are not of one entry: index, taxonomy, products, lists of rows, schemas."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from knownbase.cards import Card
from knownbase.model.clock import day_began
from knownbase.model.codes import CodeRef
from knownbase.model.ids import Kind
from knownbase.model.locale import LOCALES
from knownbase.model.status import Standing
from knownbase.model.taxonomy import Category, CodeFamily, Product
from knownbase.outputs.api import shapes
from knownbase.outputs.api.address import FOLDER, TOP, address, list_links, pages
from knownbase.outputs.api.facts import encoded, label
from knownbase.outputs.api.schemas import SHAPES, schema_name, schema_of
from knownbase.outputs.whole import Whole
from knownbase.render.codes import code_path
from knownbase.render.lists import STANDINGS
from knownbase.render.planned import PlannedFile

LISTS: Mapping[str, Kind] = {"faqs": "faq", "anomalies": "anomaly", "patches": "patch"}
"""Name of a list → the kind of its entries."""


def api_files(whole: Whole) -> Iterator[PlannedFile]:
    index = encoded(index_data(whole))
    yield PlannedFile(f"{FOLDER}index.json", (index,), lambda: index + b"\n")
    yield PlannedFile(f"{FOLDER}taxonomy.json", (), lambda: _line(taxonomy_data(whole)))
    yield PlannedFile(f"{FOLDER}products.json", (), lambda: _line(products_data(whole)))
    for name, kind in LISTS.items():
        yield _list(name, kind, whole)
    for name in SHAPES:
        yield PlannedFile(f"{FOLDER}schema/{schema_name(name)}", (), partial(_schema, name))


def _line(value: object) -> bytes:
    return encoded(value) + b"\n"


def _schema(name: str) -> bytes:
    return schema_of(name).encode()


def _list(name: str, kind: Kind, whole: Whole) -> PlannedFile:
    view = whole.view
    ids = [card.id for card in view.cards.values() if card.kind == kind]
    parts = (b"".join([whole.shown[one] for one in ids]),)
    return PlannedFile(f"{FOLDER}{name}.json", parts, partial(_list_text, name, ids, whole))


def _list_text(name: str, ids: Sequence[str], whole: Whole) -> bytes:
    """A row a line, so that two states of the site can be compared line by line."""
    head: shapes.ListOfAny = {
        "schema_version": shapes.VERSION,
        "url": address(whole.site_url, f"{FOLDER}{name}.json"),
        "notice": label(whole.view.taxonomy.site.notice),
        "total": len(ids),
        "links": list_links(name),
    }
    rows = b",\n".join([whole.rows[one] for one in ids])
    return encoded(head)[:-1] + b',"entries":[\n' + rows + b"\n]}\n"


def index_data(whole: Whole) -> shapes.Index:
    view = whole.view
    site = view.taxonomy.site
    kinds = {kind: len(cards) for kind, cards in view.by_kind.items()}
    return {
        "schema_version": shapes.VERSION,
        "url": address(whole.site_url, f"{FOLDER}index.json"),
        "name": label(site.name),
        "vendor": site.vendor,
        "notice": label(site.notice),
        "languages": list(LOCALES),
        "updated": view.newest[0].date.isoformat() if view.newest else None,
        "generated_at": day_began().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "totals": {"faqs": kinds["faq"], "anomalies": kinds["anomaly"], "patches": kinds["patch"]},
        "standings": _standings(view.by_kind["anomaly"]),
        "links": {
            "schema": f"schema/{schema_name('index')}",
            "faqs": "faqs.json",
            "anomalies": "anomalies.json",
            "patches": "patches.json",
            "products": "products.json",
            "taxonomy": "taxonomy.json",
            "entry": "entries/{id}.json",
            "home": pages("index.html", TOP),
            "llms": pages("llms.txt", TOP),
        },
    }


def _standings(cards: Iterable[Card]) -> dict[Standing, int]:
    counts = Counter(card.standing for card in cards)
    return {one: counts[one] for one in STANDINGS}


def taxonomy_data(whole: Whole) -> shapes.Taxonomy:
    taxonomy = whole.view.taxonomy
    return {
        "schema_version": shapes.VERSION,
        "url": address(whole.site_url, f"{FOLDER}taxonomy.json"),
        "operating_systems": [{"id": one.id, "name": one.name} for one in taxonomy.operating_systems],
        "faq_categories": [_named(one) for one in taxonomy.faq_categories],
        "anomaly_categories": [
            {
                "id": one.id,
                "label": label(one.label),
                "meaning": label(one.meaning),
                "next": label(one.next),
            }
            for one in taxonomy.anomaly_categories
        ],
        "impacts": [_named(one) for one in taxonomy.impacts],
        "standings": [{"id": one, "label": _standing_label(one, whole)} for one in STANDINGS],
        "code_families": [_family(one) for one in taxonomy.code_families],
        "links": list_links("taxonomy"),
    }


def _named(one: Category) -> shapes.Named:
    return {"id": one.id, "label": label(one.label)}


def _standing_label(standing: str, whole: Whole) -> shapes.Label:
    en, fr = (site.t(f"standing_{standing}") for site in whole.sites)
    return {"en": en, "fr": fr}


def _family(family: CodeFamily) -> shapes.CodeFamily:
    return {
        "id": family.id,
        "name": label(family.name),
        "standard": family.standard,
        "about": label(family.about),
        "codes": [
            {
                "number": code.number,
                "name": code.name,
                "meaning": label(code.meaning),
                "remedy": label(code.remedy),
                "links": pages(code_path(CodeRef(family, code)), TOP),
            }
            for code in family.codes
        ],
    }


def products_data(whole: Whole) -> shapes.ProductList:
    return {
        "schema_version": shapes.VERSION,
        "url": address(whole.site_url, f"{FOLDER}products.json"),
        "products": [_product(one) for one in whole.view.taxonomy.products],
        "links": list_links("products"),
    }


def _product(product: Product) -> shapes.Product:
    return {
        "id": product.id,
        "name": product.name,
        "summary": label(product.summary),
        "os": list(product.os),
        "releases": [
            {
                "version": one.version,
                "branch": one.branch,
                "released": {os: day.isoformat() for os, day in one.released.items()},
            }
            for one in product.releases
        ],
        "links": pages(f"products/{product.id}.html", TOP),
    }
