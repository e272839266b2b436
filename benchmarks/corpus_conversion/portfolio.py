"""Products, operating systems and releases: what all records together say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus_conversion.log import ConversionLog
from corpus_conversion.naming import ANY_SYSTEM, slug, system_order, unique_slugs
from corpus_conversion.records import Record
from corpus_conversion.releases import Release, known_versions, releases
from corpus_conversion.sources import source_of
from corpus_conversion.statements import Item, Source, systems_of


@dataclass(frozen=True)
class Numbered:
    """A record with the id of its entry."""

    entry: str
    record: Record


@dataclass(frozen=True)
class Product:
    id: str
    name: str
    source: Source
    systems: tuple[str, ...]
    """Names of operating systems, in order."""
    releases: tuple[Release, ...]
    items: Mapping[str, Sequence[Item]]
    """Entry id → affected ranges of this product."""


@dataclass(frozen=True)
class Portfolio:
    products: Mapping[tuple[str, str], Product]
    """(source, name) → product, in the order in which the records name them."""

    def of(self, record: Record) -> list[Product]:
        source = source_of(record.source_repo).key
        return [self.products[source, name] for name in record.products]

    def systems(self) -> list[str]:
        """Every operating system, in order."""
        return sorted(
            {name for product in self.products.values() for name in product.systems}, key=system_order
        )


def system_id(name: str) -> str:
    return "any" if name == ANY_SYSTEM else slug(name)


def portfolio(numbered: Sequence[Numbered], log: ConversionLog) -> Portfolio:
    """All products of the records. Raises ValueError for a source without version scheme."""
    named: dict[tuple[str, str], list[Numbered]] = {}
    for one in numbered:
        source = source_of(one.record.source_repo).key
        for name in one.record.products:
            named.setdefault((source, name), []).append(one)
    ids = unique_slugs(named)
    plain = {slug(name) for _, name in named}
    for (source, name), given in ids.items():
        if given != slug(name) and given in plain | set(ids.values()):
            log.note("taxonomy", "product id", f"{source}: {name}", given)
    return Portfolio({key: _product(key, ids[key], entries, log) for key, entries in named.items()})


def _product(key: tuple[str, str], given: str, entries: Sequence[Numbered], log: ConversionLog) -> Product:
    name = key[1]
    records = [one.record for one in entries]
    source = source_of(records[0].source_repo)
    systems = _systems(records)
    anomalies = [one for one in entries if one.record.kind == "anomaly"]
    told = [one.record for one in anomalies]
    known = known_versions(source, name, told)
    items = [source.items(one.record, name, known, log.of(one.entry)) for one in anomalies]
    return Product(
        id=given,
        name=name if given == slug(name) else f"{name} ({source.label})",
        source=source,
        systems=systems,
        releases=tuple(releases(source, name, systems, told, items)),
        items={one.entry: ranges for one, ranges in zip(anomalies, items, strict=True)},
    )


def _systems(records: Sequence[Record]) -> tuple[str, ...]:
    """Systems that the records name; with `Any system` as soon as one record names none.

    Without it, a statement about every system would shrink to the few that other records name.
    """
    found = {name for record in records for name in systems_of(record) or (ANY_SYSTEM,)}
    return tuple(sorted(found, key=system_order))
