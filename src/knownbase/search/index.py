"""Documents of one language → the files of the browser's index, the same bytes for the same documents."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from knownbase.model.locale import LOCALES, Locale
from knownbase.model.text import Words
from knownbase.search.documents import DOCUMENT_KINDS, Document
from knownbase.search.postings import weights
from knownbase.search.shards import (
    GROUP,
    Shard,
    file_of,
    gaps,
    number,
    numbers,
    posting_text,
    term_shards,
    utf16,
)  # fmt: skip

VERSION = 1
EXCERPT = 720
"""Characters of text that a document keeps for excerpts."""

FacetLabels = Mapping[str, Mapping[str, str]]
"""Facet → value → label, in the order in which a reader sees them."""


class Inverted:
    """Which documents hold a term, and how much it says of each; documents in the order of their numbers.

    `postings`: term → places in `documents`, weights.
    """

    def __init__(self, documents: Iterable[Document], locale: Locale) -> None:
        self.locale = locale
        self.documents = sorted(documents, key=_place)
        self.postings: dict[str, tuple[list[int], bytearray]] = {}
        for n, document in enumerate(self.documents):
            for term, weight in weights(document, locale).items():
                found = self.postings.get(term)
                if found is None:
                    found = self.postings[term] = ([], bytearray())
                found[0].append(n)
                found[1].append(weight)


def index_files(
    inverted: Inverted, glossary: Sequence[Words] = (), labels: FacetLabels | None = None
) -> Iterator[tuple[str, str]]:
    """File name below search/<locale>/ and text of each file."""
    locale, documents = inverted.locale, inverted.documents
    lexicon, postings = term_shards(_terms(inverted))
    groups = list(_groups(documents))
    facets = list(_facet_columns(documents, labels or {}))
    named: dict[str, str] = {}
    for shard in [*lexicon, *postings, *groups, *facets]:
        name, text = file_of(locale, shard)
        named[shard.name] = name.split(".")[1]
        yield name, text
    yield file_of(locale, Shard("meta", _meta(documents, lexicon, postings, groups, named, glossary)))


def _terms(inverted: Inverted) -> Iterator[tuple[str, int, str]]:
    """Term, number of its documents and text of its postings, in the order of the lexicon."""
    places = [_place(document) for document in inverted.documents]
    for term in sorted(inverted.postings, key=utf16):
        found, its_weights = inverted.postings[term]
        text = posting_text((*places[n], weight) for n, weight in zip(found, its_weights, strict=True))
        yield term, len(found), text


def _meta(
    documents: Sequence[Document],
    lexicon: Sequence[Shard],
    postings: Sequence[Shard],
    groups: Sequence[Shard],
    named: dict[str, str],
    glossary: Sequence[Words],
) -> dict[str, object]:
    """`documents` counts each kind. `groups`: for each kind, gap and fingerprint of its groups in order."""
    counts = dict.fromkeys(DOCUMENT_KINDS, 0)
    for document in documents:
        counts[document.kind] += 1
    by_kind: dict[str, list[int]] = defaultdict(list)
    for shard in groups:
        kind, _, n = shard.name[1:].partition("-")
        by_kind[kind].append(int(n))
    return {
        "version": VERSION,
        "documents": counts,
        "lexicon": [[shard.first, named[shard.name]] for shard in lexicon],
        "postings": [named[shard.name] for shard in postings],
        "group": GROUP,
        "groups": {
            kind: "".join(
                number(gap) + named[f"d{kind}-{n}"] for n, gap in zip(places, gaps(places), strict=True)
            )
            for kind, places in by_kind.items()
        },
        "facets": {name[1:]: mark for name, mark in named.items() if name.startswith("f")},
        "glossary": [[list(words.get(one)) for one in LOCALES] for words in glossary],
    }


def _place(document: Document) -> tuple[int, int]:
    return DOCUMENT_KINDS.index(document.kind), document.ordinal


def _groups(documents: Sequence[Document]) -> Iterator[Shard]:
    """What is shown of documents. A group is [[ordinal, id, path, title, text, lang, chips, verdict, date] …]."""
    for (kind, n), group in groupby(documents, key=lambda one: (_place(one)[0], one.ordinal // GROUP)):
        yield Shard(f"d{kind}-{n}", [_shown(document) for document in group])


def _shown(document: Document) -> list[object]:
    return [
        document.ordinal,
        document.id,
        document.path,
        document.title,
        document.body[:EXCERPT],
        document.lang,
        list(document.chips),
        document.verdict,
        document.date,
    ]


def _facet_columns(documents: Sequence[Document], labels: FacetLabels) -> Iterator[Shard]:
    """Facets of a kind in columns: {"ordinals", "dates", "labels", "columns": {facet: numbers}}.

    `dates` are days since 1 January 1970. A column holds for each document how many values it has and
    which: places in the facet's labels.
    """
    for kind, group in groupby(documents, key=lambda one: one.kind):
        chosen = list(group)
        used = {
            name: [value for value in known if value in occurring]
            for name, known in labels.items()
            if (occurring := {value for one in chosen for value in one.facets.get(name, ())})
        }
        if not used:
            continue
        columns = {}
        for name, values in used.items():
            place = {value: n for n, value in enumerate(values)}
            columns[name] = numbers(
                one
                for document in chosen
                for one in _counted([place[value] for value in document.facets.get(name, ())])
            )
        data = {
            "ordinals": numbers(gaps(document.ordinal for document in chosen)),
            "dates": numbers(_days(document.date) for document in chosen),
            "labels": {
                name: [(value, labels[name][value]) for value in values] for name, values in used.items()
            },
            "columns": columns,
        }
        yield Shard(f"f{DOCUMENT_KINDS.index(kind)}", data)


def _counted(values: Sequence[int]) -> list[int]:
    return [len(values), *values]


def _days(date: str) -> int:
    return (dt.date.fromisoformat(date) - dt.date(1970, 1, 1)).days if date else 0
