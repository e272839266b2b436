"""Postings and documents → small scripts that a browser loads one by one, also from a folder.

    search/en/meta.js            how many documents; first term and hash of every part below
    search/en/l0.<hash>.js       lexicon: terms, front-coded, with their number of documents and bytes
    search/en/p0.<hash>.js       postings: base64 of varint gaps and weights, term after term
    search/en/d<k>-<g>.<hash>.js documents of one kind, eight numbers to a group: title, address, excerpt

Every file is `kbSearch.take(name, data)`: a classic script, because pages opened from a folder may
neither fetch nor import. Names carry a hash of the content; only `meta.js` must be asked for again.

    lexicon line    <letters shared with the term before, base 36><rest of the term> TAB <n> TAB <bytes>
                    numbers in base 36; an empty line begins a new posting shard
    posting list    varint(number − number before), weight; varints as in protocol buffers
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from knownbase.model.locale import Locale
from knownbase.search.documents import KINDS, Document
from knownbase.search.postings import Postings

FORMAT = 1
SHARD_BYTES = 20_000
LEXICON_BYTES = 24_000
GROUP = 8
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MOST_SHARED = 35


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A run of terms: its lines, its first term, and the number of its first posting shard."""

    first: str
    shard: int
    text: str


def index_files(documents: list[Document], postings: Postings, locale: Locale) -> dict[str, str]:
    """Path below `search/` → text of every file of one language."""
    files: dict[str, str] = {}

    def put(name: str, data: Any) -> str:
        text = _script(f"{locale}/{name}", data)
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        files[f"{locale}/{name}.{digest}.js"] = text
        return digest

    lexicons, shards = _cut(postings)
    lexicon_parts = [
        [part.first, put(f"l{n}", part.text), part.shard] for n, part in enumerate(lexicons)
    ]
    shard_parts = [put(f"p{n}", base64.b64encode(shard).decode()) for n, shard in enumerate(shards)]
    groups: dict[str, str] = {}
    for name, rows in _groups(documents):
        groups[name] = put(f"d{name}", rows)
    meta = {
        "format": FORMAT,
        "documents": len(documents),
        "kinds": KINDS,
        "group": GROUP,
        "lexicons": lexicon_parts,
        "shards": shard_parts,
        "groups": groups,
    }
    files[f"{locale}/meta.js"] = _script(f"{locale}/meta", meta)
    return files


def _script(name: str, data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # U+2028 and U+2029 may stand in a string since ES2019; the file is UTF-8.
    return f"kbSearch.take({json.dumps(name)},{text});\n"


def _cut(postings: Postings) -> tuple[list[Lexicon], list[bytes]]:
    """Lexicons and posting shards, each of about the size above; a shard never spans two lexicons."""
    lexicons: list[Lexicon] = []
    shards: list[bytes] = []
    lines: list[str] = []
    data = bytearray()
    first = before = ""
    begun = size = 0

    def end_shard() -> None:
        nonlocal data
        shards.append(bytes(data))
        data = bytearray()

    def end_lexicon() -> None:
        nonlocal lines, size, begun
        lexicons.append(Lexicon(first, begun, "\n".join(lines)))
        lines, size = [], 0
        begun = len(shards)

    for term, rows in postings.items():
        encoded = encode(rows)
        if lines and size > LEXICON_BYTES:
            end_shard()
            end_lexicon()
            before = ""
        elif data and len(data) + len(encoded) > SHARD_BYTES:
            end_shard()
            lines.append("")
        if not lines:
            first = term
        shared = _shared(before, term)
        line = f"{_DIGITS[shared]}{term[shared:]}\t{base36(len(rows))}\t{base36(len(encoded))}"
        lines.append(line)
        size += len(line) + 1
        data += encoded
        before = term
    if lines:
        end_shard()
        end_lexicon()
    return lexicons, shards


def _shared(one: str, two: str) -> int:
    """How many letters two terms begin with in common, as far as one digit can say."""
    count = 0
    for a, b in zip(one[:_MOST_SHARED], two, strict=False):
        if a != b:
            break
        count += 1
    return count


def encode(rows: list[tuple[int, int]]) -> bytes:
    """A posting list as varint gaps, each followed by its weight."""
    out = bytearray()
    before = 0
    for number, weight in rows:
        gap = number - before
        before = number
        while gap > 0x7F:
            out.append((gap & 0x7F) | 0x80)
            gap >>= 7
        out.append(gap)
        out.append(weight)
    return bytes(out)


def base36(number: int) -> str:
    if number < 36:
        return _DIGITS[number]
    return base36(number // 36) + _DIGITS[number % 36]


def _groups(documents: list[Document]) -> Iterator[tuple[str, list[list[Any]]]]:
    """`<kind>-<group>` and its rows [ordinal, label, path, title, excerpt, lang?]."""
    groups: dict[tuple[int, int], list[list[Any]]] = {}
    for document in sorted(documents, key=lambda one: one.number):
        kind, ordinal = document.number & 7, document.number >> 3
        row: list[Any] = [ordinal, document.label, document.path, document.title, document.excerpt]
        if document.lang is not None:
            row.append(document.lang)
        groups.setdefault((kind, ordinal // GROUP), []).append(row)
    for (kind, group), rows in sorted(groups.items()):
        yield f"{kind}-{base36(group)}", rows
