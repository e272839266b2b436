"""The search of one language: whole, or brought up to date with the entries that an edit has changed.

document   what is found of a page        ─ weights ─► terms ─► lexicon, postings
                                          ─ shown ───► groups of texts
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from knownbase.catalogue import View
from knownbase.model.locale import DEFAULT_LOCALE
from knownbase.progress import counted
from knownbase.render.affected import REPORT_PAGE
from knownbase.render.documents import PageText, entry_document, facet_labels, other_documents, page_documents
from knownbase.render.edit import Edit
from knownbase.render.site import Site
from knownbase.runs import runs
from knownbase.search.documents import DOCUMENT_KINDS, Document
from knownbase.search.index import Faceted, group_name, index_files, shown
from knownbase.search.postings import weights
from knownbase.search.related import Neighbours, all_neighbours, is_entry, neighbours_of, touched
from knownbase.search.shards import texts_file
from knownbase.search.terms import ORDINAL_BITS, Terms, Weights, place_of, place_of_entry
from knownbase.store import Records, Span, load, save
from knownbase.tree import Tree

SEARCH = "search"
TEXTS = ("find_", "reply_")
"""Beginnings of the keys of the interface texts that the scripts of the search show. `report` says where one writes
a report, "" where there is no such page."""

Table = dict[object, Span]

Record = tuple[str, bytes, str]
"""What is recorded of a document: its terms, one a line, a weight for each, and what results show of it.

A mapping would take twice as long to write, and twenty times as long to read for what is shown alone. No term has
a line feed: the lexicon relies on it too.
"""


@dataclass(slots=True)
class Ledger:
    """What the cache keeps of one language: plain values, and the names of the files beside them."""

    terms: bytes
    """Checksum of the file of terms: it belongs to these documents and no others."""
    documents: Table
    documents_end: int
    neighbours: Neighbours


class Before(NamedTuple):
    """What the last build has left of a language: its ledger, the folder of its records, which files of the site are there.

    `whole`: these are all that it has made.
    """

    ledger: Ledger
    folder: Path
    files: Collection[str]
    whole: bool


def empty_ledger() -> Ledger:
    return Ledger(b"", {}, 0, {})


def index_language(
    site: Site,
    pages: Mapping[str, PageText],
    faceted: Sequence[Faceted] | None,
    edit: Edit,
    before: Before,
    tree: Tree,
) -> tuple[Ledger, list[str]]:
    """Writes the search of a language into `tree` and what the next build needs into a folder.

    The new ledger, and the paths of all files of the search. `faceted`: what filters know of the entries; None: what
    they knew in the last build. Raises Damaged when what the last build left cannot be used.
    """
    ledger, folder = before.ledger, before.folder
    documents = Records(folder / f"documents-{site.locale}", ledger.documents, ledger.documents_end)
    fresh = {place_of(one): one for one in _fresh(site, pages, edit)}
    gone = set(_gone(documents, fresh, edit))
    terms_path = folder / f"terms-{site.locale}"
    neighbours: Neighbours = {}
    if edit.whole:
        terms = Terms.of(_recorded(documents, fresh, site))
        if site.locale == DEFAULT_LOCALE:
            neighbours = all_neighbours(filter(is_entry, fresh), terms)
    else:
        weighed = {place: weights(one, site.locale) for place, one in fresh.items()}
        if faceted is None and before.whole and not (gone or edit.pages):
            new = {place: _record(weighed[place], one) for place, one in fresh.items()}
            if all(documents.get(place) == record for place, record in new.items()):
                # Nothing of this language has changed, as when a text of the other one is mended.
                return ledger, [path for path in before.files if path.startswith(f"{SEARCH}/{site.locale}/")]
        terms = Terms(load(terms_path, ledger.terms))
        asked = _brought_up_to_date(terms, documents, fresh, weighed, gone)
        if site.locale == DEFAULT_LOCALE:
            neighbours = {place: found for place, found in ledger.neighbours.items() if place not in gone}
            neighbours |= neighbours_of(
                filter(is_entry, asked), lambda place: _weights_in(documents[place]), terms
            )
    checksum = save(terms_path, terms.columns) if fresh or gone else ledger.terms
    dirty = {group_name(place) for place in (*fresh, *gone)}
    there = {} if edit.whole else _shards_there(before.files, f"{SEARCH}/{site.locale}/", dirty)
    paths = _write(site, terms, documents, faceted, there, tree)
    return Ledger(checksum, documents.table, documents.flush(), neighbours), paths


def _fresh(site: Site, pages: Mapping[str, PageText], edit: Edit) -> Iterator[Document]:
    for entry_id in edit.entries:
        yield entry_document(site.view.by_id[entry_id], site)
    if edit.whole:
        yield from other_documents(site)
    if edit.pages:
        yield from page_documents(site, pages)


def _gone(documents: Records, fresh: Mapping[int, Document], edit: Edit) -> Iterator[int]:
    """Places of documents that are no more: of entries, and of pages when these were looked at again."""
    yield from (
        place for one in edit.gone if (place := place_of_entry(one)) in documents and place not in fresh
    )
    if edit.pages:
        kind = DOCUMENT_KINDS.index("page")
        yield from (place for place in documents if place >> ORDINAL_BITS == kind and place not in fresh)


def _recorded(
    documents: Records, fresh: Mapping[int, Document], site: Site
) -> Iterator[tuple[int, dict[str, int]]]:
    """Each document's place and weights, in order; on the way it is recorded."""
    for run in runs(counted("indexing", sorted(fresh))):
        found = [weights(fresh[place], site.locale) for place in run]
        records = [_record(one, fresh[place]) for place, one in zip(run, found, strict=True)]
        documents.update(zip(run, records, strict=True))
        yield from zip(run, found, strict=True)


def _record(weighed: Weights, document: Document) -> Record:
    return "\n".join(weighed), bytes(weighed.values()), shown(document)


def _weights_in(record: Record) -> dict[str, int]:
    terms, weighed, _ = record
    return dict(zip(terms.split("\n"), weighed, strict=False))  # no terms are one empty line, and no weight


def _brought_up_to_date(
    terms: Terms,
    documents: Records,
    fresh: Mapping[int, Document],
    weighed: Mapping[int, Weights],
    gone: Collection[int],
) -> set[int]:
    """Mends `terms` and `documents`; the places of entries whose neighbours may be others now."""
    found: set[int] = set(fresh)
    for place in sorted({*fresh, *gone}):
        old = _weights_in(documents[place]) if place in documents else {}
        new = weighed.get(place, {})
        moved = old.keys() ^ new.keys()
        found |= touched(moved, terms)
        terms.mend(place, old, new)
        found |= touched(moved, terms)
        if place in fresh:
            documents[place] = _record(new, fresh[place])
        else:
            del documents[place]
    return found - set(gone)


def faceted_of(view: View) -> list[Faceted]:
    """What filters know of the entries, in the order of the index; the same in every language."""
    found = (
        Faceted(place_of_entry(one.id), one.date.isoformat(), dict(one.facets)) for one in view.cards.values()
    )
    return sorted(found, key=attrgetter("place"))


def facets_stand(view: View, edit: Edit) -> bool:
    """Whether filters know of the entries what they knew in the last build."""
    if edit.whole or edit.gone:
        return False
    both = [(edit.before.get(one), view.cards[one]) for one in edit.entries]
    return all(
        old is not None and (old.updated, old.facets) == (new.updated, new.facets) for old, new in both
    )


def _write(
    site: Site,
    terms: Terms,
    documents: Records,
    faceted: Sequence[Faceted] | None,
    kept: Mapping[str, str],
    tree: Tree,
) -> list[str]:
    """The paths of all files. `kept`: name → fingerprint of the shards that stay."""
    folder = f"{SEARCH}/{site.locale}/"
    facets = {f"f{DOCUMENT_KINDS.index(kind)}" for kind in site.view.kinds}
    if faceted is None and not facets <= kept.keys():
        faceted = faceted_of(site.view)
    files = index_files(
        site.locale,
        terms,
        sorted(documents),
        lambda place: documents[place][-1],
        faceted,
        site.taxonomy.glossary,
        facet_labels(site),
        kept,
    )
    paths = []
    for name, text in files:
        paths.append(folder + name)
        if text is not None:
            tree.write(folder + name, text.encode("utf-8", "surrogatepass"))
    texts = {key: site.strings[key] for key in site.strings if key.startswith(TEXTS)}
    report = REPORT_PAGE if REPORT_PAGE in site.pages else ""
    name, text = texts_file(site.locale, {**texts, "report": report})
    tree.write(folder + name, text.encode())
    return [*paths, folder + name]


def _shards_there(files: Iterable[str], folder: str, dirty: Collection[str]) -> dict[str, str]:
    """Name → fingerprint of the shards of facets among the files, and of groups that hold no changed document."""
    found = {}
    beginnings = (f"{folder}d", f"{folder}f")
    for path in files:
        if path.startswith(beginnings) and path.endswith(".js"):
            name, fingerprint, _ = path[len(folder) :].split(".")
            if name not in dirty:
                found[name] = fingerprint
    return found
