"""KB2xx: category, product, operating system and release stand in the taxonomy, for every kind."""

from collections.abc import Iterator, Mapping

from knownbase.check.context import Context, Fault
from knownbase.model.entry import Anomaly, Entry, Faq, Patch, Scope
from knownbase.model.finding import FieldPath
from knownbase.model.nearest import did_you_mean
from knownbase.model.ranges import FIRST, UNKNOWN
from knownbase.model.taxonomy import Product

_SHOWN = 8  # releases in a remedy, the latest ones


def category(entry: Entry, context: Context) -> Iterator[Fault]:
    """The category of a FAQ or an anomaly is one of the taxonomy's."""
    known: Mapping[str, object]
    if isinstance(entry, Faq):
        known = context.taxonomy.faq_category_by_id
    elif isinstance(entry, Anomaly):
        known = context.taxonomy.anomaly_category_by_id
    else:
        return  # a patch's kind is a fixed list, and its model refuses others
    if entry.category not in known:
        remedy, near = did_you_mean(entry.category, known)
        what = "a category of anomalies" if isinstance(entry, Anomaly) else "a category of FAQs"
        yield Fault(f'"{entry.category}" is not {what}', remedy, ("category",), replacement=near)


def product(entry: Entry, context: Context) -> Iterator[Fault]:
    """Every product named is in the taxonomy, and at least one is named."""
    known = context.taxonomy.product_by_id
    for at, scope in entry.scopes():
        if scope.product not in known:
            remedy, near = did_you_mean(scope.product, known)
            yield Fault(f'"{scope.product}" is not a product', remedy, (*at, "product"), replacement=near)
    if isinstance(entry, Faq) and entry.applies_to == ():
        yield Fault(
            "`applies_to` names no product", "write `applies_to: all`, or list products", ("applies_to",)
        )
    if isinstance(entry, Anomaly) and not entry.affects:
        yield Fault("`affects` names no product", "list at least one product", ("affects",))


def operating_system(entry: Entry, context: Context) -> Iterator[Fault]:
    """Every operating system named is in the taxonomy, and a list of them is not empty."""
    known = context.taxonomy.os_names
    for at, os in _named_systems(entry):
        if os not in known:
            remedy, near = did_you_mean(os, known)
            yield Fault(f'"{os}" is not an operating system', remedy, at, replacement=near)
    for at, scope in entry.scopes():
        if scope.os == ():
            yield Fault("`os` names no operating system", "write `os: all`, or list them", (*at, "os"))


def offered(entry: Entry, context: Context) -> Iterator[Fault]:
    """The product is offered on each operating system named with it."""
    for at, scope in entry.scopes():
        product = context.taxonomy.product_by_id.get(scope.product)
        if product is None or scope.os == "all":
            continue
        for n, os in enumerate(scope.os):
            if os in context.taxonomy.os_names and os not in product.os:
                name = context.os_name(os)
                remedy = f"{product.name} is offered on: {', '.join(product.os)}"
                field = ("os",) if isinstance(entry, Patch) else (*at, "os", n)
                yield Fault(f"{product.name} is not offered on {name}", remedy, field)


def release(entry: Entry, context: Context) -> Iterator[Fault]:
    """Every release named is one of the product's."""
    for at, product, version in _named_releases(entry, context):
        if version not in product.order:
            remedy, near = did_you_mean(version, product.order)
            yield Fault(f'"{version}" is not a release of {product.name}', remedy, at, replacement=near)


def shipped(entry: Entry, context: Context) -> Iterator[Fault]:
    """A release that fixes, is yielded or is built upon has shipped on each operating system of its item."""
    for at, product, version in _named_releases(entry, context):
        if at[-1] not in ("fixed", "to", "from"):
            continue
        for os in systems(_scope_at(entry, at), product):
            if version in product.order and os in product.os and product.date(version, os) is None:
                name = context.os_name(os)
                there = [release.version for release in product.shipped(os)][-_SHOWN:]
                remedy = f"on {name} there are {', '.join(there)}" if there else f"nothing has on {name}"
                yield Fault(f"{product.name} {version} has not shipped on {name}", remedy, at)


def impact(entry: Entry, context: Context) -> Iterator[Fault]:
    """Every impact is in the taxonomy."""
    if isinstance(entry, Anomaly):
        for n, one in enumerate(entry.impact):
            if one not in context.taxonomy.impact_by_id:
                remedy, near = did_you_mean(one, context.taxonomy.impact_by_id)
                yield Fault(f'"{one}" is not an impact', remedy, ("impact", n), replacement=near)


def systems(scope: Scope, product: Product) -> tuple[str, ...]:
    """The operating systems of a scope; `all` means all on which the product is offered."""
    return product.os if scope.os == "all" else scope.os


def _named_systems(entry: Entry) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(entry, Patch):
        yield ("os",), entry.os
    else:
        for at, scope in entry.scopes():
            if scope.os != "all":
                yield from (((*at, "os", n), os) for n, os in enumerate(scope.os))
    for m, event in enumerate(entry.timeline):
        yield from ((("timeline", m, "os", n), os) for n, os in enumerate(event.os))


def _named_releases(entry: Entry, context: Context) -> Iterator[tuple[FieldPath, Product, str]]:
    products = context.taxonomy.product_by_id
    if isinstance(entry, Anomaly):
        for n, item in enumerate(entry.affects):
            product = products.get(item.product)
            for name in ("introduced", "fixed", "last_affected"):
                version = getattr(item, name)
                if (
                    product is not None
                    and version is not None
                    and (name != "introduced" or version not in (FIRST, UNKNOWN))
                ):
                    yield ("affects", n, name), product, version
    if isinstance(entry, Patch) and entry.product in products:
        for name, version in (("from", entry.from_release), ("to", entry.to)):
            if version:
                yield (name,), products[entry.product], version


def _scope_at(entry: Entry, at: FieldPath) -> Scope:
    return next(scope for where, scope in entry.scopes() if where == at[:-1])
