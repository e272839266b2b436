"""Files of the browser's index: plain scripts, because a page opened from a folder may load nothing else.

    kbSearch.take("en/p3","…");

    meta         what there is: sizes, first term and name of every shard
    l<n>.<hash>  lexicon shard: terms in order, how many documents hold each, how long its postings are
    p<n>.<hash>  posting shard
    d<kind>-<n>.<hash>  titles and texts of GROUP documents, for results that are shown
    f<kind>.<hash>      facets of every document of a kind

Numbers are written in base 64, five bits a digit, lowest first; the sixth says that another digit follows.
A document's place is ordinal * 8 + kind. Postings of a term, in the order of kinds, then of ordinals:

    first place, weight, then  0 place weight (another kind)  or  gap weight (same kind, ordinal + gap)
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
KINDS = 8
GROUP = 8
LEXICON_CHARACTERS = 24_000
POSTING_CHARACTERS = 24_000


def number(value: int) -> str:
    """A natural number in base 64, five bits a digit."""
    if value < 32:
        return DIGITS[value]
    digits = ""
    while value >= 32:
        digits += DIGITS[value & 31 | 32]
        value >>= 5
    return digits + DIGITS[value]


_SMALL = [number(value) for value in range(1 << 14)]


def posting_text(postings: Iterable[tuple[int, int, int]]) -> str:
    """Postings (kind, ordinal, weight) of one term, in order, as text."""
    pieces = []
    kind, before = -1, 0
    for its_kind, ordinal, weight in postings:
        if its_kind == kind:
            gap = ordinal - before
            pieces.append((_SMALL[gap] if gap < len(_SMALL) else number(gap)) + DIGITS[weight])
        else:
            switch = DIGITS[0] if pieces else ""
            pieces.append(switch + number(ordinal * KINDS + its_kind) + DIGITS[weight])
        kind, before = its_kind, ordinal
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of the index before it is written; `first` is its first term where it has terms."""

    name: str
    data: Any
    first: str = ""


def file_of(locale: str, shard: Shard) -> tuple[str, str]:
    """File name and text of a shard. The name carries four digits, 24 bits, of the text's SHA-256."""
    text = _script(locale, shard.name, shard.data)
    return ("meta.js" if shard.name == "meta" else f"{shard.name}.{fingerprint(text)}.js"), text


def texts_file(locale: str, texts: Mapping[str, str]) -> tuple[str, str]:
    """File name and text of the interface texts that the scripts show."""
    return "texts.js", _script(locale, "texts", texts)


def _script(locale: str, name: str, data: Any) -> str:
    value = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    value = value.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'kbSearch.take("{locale}/{name}",{value});\n'


def fingerprint(data: str) -> str:
    """Four base-64 digits of a text's SHA-256."""
    value = int.from_bytes(hashlib.sha256(data.encode("utf-8", "surrogatepass")).digest()[:3])
    return "".join(DIGITS[value >> shift & 63] for shift in (18, 12, 6, 0))


def utf16(term: str) -> bytes:
    """Orders terms as JavaScript compares strings."""
    return term.encode("utf-16-be", "surrogatepass")


def term_shards(terms: Iterable[tuple[str, int, str]]) -> tuple[list[Shard], list[Shard]]:
    """Lexicon and posting shards of (term, number of documents, text of postings), in the order of `utf16`.

    A lexicon shard is [number of its first posting shard, offset there, terms, sizes]. The terms are front
    coded: each line is the number of characters shared with the line before, in one digit (63 at most),
    and the rest. The sizes are, for each term, number of documents and characters of postings; a 0 before
    them says that the next posting shard begins.
    """
    lexicon = _Lexicon()
    postings: list[Shard] = []
    pieces: list[str] = []
    filled = 0
    for term, count, text in terms:
        if filled and filled + len(text) > POSTING_CHARACTERS:
            postings.append(Shard(f"p{len(postings)}", "".join(pieces)))
            pieces, filled = [], 0
        lexicon.add(term, count, len(text), len(postings), filled)
        pieces.append(text)
        filled += len(text)
    if pieces:
        postings.append(Shard(f"p{len(postings)}", "".join(pieces)))
    return lexicon.shards(), postings


class _Lexicon:
    """Collects terms into shards."""

    def __init__(self) -> None:
        self._done: list[Shard] = []
        self._start = (0, 0)
        self._posting_shard = 0
        self._lines: list[str] = []
        self._sizes: list[str] = []
        self._filled = 0
        self._first = self._before = ""

    def add(self, term: str, count: int, length: int, posting_shard: int, offset: int) -> None:
        if self._filled >= LEXICON_CHARACTERS:
            self._close()
        if not self._lines:
            self._start, self._posting_shard = (posting_shard, offset), posting_shard
            self._first, self._before = term, ""
        if posting_shard != self._posting_shard:
            self._sizes.append(DIGITS[0])
            self._posting_shard = posting_shard
        shared = _shared(self._before, term)
        line = DIGITS[shared] + term[shared:]
        size = number(count) + number(length)
        self._lines.append(line)
        self._sizes.append(size)
        self._filled += len(line) + len(size)
        self._before = term

    def shards(self) -> list[Shard]:
        if self._lines:
            self._close()
        return self._done

    def _close(self) -> None:
        data = [*self._start, "\n".join(self._lines), "".join(self._sizes)]
        self._done.append(Shard(f"l{len(self._done)}", data, self._first))
        self._lines, self._sizes, self._filled = [], [], 0


def _shared(before: str, term: str) -> int:
    """Characters that two terms begin with alike. Counted where both agree on characters and UTF-16 units."""
    longest = min(len(before), len(term), 63)
    for place in range(longest):
        if before[place] != term[place] or term[place] > "\ud7ff":
            return place
    return longest


def numbers(values: Iterable[int]) -> str:
    return "".join(map(number, values))


def gaps(sorted_values: Iterable[int]) -> Iterator[int]:
    """The first value, then the difference of each to the one before it."""
    before = 0
    for value in sorted_values:
        yield value - before
        before = value
