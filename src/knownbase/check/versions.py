"""KB3xx: affected ranges and patches make sense together."""

from collections.abc import Iterator
from itertools import combinations

from knownbase.check.context import Context, Fault
from knownbase.check.tags import systems
from knownbase.model.entry import Affected, Anomaly, Entry, Patch
from knownbase.model.ranges import ranges, verdict, verdicts
from knownbase.model.taxonomy import Product


def order(entry: Entry, context: Context) -> Iterator[Fault]:
    """A range ends after it begins."""
    for n, item, product in _items(entry, context):
        start = product.order.get(item.introduced, -1)
        if item.fixed is not None and product.order.get(item.fixed, start + 1) <= start:
            message = f"fixed in {item.fixed}, but introduced in {item.introduced}, which is not earlier"
            yield Fault(message, "swap them, or correct one", ("affects", n, "fixed"))
        if item.last_affected is not None and product.order.get(item.last_affected, start) < start:
            message = f"last affected is {item.last_affected}, before it was introduced in {item.introduced}"
            yield Fault(message, "swap them, or correct one", ("affects", n, "last_affected"))


def overlap(entry: Entry, context: Context) -> Iterator[Fault]:
    """Two items of one product and operating system do not cover the same release."""
    for (n, one, product), (m, two, other) in combinations(_items(entry, context), 2):
        shared = set(systems(one, product)) & set(systems(two, other)) if product is other else set()
        for os in sorted(shared):
            first, second = ranges(product, os, [one]), ranges(product, os, [two])
            if not first or not second:
                continue
            both = [
                release.version
                for rank, release in enumerate(product.releases)
                if first[0].holds(rank) and second[0].holds(rank)
            ]
            if both:
                message = f"this item and item {n + 1} both cover {product.name} {both[0]} on {os}"
                yield Fault(message, "end one range before the other begins", ("affects", m))
                break


def statement(entry: Entry, context: Context) -> Iterator[Fault]:
    """After a fix, every later release of another branch has a statement.

    A fix 5.2.9 that shipped after 5.3.0 says nothing about 5.3.0; only the editor knows.
    """
    if not isinstance(entry, Anomaly) or entry.status == "withdrawn" or entry.duplicate_of:
        return
    for n, item, product in _items(entry, context):
        if item.fixed is None or item.fixed not in product.order:
            continue  # after a `last_affected` nothing is meant to be stated
        for os in systems(item, product):
            open_questions = [
                version
                for version, stated in verdicts(product, os, entry.affects)
                if stated == "not_stated" and product.order[version] > product.order[item.fixed]
            ]
            if open_questions:
                version = open_questions[0]
                os_name = context.taxonomy.os_names.get(os, os)
                message = f"nothing is stated about {product.name} {version} on {os_name}"
                remedy = _statement_remedy(product, os, item, version)
                yield Fault(message, remedy, ("affects", n, "fixed"))


def _statement_remedy(product: Product, os: str, item: Affected, version: str) -> str:
    branch = product.releases[product.order[version]].branch
    return f"{item.fixed} shipped there after {version}: add an item for branch {branch}, such as `introduced: {version}` with the release that fixes it"


def patch_order(entry: Entry, context: Context) -> Iterator[Fault]:
    """A patch leads upwards; a configuration file yields no release."""
    if not isinstance(entry, Patch) or entry.product not in context.taxonomy.product_by_id:
        return
    rank = context.taxonomy.product_by_id[entry.product].order
    if entry.form == "configuration" and entry.to is not None:
        yield Fault("a configuration file yields no release", "take `to` out", ("to",), key=True)
    elif entry.form != "configuration" and entry.to is None:
        yield Fault(f"a {entry.form} must say which release it yields", "add `to: …`", ("kind",))
    elif entry.to in rank and entry.from_release in rank and rank[entry.to] <= rank[entry.from_release]:
        message = f"leads from {entry.from_release} to {entry.to}, which is not later"
        yield Fault(message, "swap `from` and `to`, or correct one", ("to",))


def patch_date(entry: Entry, context: Context) -> Iterator[Fault]:
    """A patch is not released before the release that it yields."""
    if not isinstance(entry, Patch) or entry.to is None or entry.product not in context.taxonomy.product_by_id:
        return
    date = context.taxonomy.product_by_id[entry.product].date(entry.to, entry.os)
    if date is not None and entry.released < date:
        message = f"released on {entry.released}, but {entry.to} shipped on {date}"
        yield Fault(message, "correct the date here or in the taxonomy", ("released",), replacement=str(date))


def patch_fixes(entry: Entry, context: Context) -> Iterator[Fault]:
    """A patch mends anomalies of its own product and operating system, in the release it yields."""
    if not isinstance(entry, Patch):
        return
    product = context.taxonomy.product_by_id.get(entry.product)
    for n, target in enumerate(entry.fixes):
        anomaly = context.everything.by_id.get(target)
        if product is None or not isinstance(anomaly, Anomaly):
            continue
        os_name = context.taxonomy.os_names.get(entry.os, entry.os)
        if not ranges(product, entry.os, anomaly.affects):
            message = f"{target} does not affect {product.name} on {os_name}"
            yield Fault(message, "a fix on one operating system says nothing about another", ("fixes", n))
        elif entry.to in product.order and verdict(product, entry.os, anomaly.affects, entry.to) != "fixed":
            message = f"{target} is not stated as fixed in {product.name} {entry.to} on {os_name}"
            yield Fault(message, f"correct `to` here or `fixed` in {target}", ("fixes", n))


def requires(entry: Entry, context: Context) -> Iterator[Fault]:
    """What a patch requires is of the same product and operating system, and never leads back to it."""
    if not isinstance(entry, Patch):
        return
    for n, target in enumerate(entry.requires):
        needed = context.everything.by_id.get(target)
        if isinstance(needed, Patch) and (needed.product, needed.os) != (entry.product, entry.os):
            message = f"{target} is for {needed.product} on {needed.os}, this one for {entry.product} on {entry.os}"
            yield Fault(message, "name a patch of the same product and operating system", ("requires", n))
        if _leads_to(target, entry.id, context):
            yield Fault(f"{target} requires {entry.id} in turn: a loop", "take one of them out", ("requires", n))


def _leads_to(start: str, goal: str, context: Context) -> bool:
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        one = ahead.pop()
        if one == goal:
            return True
        patch = context.everything.by_id.get(one)
        if one not in seen and isinstance(patch, Patch):
            ahead += patch.requires
        seen.add(one)
    return False


def _items(entry: Entry, context: Context) -> list[tuple[int, Affected, Product]]:
    if not isinstance(entry, Anomaly):
        return []
    products = context.taxonomy.product_by_id
    return [(n, item, products[item.product]) for n, item in enumerate(entry.affects) if item.product in products]
