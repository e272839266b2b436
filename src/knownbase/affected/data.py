"""The anomalies of one product as the browser asks them: `affected/<product>.js`, a plain script as the search's files.

    kbAffected.take("ua-fi", {"id", "name", "os", "releases", "ranges", "anomalies", "patches", "files", "faqs"});

    releases     [version, branch, [day on each operating system, 0 where it has not shipped]], in their order
    ranges       the different statements: for each operating system its ranges [start, end or -1, fix or -1], by rank
    anomalies    columns: "ordinals" (gaps), "statements" (places in ranges), "marks" (impacts, and what can be done)
    patches      [ordinal, operating system, rank it starts from, rank it yields]
    files        [ordinal, operating system, rank it starts from] of what yields no release: configuration files
    faqs         columns, of those that name the product: "ordinals" (gaps), "systems" (a bit for each of its systems)

Many anomalies say the same of the same releases: each statement is written, and looked at, once. Days count from
1 January 1970. A mark has a bit for a workaround, and above it one for each impact in the taxonomy's order. The same
in every language: titles come from the search's index.
"""

import datetime as dt
import json
from collections.abc import Iterable
from itertools import pairwise

from knownbase.cards import Card
from knownbase.model.ranges import Statement
from knownbase.model.taxonomy import Product, Taxonomy

_EPOCH = dt.date(1970, 1, 1).toordinal()


def product_path(product: Product) -> str:
    """Path of the product's file below the site's root."""
    return f"affected/{product.id}.js"


def product_script(product: Product, cards: Iterable[Card], taxonomy: Taxonomy) -> str:
    """The file of a product; `cards` of everything that is visible, in the order of their ids."""
    data = json.dumps(product_data(product, cards, taxonomy), ensure_ascii=False, separators=(",", ":"))
    return f"kbAffected.take({json.dumps(product.id)},{data});\n"


def product_data(product: Product, cards: Iterable[Card], taxonomy: Taxonomy) -> dict[str, object]:
    """What the module's text says, before it is written."""
    places: dict[Statement, int] = {}
    bits = {impact.id: 2 << n for n, impact in enumerate(taxonomy.impacts)}
    ordinals: list[int] = []
    statements: list[int] = []
    marks: list[int] = []
    patches: list[list[int]] = []
    files: list[list[int]] = []
    asked: dict[int, int] = {}
    before = 0
    for card in cards:
        if card.kind == "patch" and card.products == (product.id,):
            step = [product.order[version] for version in card.step]
            (patches if len(step) == 2 else files).append(
                [_ordinal(card.id), product.os.index(card.systems[0]), *step]
            )
        elif card.kind == "faq" and product.id in card.products:
            asked[_ordinal(card.id)] = sum(
                1 << n for n, os in enumerate(product.os) if f"{product.id}/{os}" in card.places
            )
        for named, stated in card.stated:
            if named == product.id:
                ordinal = _ordinal(card.id)
                ordinals.append(ordinal - before)
                statements.append(places.setdefault(stated, len(places)))
                marks.append(card.workaround + sum(bits[one] for one in card.impacts))
                before = ordinal
    return {
        "id": product.id,
        "name": product.name,
        "os": list(product.os),
        "releases": [
            [one.version, one.branch, [_day(one.released.get(os)) for os in product.os]]
            for one in product.releases
        ],
        "ranges": [[[_open_ended(one) for one in ranges] for ranges in stated] for stated in places],
        "anomalies": {"ordinals": ordinals, "statements": statements, "marks": marks},
        "patches": patches,
        "files": files,
        "faqs": {
            "ordinals": [here - last for last, here in pairwise((0, *asked))],
            "systems": list(asked.values()),
        },
    }


def _open_ended(one: tuple[int, int | None, int | None]) -> list[int]:
    return [-1 if value is None else value for value in one]


def _ordinal(entry_id: str) -> int:
    return int(entry_id.partition("-")[2])


def _day(day: dt.date | None) -> int:
    return 0 if day is None else day.toordinal() - _EPOCH
