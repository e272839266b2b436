"""The Whoosh index of the desk: one document for each entry and language, in memory or in a folder.

    entries ─ documents ─► Whoosh ─ DeskSearcher ─► hits

The findability rule asks it in memory; `knownbase search` keeps it in a folder (desk_store.py).
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whoosh import fields, query, scoring
from whoosh.analysis import Analyzer, Token
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.searching import Searcher

from knownbase.model.entry import Anomaly, Entry, Faq, Scope
from knownbase.model.locale import LOCALES, Locale
from knownbase.model.taxonomy import Taxonomy
from knownbase.model.text import Words
from knownbase.search.analysis import fold, terms, terms_of, words
from knownbase.search.spoken_ids import spoken_ids

Shown = Callable[[Entry, Locale], Mapping[str, Any]]
"""What is stored of an entry to be shown with a hit."""

FIELD_WEIGHTS = {"title": 3.0, "asked": 3.0, "body": 1.0}
CORRECTIONS = 4
EQUIVALENT = 0.7
"""What a phrase of the glossary counts beside the words that were said."""


class _Memory(RamStorage):  # type: ignore[misc]
    """An index in memory, whose temporary files lie in a folder of this index alone.

    Whoosh's own gives every process the same folder: two checks at once delete each other's files.
    """

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder

    def temp_storage(self, name: str | None = None) -> FileStorage:
        return FileStorage(str(Path(self._folder) / (name or "temporary"))).create()


class _Terms(Analyzer):  # type: ignore[misc]  # Whoosh has no types
    """Our own analysis as Whoosh wants it; a document says its language by a prefix."""

    def __call__(self, value: str, positions: bool = False, chars: bool = False, **_: Any) -> Iterator[Token]:
        token = Token(positions, chars)
        locale, _sep, text = value.partition("\n")
        for place, term in enumerate(terms(text, "fr" if locale == "fr" else "en")):
            token.text, token.boost, token.stopped, token.pos = term, 1.0, False, place
            token.startchar = token.endchar = 0
            yield token


def schema() -> fields.Schema:
    text = fields.TEXT(analyzer=_Terms(), phrase=False)
    return fields.Schema(
        key=fields.ID(unique=True),
        id=fields.ID(stored=True),
        locale=fields.ID(),
        kind=fields.ID(stored=True),
        product=fields.KEYWORD(),
        os=fields.KEYWORD(),
        name=fields.KEYWORD(commas=True),
        shown=fields.STORED(),
        **dict.fromkeys(FIELD_WEIGHTS, text),
    )


def document(
    entry: Entry, locale: Locale, taxonomy: Taxonomy, shown: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What Whoosh is given of an entry in one language; `shown` comes back with a hit."""
    (_, title), *rest = entry.texts()
    body = [text.own(locale) or "" for _, text in rest]
    asked: Iterable[str] = entry.also_asked.get(locale) if isinstance(entry, Faq) else ()
    if isinstance(entry, Anomaly):
        body += entry.errors
    scopes = [scope for _, scope in entry.scopes()]
    products = [scope.product for scope in scopes] or [one.id for one in taxonomy.products]
    systems = {os for scope in scopes for os in _systems(scope, taxonomy)} or set(taxonomy.os_names)
    return {
        "key": f"{locale}:{entry.id}",
        "id": entry.id,
        "locale": locale,
        "kind": entry.kind,
        "product": " ".join(dict.fromkeys(products)),
        "os": " ".join(sorted(systems)),
        "name": ",".join(fold(name) for name in (entry.id, *entry.aliases)),
        "shown": dict(shown or {}),
        "title": f"{locale}\n{title.own(locale) or ''} {entry.id}",
        "asked": f"{locale}\n" + "\n".join([*asked, *entry.aliases]),
        "body": f"{locale}\n" + "\n".join(body),
    }


def _systems(scope: Scope, taxonomy: Taxonomy) -> tuple[str, ...]:
    """() for a product that does not exist: the check names it."""
    product = taxonomy.product_by_id.get(scope.product)
    return (product.os if product else ()) if scope.os == "all" else scope.os


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found; a higher score is a better one. `shown` is what was stored to be shown."""

    id: str
    score: float
    shown: Mapping[str, Any] = field(default_factory=dict)


class DeskSearcher:
    """Asks an index. `search` takes what a caller says, in the caller's language."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def search(self, text: str, locale: Locale, limit: int = 10) -> list[Hit]:
        """The best entries for `text`, best first; [] when no word of it is known."""
        wanted = list(dict.fromkeys(terms(text, locale)))
        if not wanted:
            return []
        # One flat union: Whoosh sets up an array of 2,048 scores for each nested one.
        any_field = query.Or(
            [
                query.Term(name, term, boost=weight)
                for term in wanted
                for name, weight in FIELD_WEIGHTS.items()
            ]
        )
        return self._hits(any_field, query.Term("locale", locale), limit)

    def ask(
        self,
        text: str,
        locale: Locale,
        limit: int,
        filters: Mapping[str, str] | None = None,
        glossary: Iterable[Words] = (),
    ) -> tuple[list[Hit], dict[str, str]]:
        """Hits with every word first, then with some; and the spellings that were tried.

        An id or other number comes first however it is said. Equivalent phrases of the glossary, of both
        languages, are asked for as well. Raises nothing for odd texts.
        """
        inside = query.And(
            [query.Term("locale", locale), *(query.Term(*one) for one in (filters or {}).items())]
        )
        names = [fold(one) for one in (*spoken_ids(text), text.strip())]
        found = [hit for name in names for hit in self._hits(query.Term("name", name), inside, 1)]
        tried: dict[str, str] = {}
        asked = [word for word in words(text) if terms_of(word, locale)]
        concepts = [self._concept(word, locale, tried) for word in asked]
        for at, length, phrase in _equivalents(glossary, [terms_of(word, locale) for word in asked]):
            other_words = query.And([_in_any_field(one, EQUIVALENT) for one in phrase])
            for place in range(at, at + length):
                concepts[place] = query.Or([concepts[place], other_words])
        if concepts:
            for whole in (query.And(concepts), query.Or(concepts)):
                if len(found) < limit:
                    found += self._hits(whole, inside, limit)
        unique = {hit.id: hit for hit in reversed(found)}
        return [unique[one] for one in dict.fromkeys(hit.id for hit in found)][:limit], tried

    def _concept(self, word: str, locale: Locale, tried: dict[str, str]) -> query.Query:
        """A word of a question: any of its terms in any field; a near one where none is known."""
        asked = terms_of(word, locale)
        known = [term for term in asked if self._known(term)]
        if not known and word.isalpha() and len(word) > 3:
            slips = 1 if len(word) < 8 else 2
            reader = self._searcher.reader()
            near = {
                term
                for name in FIELD_WEIGHTS
                for term in reader.terms_within(name, asked[0], slips, prefix=1)
                if str(term).isalpha()
            }
            known = sorted(near, key=lambda term: (-self._frequency(term), term))[:CORRECTIONS]
            if known:
                tried[word] = known[0]
        return _in_any_field(known or asked)

    def _known(self, term: str) -> bool:
        return any((name, term) in self._searcher.reader() for name in FIELD_WEIGHTS)

    def _frequency(self, term: str) -> int:
        return sum(self._searcher.doc_frequency(name, term) for name in FIELD_WEIGHTS)

    def _hits(self, what: query.Query, inside: query.Query, limit: int) -> list[Hit]:
        hits = self._searcher.search(what, filter=inside, limit=limit)
        return [Hit(hit["id"], hit.score, hit["shown"]) for hit in hits]


def _in_any_field(alternatives: Iterable[str], boost: float = 1.0) -> query.Query:
    return query.Or(
        [
            query.Term(name, term, boost=boost * weight)
            for term in alternatives
            for name, weight in FIELD_WEIGHTS.items()
        ]
    )


def _equivalents(
    glossary: Iterable[Words], asked: Sequence[tuple[str, ...]]
) -> Iterator[tuple[int, int, list[tuple[str, ...]]]]:
    """Where a phrase of the glossary stands among the words asked for: place, words, another phrase for it."""
    for group in glossary:
        phrases = [
            [found for word in words(phrase) if (found := terms_of(word, locale))]
            for locale in LOCALES
            for phrase in group.get(locale)
        ]
        for said in filter(None, phrases):
            for at in range(len(asked) - len(said) + 1):
                here = asked[at : at + len(said)]
                if all(set(one) & set(word) for one, word in zip(said, here, strict=True)):
                    yield from ((at, len(said), phrase) for phrase in phrases if phrase and phrase != said)


def weighting() -> scoring.WeightingModel:
    return scoring.BM25F()


def in_memory(
    entries: Iterable[Entry], taxonomy: Taxonomy, shown: Shown = lambda _entry, _locale: {}
) -> DeskSearcher:
    """An index of some entries, for one process."""
    with tempfile.TemporaryDirectory(prefix="knownbase-index-") as folder:
        index = _Memory(folder).create_index(schema())
        with index.writer() as writer:
            for entry in entries:
                for locale in LOCALES:
                    writer.add_document(**document(entry, locale, taxonomy, shown(entry, locale)))
    return DeskSearcher(index.searcher(weighting=weighting()))
