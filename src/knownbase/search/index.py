"""What is known of the documents of one language → the files of the browser's index.

The same bytes for the same documents, whether all were weighed now or most of them by an earlier build.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from json.encoder import encode_basestring
from typing import NamedTuple

from knownbase.model.locale import LOCALES, Locale
from knownbase.model.text import Words
from knownbase.search.documents import DOCUMENT_KINDS, Document, Facets
from knownbase.search.postings import weights
from knownbase.search.shards import (
    GROUP,
    Shard,
    as_json,
    file_of,
    gaps,
    group_file,
    number,
    numbers,
    term_shards,
)
from knownbase.search.terms import Terms, kind_and_ordinal, place_of

VERSION = 1
EXCERPT = 720
"""Characters of text that a document keeps for excerpts."""

FacetLabels = Mapping[str, Mapping[str, str]]
"""Facet → value → label, in the order in which a reader sees them."""


@dataclass(frozen=True, slots=True)
class Faceted:
    """What a filter knows of a document; `date` is in the form 2026-03-02."""

    place: int
    date: str
    facets: Facets


class Group(NamedTuple):
    """Documents whose titles and texts stand in one shard: number of their kind, its own, their places."""

    kind: int
    number: int
    places: list[int]


def whole_index(
    documents: Iterable[Document],
    locale: Locale,
    glossary: Sequence[Words] = (),
    labels: FacetLabels | None = None,
) -> Iterator[tuple[str, str]]:
    """File name below search/<locale>/ and text of each file of an index that is made at once."""
    by_place = {place_of(document): document for document in documents}
    by_place = dict(sorted(by_place.items()))
    faceted = [Faceted(place, one.date, one.facets) for place, one in by_place.items()]
    for name, text in index_files(
        locale,
        Terms.of((place, weights(one, locale)) for place, one in by_place.items()),
        list(by_place),
        lambda place: shown(by_place[place]),
        faceted,
        glossary,
        labels or {},
    ):
        assert text is not None, "nothing was kept"
        yield name, text


def index_files(
    locale: Locale,
    terms: Terms,
    places: Sequence[int],
    shown_of: Callable[[int], str],
    faceted: Iterable[Faceted] | None,
    glossary: Sequence[Words],
    labels: FacetLabels,
    kept: Mapping[str, str] | None = None,
) -> Iterator[tuple[str, str | None]]:
    """File name below search/<locale>/ and text of each file; None where the earlier text stands.

    `places` of all documents, in order; `shown_of` gives what `shown` made. `kept`: shards that an
    earlier build has written, name → fingerprint: groups of documents that nothing has changed, and those of facets,
    which stand when `faceted` is None.
    """
    kept = kept or {}
    lexicon, postings = term_shards(terms)
    named: dict[str, str] = {}
    groups = _grouped(places)
    for name, text in _group_files(locale, groups, shown_of, kept):
        group, mark, _ = name.split(".")
        named[group] = mark
        yield name, text
    for shard in [*lexicon, *postings, *_facet_columns(faceted or (), labels)]:
        name, whole = file_of(locale, shard)
        named[shard.name] = name.split(".")[1]
        yield name, whole
    if faceted is None:
        facets = {name: mark for name, mark in sorted(kept.items()) if name.startswith("f")}
        named |= facets
        yield from ((f"{name}.{mark}.js", None) for name, mark in facets.items())
    yield file_of(locale, Shard("meta", as_json(_meta(groups, lexicon, postings, named, glossary))))


def _meta(
    groups: Sequence[Group],
    lexicon: Sequence[Shard],
    postings: Sequence[Shard],
    named: dict[str, str],
    glossary: Sequence[Words],
) -> dict[str, object]:
    """`documents` counts each kind. `groups`: for each kind, gap and fingerprint of its groups in order."""
    counts = dict.fromkeys(DOCUMENT_KINDS, 0)
    by_kind: dict[str, list[int]] = {}
    for kind, n, members in groups:
        counts[DOCUMENT_KINDS[kind]] += len(members)
        by_kind.setdefault(str(kind), []).append(n)
    return {
        "version": VERSION,
        "documents": counts,
        "lexicon": [[shard.first, named[shard.name]] for shard in lexicon],
        "postings": [named[shard.name] for shard in postings],
        "group": GROUP,
        "groups": {
            kind: "".join(
                number(gap) + named[f"d{kind}-{n}"] for n, gap in zip(found, gaps(found), strict=True)
            )
            for kind, found in by_kind.items()
        },
        "facets": {name[1:]: mark for name, mark in named.items() if name.startswith("f")},
        "glossary": [[list(words.get(one)) for one in LOCALES] for words in glossary],
    }


def _grouped(places: Sequence[int]) -> list[Group]:
    """Each group that has documents."""
    # The places of a group are alike but in their last bits.
    found = (list(members) for _, members in groupby(places, key=GROUP.__rfloordiv__))
    return [Group(*_group_of(members[0]), members) for members in found]


def _group_of(place: int) -> tuple[int, int]:
    kind, ordinal = kind_and_ordinal(place)
    return kind, ordinal // GROUP


def group_name(place: int) -> str:
    """The shard in which the title and text of a document stand."""
    kind, n = _group_of(place)
    return f"d{kind}-{n}"


def _group_files(
    locale: Locale, groups: Iterable[Group], shown_of: Callable[[int], str], kept: Mapping[str, str]
) -> Iterator[tuple[str, str | None]]:
    for kind, n, members in groups:
        name = f"d{kind}-{n}"
        if name in kept:
            yield f"{name}.{kept[name]}.js", None
        else:
            yield group_file(locale, name, [shown_of(place) for place in members])


def shown(document: Document) -> str:
    """What results show of a document: JSON of [ordinal, id, path, title, text, lang, chips, verdict, date]."""
    before = (document.id, document.path, document.title, document.body[:EXCERPT], document.lang)
    after = (document.verdict, document.date)
    # `json.dumps` would build an encoder for every document.
    return f"[{document.ordinal},{_strings(before)},[{_strings(document.chips)}],{_strings(after)}]"


def _strings(texts: Iterable[str]) -> str:
    return ",".join(map(encode_basestring, texts))


def _facet_columns(faceted: Iterable[Faceted], labels: FacetLabels) -> Iterator[Shard]:
    """Facets of a kind in columns: {"ordinals", "dates", "labels", "columns": {facet: numbers}}.

    `dates` are days since 1 January 1970. A column holds for each document how many values it has and
    which: places in the facet's labels.
    """
    for kind, group in groupby(faceted, key=lambda one: kind_and_ordinal(one.place)[0]):
        chosen = list(group)
        # Few documents have facets that no other has.
        tuples = {name: [one.facets.get(name, ()) for one in chosen] for name in labels}
        used = {}
        for name, known in labels.items():
            occurring = {value for values in set(tuples[name]) for value in values}
            if occurring:
                used[name] = [value for value in known if value in occurring]
        if not used:
            continue
        columns = {}
        for name, values in used.items():
            place = {value: n for n, value in enumerate(values)}
            written = {
                found: numbers([len(found), *(place[value] for value in found)])
                for found in set(tuples[name])
            }
            columns[name] = "".join(map(written.__getitem__, tuples[name]))
        data = {
            "ordinals": numbers(gaps(kind_and_ordinal(one.place)[1] for one in chosen)),
            "dates": numbers(_days(one.date) for one in chosen),
            "labels": {
                name: [(value, labels[name][value]) for value in values] for name, values in used.items()
            },
            "columns": columns,
        }
        yield Shard(f"f{kind}", as_json(data))


@lru_cache(maxsize=1 << 14)
def _days(date: str) -> int:
    return (dt.date.fromisoformat(date) - dt.date(1970, 1, 1)).days if date else 0
