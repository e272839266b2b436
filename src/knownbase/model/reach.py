"""What follows from the products and operating systems that an entry names, worked out once for all that say the same.

Ten thousand anomalies of a few dozen releases mostly state what others state too.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from knownbase.model.entry import Anomaly, Entry, Scope
from knownbase.model.ranges import Statement, statement
from knownbase.model.status import OsStatus, statuses
from knownbase.model.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Told from another one as an object, so it can be the key of what is made of it."""

    products: tuple[str, ...]
    systems: tuple[str, ...]
    """Operating systems that are named, sorted; all of them where everything is meant."""
    places: tuple[str, ...]
    """`product/os` for each operating system on which a product is named."""
    statuses: tuple[OsStatus, ...]
    """Where an anomaly stands on each operating system of its products; () for one that touches nobody."""
    stated: tuple[tuple[str, Statement], ...]
    """Product, and what the anomaly says of it; likewise."""
    open_in: tuple[str, ...]
    """Products whose latest release on some operating system is affected."""
    affected: tuple[str, ...]
    """`product/os/version` of each release that is affected."""
    versions: tuple[str, ...]
    """`product/version` of each release that is affected on some operating system."""


class Reaches:
    """The reach of each entry of a site."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._known: dict[Hashable, Reach] = {}

    def of(self, entry: Entry) -> Reach:
        key = _key(entry)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _reach(entry, self._taxonomy)
        return found


def _key(entry: Entry) -> Hashable:
    """All that a reach is made from."""
    if not isinstance(entry, Anomaly):
        return tuple([(scope.product, scope.os) for _, scope in entry.scopes()])
    items = [(one.product, one.os, one.introduced, one.fixed, one.last_affected) for one in entry.affects]
    return _touches(entry), *items


def _touches(entry: Anomaly) -> bool:
    """Not if it is withdrawn, or counted elsewhere."""
    return entry.status != "withdrawn" and not entry.duplicate_of


def _reach(entry: Entry, taxonomy: Taxonomy) -> Reach:
    scopes = [scope for _, scope in entry.scopes()]
    products = tuple(dict.fromkeys(scope.product for scope in scopes))
    named = [(scope.product, os) for scope in scopes for os in _systems_of(scope, taxonomy)]
    found: tuple[OsStatus, ...] = ()
    stated: tuple[tuple[str, Statement], ...] = ()
    if isinstance(entry, Anomaly) and _touches(entry):
        found = statuses(entry, taxonomy)
        stated = tuple([(one, statement(taxonomy.product_by_id[one], entry.affects)) for one in products])
    affected = [one for status in found for one in _affected(status)]
    return Reach(
        products,
        tuple(sorted({os for _, os in named} if scopes else taxonomy.os_names)),
        tuple(dict.fromkeys("/".join(place) for place in named)),
        found,
        stated,
        tuple(dict.fromkeys(status.product.id for status in found if status.state == "open")),
        tuple(["/".join(one) for one in affected]),
        tuple(dict.fromkeys(f"{product}/{version}" for product, _os, version in affected)),
    )


def _systems_of(scope: Scope, taxonomy: Taxonomy) -> tuple[str, ...]:
    return taxonomy.product_by_id[scope.product].os if scope.os == "all" else scope.os


def _affected(status: OsStatus) -> Iterator[tuple[str, str, str]]:
    """Product, operating system and version of every release in an affected span."""
    product, os = status.product, status.os
    shipped = product.shipped_ranks(os)
    for span in status.spans:
        first = bisect_left(shipped, product.order[span.first])
        after = bisect_right(shipped, product.order[span.last]) if span.last else len(shipped)
        yield from ((product.id, os, product.releases[rank].version) for rank in shipped[first:after])
