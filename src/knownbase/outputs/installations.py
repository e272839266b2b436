"""What the browser asks about installations: the engine, and a file for each product."""

from collections.abc import Iterator
from functools import partial

from knownbase.affected.data import product_path, product_script
from knownbase.affected.engine import engine_script
from knownbase.cards import Card
from knownbase.model.taxonomy import Product
from knownbase.outputs.whole import Whole
from knownbase.render.planned import PlannedFile
from knownbase.render.site import digests


def installation_files(whole: Whole) -> Iterator[PlannedFile]:
    yield PlannedFile("affected/engine.js", (), lambda: engine_script().encode())
    by_product: dict[str, list[Card]] = {}
    for card in whole.view.cards.values():
        for one in card.products:
            by_product.setdefault(one, []).append(card)
    for product in whole.view.taxonomy.products:
        cards = by_product.get(product.id, [])
        parts = digests(cards, whole.sites[0])
        yield PlannedFile(product_path(product), parts, partial(_script, product, cards, whole))


def _script(product: Product, cards: list[Card], whole: Whole) -> bytes:
    return product_script(product, cards, whole.view.taxonomy).encode()
