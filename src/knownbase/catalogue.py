"""Every entry by id, with its links both ways, behind one door.

    Catalogue ── visible("public") ────► View: entries that anybody may read, links among them only
              └─ visible("customers") ─► View: all entries

Pages, index, feeds and checks get a `View`; there is no other way to an entry.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from knownbase.model.codes import CodeIndex, CodeRef
from knownbase.model.entry import Anomaly, Entry, Faq, Patch
from knownbase.model.ids import sort_key
from knownbase.model.status import OsStatus, Standing, standing, statuses
from knownbase.model.taxonomy import Audience, Taxonomy
from knownbase.read.content import Content


class Catalogue:
    """The entries of a content root. Build it with `Catalogue.of`."""

    def __init__(self, taxonomy: Taxonomy, entries: Mapping[str, Entry], paths: Mapping[str, str]) -> None:
        self.taxonomy = taxonomy
        self._entries = entries
        self._paths = paths

    @classmethod
    def of(cls, content: Content, taxonomy: Taxonomy) -> "Catalogue":
        """Of two files with one id the first stays; the check names the other."""
        entries: dict[str, Entry] = {}
        paths: dict[str, str] = {}
        for loaded in content.files:
            if loaded.entry is not None and loaded.entry.id not in entries:
                entries[loaded.entry.id] = loaded.entry
                paths[loaded.entry.id] = loaded.path
        return cls(taxonomy, entries, paths)

    def audience_of(self, entry: Entry) -> Audience:
        return entry.audience or self.taxonomy.default_audience.of(entry.kind)

    def visible(self, audience: Audience) -> "View":
        shown = (
            entry
            for entry in self._entries.values()
            if audience == "customers" or self.audience_of(entry) == "public"
        )
        return View(self.taxonomy, shown, self._paths)


class View:
    """What one audience may see: entries sorted by id, and the links among them."""

    def __init__(self, taxonomy: Taxonomy, entries: Iterable[Entry], paths: Mapping[str, str]) -> None:
        self.taxonomy = taxonomy
        self.entries = tuple(sorted(entries, key=lambda entry: sort_key(entry.id)))
        self._paths = paths
        self._statuses: dict[str, tuple[OsStatus, ...]] = {}

    def path(self, entry: Entry) -> str:
        """The entry's file, relative to the content root."""
        return self._paths[entry.id]

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def faqs(self) -> tuple[Faq, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Faq))

    @cached_property
    def anomalies(self) -> tuple[Anomaly, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Anomaly))

    @cached_property
    def patches(self) -> tuple[Patch, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Patch))

    @cached_property
    def _fixed_by(self) -> dict[str, list[Patch]]:
        fixed_by: dict[str, list[Patch]] = defaultdict(list)
        for patch in self.patches:
            for anomaly in patch.fixes:
                fixed_by[anomaly].append(patch)
        return fixed_by

    def patches_for(self, anomaly: Entry) -> tuple[Patch, ...]:
        """Patches that say they mend the anomaly; there may be one per operating system and branch."""
        return tuple(self._fixed_by.get(anomaly.id, ()))

    def statuses(self, anomaly: Anomaly) -> tuple[OsStatus, ...]:
        """Where the anomaly stands on each product and operating system that it names."""
        if anomaly.id not in self._statuses:
            self._statuses[anomaly.id] = statuses(anomaly, self.taxonomy)
        return self._statuses[anomaly.id]

    def standing(self, anomaly: Anomaly) -> Standing:
        return standing(anomaly, self.statuses(anomaly))

    @cached_property
    def _codes_of(self) -> dict[str, tuple[CodeRef, ...]]:
        index = CodeIndex(self.taxonomy)
        return {entry.id: index.named_in(entry) for entry in self.entries}

    def codes_of(self, entry: Entry) -> tuple[CodeRef, ...]:
        """Codes that the entry names, in the taxonomy's order."""
        return self._codes_of[entry.id]

    @cached_property
    def naming_code(self) -> dict[tuple[str, int], list[Entry]]:
        """(family, number) → entries that name the code."""
        naming: dict[tuple[str, int], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for ref in self.codes_of(entry):
                naming[ref.key].append(entry)
        return naming

    @cached_property
    def _named_by(self) -> dict[str, list[str]]:
        named_by: dict[str, list[str]] = defaultdict(list)
        for entry in self.entries:
            for target in links_of(entry):
                named_by[target].append(entry.id)
        return named_by

    def related(self, entry: Entry) -> tuple[Entry, ...]:
        """Entries that this one names, then those that name it; each once."""
        ids = dict.fromkeys([*links_of(entry), *self._named_by.get(entry.id, ())])
        return tuple(self.by_id[one] for one in ids if one in self.by_id and one != entry.id)


def links_of(entry: Entry) -> tuple[str, ...]:
    """Ids that an entry names in its fields (not in its prose)."""
    if isinstance(entry, Anomaly) and entry.duplicate_of:
        return (entry.duplicate_of, *entry.related)
    return entry.related
