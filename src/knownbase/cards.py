"""What the rest of the site needs to know of an entry: the card that stands for it in the catalogue.

Lists, links, counts and filters look at cards; only an entry's own page reads the entry. So a build after an edit
reads the files that changed, and keeps the cards of all others from the build before.
"""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from knownbase.model.audience import Audience
from knownbase.model.codes import CodeIndex
from knownbase.model.entry import Anomaly, Entry, Faq, Patch
from knownbase.model.ids import KIND_OF_PREFIX, PREFIX, Kind
from knownbase.model.ranges import Statement
from knownbase.model.reach import Reach, Reaches
from knownbase.model.status import standing
from knownbase.model.taxonomy import Product, Taxonomy

_ID = re.compile(r"(?:FAQ|ANO|PAT)-[0-9]{4,9}")
# The same, to be searched for: hyphens are rare in prose.
_ID_FROM_HYPHEN = re.compile(r"-(?<=(?:FAQ|ANO|PAT)-)[0-9]{4}")


class Card(NamedTuple):
    """Plain values only: the cache keeps cards as they are."""

    id: str
    path: str
    """The entry's file, below the content root."""
    digest: bytes
    """Of all that the file says, and of the file for download that it offers."""
    audience: Audience
    published: int
    """Day on which it came out, as `date.toordinal` counts."""
    updated: int
    """Day of the last change, likewise."""
    aliases: tuple[str, ...]
    links: tuple[str, ...]
    """Ids in its fields `duplicate_of` and `related`."""
    mentions: tuple[str, ...]
    """Ids in its prose."""
    requires: tuple[str, ...]
    fixes: tuple[str, ...]
    file: str
    """Name of the file for download that it offers."""
    offered: tuple[str, ...]
    """SHA-256 and name of a file that a patch offers, here or on another site; () without one."""
    products: tuple[str, ...]
    systems: tuple[str, ...]
    """Operating systems that it names; all of them when it applies to everything."""
    places: tuple[str, ...]
    """`product/os` for each operating system on which it names a product."""
    category: str
    standing: str
    open_in: tuple[str, ...]
    """Products whose latest release on some operating system is affected."""
    codes: tuple[tuple[str, int], ...]
    """(family, number) of the codes that it names, in the taxonomy's order."""
    facets: tuple[tuple[str, tuple[str, ...]], ...]
    """What filters know of it: facet, values."""
    stated: tuple[tuple[str, Statement], ...]
    """Product, and what the anomaly says of it; () for one that touches nobody: withdrawn, or counted elsewhere."""
    impacts: tuple[str, ...]
    workaround: bool
    step: tuple[str, ...]
    """Releases that a patch starts from and yields; the first alone when it yields none."""

    @property
    def kind(self) -> Kind:
        return KIND_OF_PREFIX[self.id[:PREFIX]]

    @property
    def date(self) -> dt.date:
        return dt.date.fromordinal(self.updated)

    @property
    def named(self) -> tuple[str, ...]:
        """Every id that stands anywhere in the entry."""
        return (*self.links, *self.mentions, *self.requires, *self.fixes)


class Shared:
    """Cards whose equal values are one and the same object: they take a third of the memory, a tenth of the time to read."""

    def __init__(self) -> None:
        self._values: dict[str | bytes | tuple[Any, ...], Any] = {}

    def of(self, card: Card) -> Card:
        # Numbers are left alone: 1 equals True.
        values = self._values
        return Card._make(one if isinstance(one, int) else values.setdefault(one, one) for one in card)


def same(card: Card, other: Card | None) -> bool:
    """Whether two cards say the same; nearly all are one, and need not be compared value by value."""
    return card is other or card == other


def saved_as(patch: Patch) -> str:
    """The name that a patch's file has once it is saved: the last part of `file`, or of the URL's path; "" without one."""
    return (patch.file or unquote(urlsplit(patch.url or "").path)).rpartition("/")[2]


class Cards:
    """Makes the cards of entries; a card is a pure function of taxonomy, entry, path and digest."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._codes = CodeIndex(taxonomy)
        self._reaches = Reaches(taxonomy)

    def of(self, entry: Entry, path: str, digest: bytes) -> Card:
        reach = self._reaches.of(entry)
        state = standing(entry, reach.statuses) if isinstance(entry, Anomaly) else ""
        texts = entry.written()
        named = self._codes.named_in(texts, entry.errors if isinstance(entry, Anomaly) else ())
        updated = entry.updated
        return Card(
            id=entry.id,
            path=path,
            digest=digest,
            audience=entry.audience or self._taxonomy.default_audience.of(entry.kind),
            published=entry.date.toordinal(),
            updated=updated.toordinal(),
            aliases=entry.aliases,
            links=links_of(entry),
            mentions=tuple(dict.fromkeys(_mentions(texts))),
            requires=entry.requires if isinstance(entry, Patch) else (),
            fixes=entry.fixes if isinstance(entry, Patch) else (),
            file=(entry.file or "") if isinstance(entry, Patch) else "",
            offered=(entry.sha256, saved_as(entry)) if isinstance(entry, Patch) and entry.sha256 else (),
            products=reach.products,
            systems=reach.systems,
            places=reach.places,
            category=entry.category if isinstance(entry, Faq | Anomaly) else "",
            standing=state,
            open_in=reach.open_in,
            codes=tuple([ref.key for ref in named]),
            facets=tuple(_facets(entry, updated.year, reach, state, self._taxonomy)),
            stated=reach.stated,
            impacts=entry.impact if isinstance(entry, Anomaly) else (),
            workaround=isinstance(entry, Anomaly) and entry.workaround is not None,
            step=_step(entry) if isinstance(entry, Patch) else (),
        )


def _step(patch: Patch) -> tuple[str, ...]:
    return (patch.from_release, patch.to) if patch.to else (patch.from_release,)


def links_of(entry: Entry) -> tuple[str, ...]:
    """Ids that an entry names in its fields (not in its prose)."""
    if isinstance(entry, Anomaly) and entry.duplicate_of:
        return (entry.duplicate_of, *entry.related)
    return entry.related


def _mentions(texts: Iterable[str]) -> list[str]:
    """Ids in the prose, and whatever may turn out to be one once the Markdown is read: `_ANO-0001_`, `ANO&#45;0001`."""
    plain = unescape("\n".join(texts)).replace("\\", "")
    return _ID.findall(plain) if _ID_FROM_HYPHEN.search(plain) else []


def _facets(
    entry: Entry, year: int, reach: Reach, state: str, taxonomy: Taxonomy
) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "product", reach.products
    yield "os", reach.systems
    yield "year", (str(year),)
    if isinstance(entry, Faq | Anomaly):
        yield "category", (entry.category,)
    if isinstance(entry, Anomaly):
        yield "status", (state,)
        yield "affected", reach.affected
        yield "version", reach.versions
    if isinstance(entry, Patch):
        yield "form", (entry.form,)
        yield "version", tuple(_installable(entry, taxonomy.product_by_id[entry.product]))


def _installable(patch: Patch, product: Product) -> Iterator[str]:
    """The releases on which a patch may be installed: those of its operating system up to the one that it yields."""
    shipped = product.shipped_ranks(patch.os)
    first = bisect_left(shipped, product.order[patch.from_release])
    after = bisect_left(shipped, product.order[patch.to]) if patch.to else len(shipped)
    yield from (f"{product.id}/{product.releases[rank].version}" for rank in shipped[first:after])
