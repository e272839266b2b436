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
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, repeat
from operator import add, sub
from typing import Any, Protocol

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


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of the index before it is written, as JSON; `first` is its first term where it has terms."""

    name: str
    json: str
    first: str = ""


def file_of(locale: str, shard: Shard) -> tuple[str, str]:
    """File name and text of a shard. The name carries four digits, 24 bits, of the text's SHA-256."""
    text = _script(locale, shard.name, shard.json)
    return ("meta.js" if shard.name == "meta" else f"{shard.name}.{fingerprint(text)}.js"), text


def group_file(locale: str, name: str, shown: Sequence[str]) -> tuple[str, str]:
    """File name and text of a group of documents, each of which is JSON already."""
    text = f'kbSearch.take("{locale}/{name}",[{_in_script(",".join(shown))}]);\n'
    return f"{name}.{fingerprint(text)}.js", text


def texts_file(locale: str, texts: Mapping[str, str]) -> tuple[str, str]:
    """File name and text of the interface texts that the scripts show."""
    return "texts.js", _script(locale, "texts", as_json(texts))


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _script(locale: str, name: str, value: str) -> str:
    return f'kbSearch.take("{locale}/{name}",{_in_script(value)});\n'


def _in_script(value: str) -> str:
    """JSON as a script takes it: older engines end a line at two characters that JSON allows."""
    return value.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def fingerprint(data: str) -> str:
    """Four base-64 digits of a text's SHA-256."""
    value = int.from_bytes(hashlib.sha256(data.encode("utf-8", "surrogatepass")).digest()[:3])
    return "".join(DIGITS[value >> shift & 63] for shift in (18, 12, 6, 0))


class TermColumns(Protocol):
    """What `terms.Terms` has: its lists are of one length."""

    names: list[str]
    postings: list[str]
    shared: bytearray
    sizes: list[str]


def term_shards(terms: TermColumns) -> tuple[list[Shard], list[Shard]]:
    """Lexicon and posting shards of terms in the order in which JavaScript compares strings.

    A lexicon shard is [number of its first posting shard, offset there, terms, sizes]. The terms are front
    coded: each line is the number of characters shared with the line before, in one digit (63 at most),
    and the rest. The sizes are, for each term, number of documents and characters of postings; a 0 before
    them says that the next posting shard begins.
    """
    texts = terms.postings
    ends = list(accumulate(map(len, texts), initial=0))
    starts = list(_starts(ends))
    postings = [
        Shard(f"p{n}", f'"{"".join(texts[start:end])}"')  # digits: nothing to escape
        for n, (start, end) in enumerate(pairwise([*starts, len(texts)]))
    ]
    return list(_lexicon(terms, ends, starts)), postings


def _starts(ends: Sequence[int]) -> Iterator[int]:
    """Where each posting shard begins: as many terms as fit, at least one. `ends`: 0, then where each text ends."""
    start = 0
    while start < len(ends) - 1:
        yield start
        start = max(start + 1, bisect_right(ends, ends[start] + POSTING_CHARACTERS) - 1)


def _lexicon(terms: TermColumns, ends: Sequence[int], starts: Sequence[int]) -> Iterator[Shard]:
    """`starts`: numbers of the terms with which posting shards begin."""
    names, shared = terms.names, terms.shared
    # Characters of all lines before a term's, and of their sizes; of a line: the digit, and what is not shared.
    widths = map(add, map(sub, map(len, names), shared), map(len, terms.sizes))
    filled = list(accumulate(map(add, widths, repeat(1)), initial=0))
    first = n = 0
    while first < len(names):
        # The first line of a shard shares nothing, so it is longer than it stands here.
        full = filled[first] + LEXICON_CHARACTERS - shared[first]
        after = min(len(names), max(first + 1, bisect_left(filled, full)))
        behind = bisect_right(starts, first)
        posting_shard = behind - 1
        lines = [
            DIGITS[alike] + name[alike:]
            for alike, name in zip(shared[first:after], names[first:after], strict=True)
        ]
        lines[0] = DIGITS[0] + names[first]
        sizes = terms.sizes[first:after]
        for start in starts[behind : bisect_left(starts, after)]:
            sizes[start - first] = DIGITS[0] + sizes[start - first]
        data = [
            posting_shard,
            ends[first] - ends[starts[posting_shard]],
            "\n".join(lines),
            "".join(sizes),
        ]
        yield Shard(f"l{n}", as_json(data), names[first])
        first, n = after, n + 1


def numbers(values: Iterable[int]) -> str:
    return "".join(map(number, values))


def gaps(sorted_values: Iterable[int]) -> Iterator[int]:
    """The first value, then the difference of each to the one before it."""
    before = 0
    for value in sorted_values:
        yield value - before
        before = value
