"""The Whoosh index: one document for each entry and language."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh import fields, query, scoring
from whoosh.analysis import Analyzer, Token
from whoosh.filedb.filestore import FileStorage, RamStorage

from knownbase.catalogue import View
from knownbase.model.entry import Anomaly, Entry, Faq
from knownbase.model.locale import LOCALES, Locale
from knownbase.search.analysis import terms

FIELD_WEIGHTS = {"title": 3.0, "asked": 3.0, "body": 1.0}


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


def _schema() -> fields.Schema:
    text = fields.TEXT(analyzer=_Terms(), phrase=False)
    return fields.Schema(
        key=fields.ID(unique=True),
        id=fields.ID(stored=True),
        locale=fields.ID(),
        kind=fields.ID(stored=True),
        **dict.fromkeys(FIELD_WEIGHTS, text),
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found; a higher score is a better one."""

    id: str
    score: float


class DeskIndex:
    """An index in memory. `search` takes what a caller says, in the caller's language."""

    def __init__(self, view: View) -> None:
        with tempfile.TemporaryDirectory(prefix="knownbase-index-") as folder:
            index = _Memory(folder).create_index(_schema())
            with index.writer() as writer:
                for entry in view.entries:
                    for locale in LOCALES:
                        writer.add_document(**_document(entry, locale))
        self._searcher = index.searcher(weighting=scoring.BM25F())

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
        hits = self._searcher.search(any_field, filter=query.Term("locale", locale), limit=limit)
        return [Hit(hit["id"], hit.score) for hit in hits]


def _document(entry: Entry, locale: Locale) -> dict[str, str]:
    (_, title), *rest = entry.texts()
    body = [text.own(locale) or "" for _, text in rest]
    asked: Iterable[str] = entry.also_asked.get(locale) if isinstance(entry, Faq) else ()
    if isinstance(entry, Anomaly):
        body += entry.errors
    return {
        "key": f"{locale}:{entry.id}",
        "id": entry.id,
        "locale": locale,
        "kind": entry.kind,
        "title": f"{locale}\n{title.own(locale) or ''} {entry.id}",
        "asked": f"{locale}\n" + "\n".join([*asked, *entry.aliases]),
        "body": f"{locale}\n" + "\n".join(body),
    }
