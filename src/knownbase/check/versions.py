"""KB301-303, KB308: the affected ranges of an anomaly make sense together."""

from collections.abc import Iterator

from knownbase.check.context import Context, Fault
from knownbase.check.tags import systems
from knownbase.model.entry import Affected, Anomaly, Entry
from knownbase.model.ranges import FIRST, UNKNOWN, ranges, verdicts
from knownbase.model.taxonomy import Product


def order(entry: Entry, context: Context) -> Iterator[Fault]:
    """A range ends after it begins."""
    for n, item, product in _items(entry, context):
        start = product.order.get(item.introduced, -1)
        if item.fixed is not None and product.order[item.fixed] <= start:
            message = f"fixed in {item.fixed}, but introduced in {item.introduced}, which is not earlier"
            yield Fault(message, "swap them, or correct one", ("affects", n, "fixed"))
        if item.last_affected is not None and product.order[item.last_affected] < start:
            message = f"last affected is {item.last_affected}, before it was introduced in {item.introduced}"
            yield Fault(message, "swap them, or correct one", ("affects", n, "last_affected"))


def one_end(entry: Entry, context: Context) -> Iterator[Fault]:
    """A range has one end: `fixed` or `last_affected`."""
    for n, item, _product in _items(entry, context):
        if item.fixed is not None and item.last_affected is not None:
            message = "the item has both `fixed` and `last_affected`"
            yield Fault(
                message, "keep `fixed` if a release mends it", ("affects", n, "last_affected"), key=True
            )


def overlap(entry: Entry, context: Context) -> Iterator[Fault]:
    """Two items of one product and operating system do not cover the same release."""
    said = set()
    for (product, os), items in _by_system(entry, context):
        spans = [(n, one) for n, item in items for one in ranges(product, os, [item])]
        before, until = 0, 0  # the item that reaches furthest so far, and where it ends
        for n, span in sorted(spans, key=lambda one: (one[1].start, one[0])):
            end = len(product.releases) if span.end is None else span.end
            if span.start < min(until, end) and n not in said:
                said.add(n)
                version, name = product.releases[span.start].version, context.os_name(os)
                message = f"this item and item {before + 1} both cover {product.name} {version} on {name}"
                yield Fault(message, "end one range before the other begins", ("affects", n))
            if end > until:
                before, until = n, end


def statement(entry: Entry, context: Context) -> Iterator[Fault]:
    """After a fix, every later release of another branch has a statement.

    A fix 5.2.9 that shipped after 5.3.0 says nothing about 5.3.0; only the editor knows.
    """
    if not isinstance(entry, Anomaly) or entry.status == "withdrawn" or entry.duplicate_of:
        return
    for (product, os), items in _by_system(entry, context):
        ends = sorted(
            (product.order[end], n) for n, item in items if (end := item.fixed or item.last_affected)
        )
        if not ends:
            continue
        said = set()
        for version, stated in verdicts(product, os, entry.affects):
            if stated != "not_stated":
                continue
            before = [n for rank, n in ends if rank < product.order[version]]
            if not before or before[-1] in said:
                continue
            said.add(before[-1])
            item = entry.affects[before[-1]]
            if item.fixed is not None:  # after a `last_affected` nothing is meant to be stated
                message = f"nothing is stated about {product.name} {version} on {context.os_name(os)}"
                remedy = _statement_remedy(product, os, item.fixed, version)
                yield Fault(message, remedy, ("affects", before[-1], "fixed"))


def _statement_remedy(product: Product, os: str, fixed: str, version: str) -> str:
    branch = product.releases[product.order[version]].branch
    line = f"{{product: {product.id}, os: [{os}], introduced: {version}, fixed: …}}"
    return f"{fixed} shipped there after {version}: add an item for branch {branch}, such as `- {line}`"


def _items(entry: Entry, context: Context) -> Iterator[tuple[int, Affected, Product]]:
    """The items that name a product and releases that there are; KB202 and KB205 name the others."""
    for n, item in enumerate(entry.affects) if isinstance(entry, Anomaly) else ():
        product = context.taxonomy.product_by_id.get(item.product)
        if product is not None:
            rank = product.order
            starts = item.introduced in rank or item.introduced in (FIRST, UNKNOWN)
            if starts and all(end is None or end in rank for end in (item.fixed, item.last_affected)):
                yield n, item, product


def _by_system(
    entry: Entry, context: Context
) -> Iterator[tuple[tuple[Product, str], list[tuple[int, Affected]]]]:
    """The items of each product and operating system, with their numbers."""
    found: dict[tuple[str, str], list[tuple[int, Affected]]] = {}
    for n, item, product in _items(entry, context):
        for os in dict.fromkeys(systems(item, product)):
            found.setdefault((product.id, os), []).append((n, item))
    for (product_id, os), items in found.items():
        yield (context.taxonomy.product_by_id[product_id], os), items
