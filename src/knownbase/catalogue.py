"""Every entry by id, with its links both ways, behind one door.

    Catalogue ── visible("public") ────► View: entries that anybody may read, links among them only
              └─ visible("customers") ─► View: all entries

Pages, index, feeds and checks get a `View`; there is no other way to an entry. A view knows the card of every
entry at once; the entry itself is read when somebody asks for it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from operator import attrgetter

from knownbase.cards import Card, Cards, Shared
from knownbase.model.audience import Audience
from knownbase.model.codes import CodeRef
from knownbase.model.entry import Anomaly, Entry, Faq, Patch
from knownbase.model.ids import PLACES, Kind, sort_key
from knownbase.model.reach import Reach, Reaches
from knownbase.model.status import OsStatus, Standing, standing
from knownbase.model.taxonomy import Product, Taxonomy
from knownbase.parallel import in_two
from knownbase.read.content import Content, Loaded

Groups = Mapping[tuple[str, str], Sequence[Card]]
"""(facet, value) → cards, those with the latest change first."""


class Catalogue:
    """The entries of a content root. Build it with `Catalogue.of`, or of cards that were kept."""

    def __init__(self, taxonomy: Taxonomy, cards: Mapping[str, Card], read: Callable[[Card], Entry]) -> None:
        """`read` gives the entry that a card stands for."""
        self.taxonomy = taxonomy
        self.cards = cards
        self._read = read
        self._entries: dict[str, Entry] = {}

    @classmethod
    def of(cls, content: Content, taxonomy: Taxonomy, cards: Sequence[Card | None] = ()) -> "Catalogue":
        """Of two files with one id the first stays; the check names the other.

        `cards`: those of the files of the content, as far as they are there; without them they are made.
        """
        if not cards:
            cards = in_two("making cards", partial(cards_of, Cards(taxonomy)), content.files)
        shared = Shared()
        kept: dict[str, Card] = {}
        entries: dict[str, Entry] = {}
        for loaded, card in zip(content.files, cards, strict=True):
            if loaded.entry is not None and card is not None and card.id not in kept:
                kept[card.id], entries[card.id] = shared.of(card), loaded.entry
        catalogue = cls(taxonomy, kept, lambda card: entries[card.id])
        catalogue._entries = entries
        return catalogue

    def entry(self, entry_id: str) -> Entry:
        """Raises KeyError."""
        found = self._entries.get(entry_id)
        if found is None:
            found = self._entries[entry_id] = self._read(self.cards[entry_id])
        return found

    def within(self, product: Product) -> "Catalogue":
        """What concerns one product, and what is for all: no entry, and nothing in an entry, names another one."""
        taxonomy = self.taxonomy.within(product)
        made = Cards(taxonomy)

        def entry(card: Card) -> Entry:
            return self.entry(card.id).within(product.id)

        cards = {}
        for one, card in self.cards.items():
            if card.products and product.id not in card.products:
                continue
            alone = len(card.products) < 2
            cards[one] = card if alone else made.of(entry(card), card.path, card.digest)
        return Catalogue(taxonomy, cards, entry)

    def visible(self, audience: Audience) -> "View":
        everything = audience == "customers"
        shown = {one: card for one, card in self._sorted.items() if everything or card.audience == "public"}
        return View(self.taxonomy, shown, self.entry)

    @cached_property
    def _sorted(self) -> Mapping[str, Card]:
        return {card.id: card for card in sorted(self.cards.values(), key=lambda one: sort_key(one.id))}


def cards_of(cards: Cards, files: Iterable[Loaded]) -> list[Card | None]:
    """The cards of files; None for those that hold no entry."""
    return [None if one.entry is None else cards.of(one.entry, one.path, one.digest) for one in files]


class View:
    """What one audience may see: cards by id and sorted by it, the entries behind them, and the links among them."""

    def __init__(
        self, taxonomy: Taxonomy, cards: Mapping[str, Card], entry_of: Callable[[str], Entry]
    ) -> None:
        self.taxonomy = taxonomy
        self.cards = cards
        self.by_id: Mapping[str, Entry] = _Entries(self.cards, entry_of)
        self._reaches = Reaches(taxonomy)
        self._reach: dict[str, Reach] = {}

    @property
    def entries(self) -> Iterable[Entry]:
        """Every entry, by id. Reads those that have not been read yet."""
        return self.by_id.values()

    @property
    def faqs(self) -> tuple[Faq, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Faq))

    @property
    def anomalies(self) -> tuple[Anomaly, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Anomaly))

    @property
    def patches(self) -> tuple[Patch, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Patch))

    def path(self, entry: Entry) -> str:
        """The entry's file, relative to the content root."""
        return self.cards[entry.id].path

    @cached_property
    def newest(self) -> Sequence[Card]:
        """All cards, those with the latest change first, those of one day by id, as they are sorted."""
        return sorted(self.cards.values(), key=attrgetter("updated"), reverse=True)

    @cached_property
    def kinds(self) -> Collection[Kind]:
        """Those of which there is an entry."""
        return {
            kind for kind, place in PLACES.items() if any(one.startswith(place.prefix) for one in self.cards)
        }

    @cached_property
    def by_kind(self) -> Mapping[Kind, Sequence[Card]]:
        """Cards of each kind, those with the latest change first."""
        return {
            kind: [card for card in self.newest if card.id.startswith(place.prefix)]
            for kind, place in PLACES.items()
        }

    @cached_property
    def groups(self) -> Mapping[Kind, Groups]:
        """Cards of each kind by product, operating system, category and status."""
        found: dict[Kind, dict[tuple[str, str], list[Card]]] = {kind: {} for kind in PLACES}
        for kind, cards in self.by_kind.items():
            groups = found[kind]
            # Of many entries few are in other groups than any before.
            known: dict[tuple[object, ...], list[list[Card]]] = {}
            for card in cards:
                key = (card.products, card.systems, card.category, card.standing)
                if key not in known:
                    known[key] = [groups.setdefault(one, []) for one in _groups_of(card)]
                for group in known[key]:
                    group.append(card)
        return found

    @cached_property
    def _fixed_by(self) -> dict[str, list[Card]]:
        fixed_by: dict[str, list[Card]] = defaultdict(list)
        for card in self.cards.values():
            for anomaly in card.fixes:
                fixed_by[anomaly].append(card)
        return fixed_by

    def fixed_by(self, anomaly_id: str) -> Sequence[Card]:
        """Patches that say they mend the anomaly; there may be one per operating system and branch."""
        return self._fixed_by.get(anomaly_id, ())

    def patches_for(self, anomaly: Entry) -> tuple[Patch, ...]:
        """The same, to be read."""
        found = (self.by_id[card.id] for card in self.fixed_by(anomaly.id))
        return tuple(one for one in found if isinstance(one, Patch))

    @cached_property
    def kept_for(self) -> Mapping[str, str]:
        """Duplicate → the anomaly that is kept in its place, where this audience may see both."""
        return {
            card.id: card.links[0]
            for card in self.cards.values()
            if card.standing == "duplicate" and card.links[0] in self.cards
        }

    @cached_property
    def _duplicates(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for duplicate, kept in self.kept_for.items():
            found[kept].append(duplicate)
        return found

    def duplicates_of(self, anomaly_id: str) -> tuple[Anomaly, ...]:
        """Anomalies that say they are the same one, to be read."""
        found = (self.by_id[one] for one in self._duplicates.get(anomaly_id, ()))
        return tuple(one for one in found if isinstance(one, Anomaly))

    def reach(self, entry: Entry) -> Reach:
        """What follows from the products and operating systems that the entry names; one object for all that say the same."""
        found = self._reach.get(entry.id)
        if found is None:
            found = self._reach[entry.id] = self._reaches.of(entry)
        return found

    def statuses(self, anomaly: Anomaly) -> tuple[OsStatus, ...]:
        """Where the anomaly stands on each product and operating system that it names."""
        return self.reach(anomaly).statuses

    def standing(self, anomaly: Anomaly) -> Standing:
        return standing(anomaly, self.statuses(anomaly))

    @cached_property
    def _refs(self) -> Mapping[tuple[str, int], CodeRef]:
        return {
            (family.id, code.number): CodeRef(family, code)
            for family in self.taxonomy.code_families
            for code in family.codes
        }

    def codes_of(self, entry: Entry) -> tuple[CodeRef, ...]:
        """Codes that the entry names, in the taxonomy's order."""
        return tuple(self._refs[key] for key in self.cards[entry.id].codes)

    @cached_property
    def naming_code(self) -> Mapping[tuple[str, int], Sequence[Card]]:
        """(family, number) → cards of the entries that name the code."""
        naming: dict[tuple[str, int], list[Card]] = defaultdict(list)
        for card in self.cards.values():
            for key in card.codes:
                naming[key].append(card)
        return naming

    @cached_property
    def _named_by(self) -> dict[str, list[str]]:
        named_by: dict[str, list[str]] = defaultdict(list)
        for card in self.cards.values():
            for target in card.links:
                named_by[target].append(card.id)
        return named_by

    def related(self, entry_id: str) -> tuple[Card, ...]:
        """Entries that this one names, then those that name it; each once."""
        ids = dict.fromkeys([*self.cards[entry_id].links, *self._named_by.get(entry_id, ())])
        return tuple(self.cards[one] for one in ids if one in self.cards and one != entry_id)


def _groups_of(card: Card) -> Iterator[tuple[str, str]]:
    """(facet, value) of every group of a list that an entry belongs to."""
    for product in card.products:
        yield "product", product
    for os in card.systems:
        yield "os", os
    if card.category:
        yield "category", card.category
    if card.standing:
        yield "status", card.standing.replace("_", "-")


class _Entries(Mapping[str, Entry]):
    """Entries by id, in the order of their cards, each read when it is asked for."""

    def __init__(self, cards: Mapping[str, Card], entry_of: Callable[[str], Entry]) -> None:
        self._cards = cards
        self._entry_of = entry_of

    def __getitem__(self, entry_id: str) -> Entry:
        if entry_id not in self._cards:
            raise KeyError(entry_id)
        return self._entry_of(entry_id)

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self._cards

    def __iter__(self) -> Iterator[str]:
        return iter(self._cards)

    def __len__(self) -> int:
        return len(self._cards)
