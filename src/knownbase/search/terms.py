"""Term → the documents that hold it, and what it says of each: made whole, or mended after an edit.

    diagnost   2   gJDgBH      number of documents, postings as the browser reads them

One number stands for a document: kind << 30 | ordinal, so that they sort as the index has them. One posting
is such a number and a weight: place << 6 | weight.
"""

from array import array
from bisect import bisect_left, insort
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial

from knownbase.model.ids import PLACES
from knownbase.search.documents import DOCUMENT_KINDS, Document
from knownbase.search.shards import DIGITS, KINDS, number

ORDINAL_BITS = 30
WEIGHT_BITS = 6
_ORDINAL = (1 << ORDINAL_BITS) - 1
_WEIGHT = (1 << WEIGHT_BITS) - 1
_KIND = ORDINAL_BITS + WEIGHT_BITS
_KIND_BITS = {one.prefix: DOCUMENT_KINDS.index(one.kind) << ORDINAL_BITS for one in PLACES.values()}
_NEAR = 1 << 10
"""A gap below which the text of a posting is kept: with each of its weights, when it has been asked for."""
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}

Weights = Mapping[str, int]
"""Term → weight, 1 to 63, of one document."""

Columns = tuple[list[str], list[int], list[str], bytes | bytearray, list[str]]


def place_of(document: Document) -> int:
    """The document's number. An ordinal has nine digits at most: the grammar of ids says so."""
    return DOCUMENT_KINDS.index(document.kind) << ORDINAL_BITS | document.ordinal


def place_of_entry(entry_id: str) -> int:
    """The place of an entry's document."""
    prefix, _, number = entry_id.partition("-")
    return _KIND_BITS[prefix] | int(number)


def kind_and_ordinal(place: int) -> tuple[int, int]:
    return place >> ORDINAL_BITS, place & _ORDINAL


def posting_text(postings: Sequence[int]) -> str:
    """The postings of one term, in order, at least one, as text; the format stands in `shards`."""
    before = postings[0]
    texts = [_first(before)]
    for posting in postings[1:]:
        step = posting - (before & ~_WEIGHT)  # the gap, and below it the weight
        texts.append(_STEPS[step] if step < _NEAR << WEIGHT_BITS else _far(before, posting))
        before = posting
    return "".join(texts)


class _Steps(dict[int, str]):
    """gap << 6 | weight → its text. Most postings of a large index are near the one before."""

    def __missing__(self, step: int) -> str:
        text = self[step] = number(step >> WEIGHT_BITS) + DIGITS[step & _WEIGHT]
        return text


_STEPS = _Steps()


def _first(posting: int) -> str:
    kind, ordinal = kind_and_ordinal(posting >> WEIGHT_BITS)
    return number(ordinal * KINDS + kind) + DIGITS[posting & _WEIGHT]


def _far(before: int, posting: int) -> str:
    """A posting of another kind than the one before it, or far from it."""
    if posting >> _KIND == before >> _KIND:
        return number((posting >> WEIGHT_BITS) - (before >> WEIGHT_BITS)) + DIGITS[posting & _WEIGHT]
    return DIGITS[0] + _first(posting)


def postings_in(text: str) -> Iterator[int]:
    """What `posting_text` made a text of."""
    digits = map(_VALUE.__getitem__, text)
    kind = ordinal = -1
    for digit in digits:
        step = _read(digit, digits)
        if step and kind >= 0:
            ordinal += step
        else:  # the first one, or a 0 that says: another kind follows
            place = step if kind < 0 else _read(next(digits), digits)
            ordinal, kind = divmod(place, KINDS)
        yield (kind << ORDINAL_BITS | ordinal) << WEIGHT_BITS | next(digits)


def _read(digit: int, more: Iterator[int]) -> int:
    """A number whose first digit is `digit`."""
    value, shift = digit & 31, 5
    while digit > 31:
        digit = next(more)
        value |= (digit & 31) << shift
        shift += 5
    return value


class Terms:
    """Every term of an index, in the order of the lexicon, beside it what the files of the index say of it.

    Lists of the same length: an edit changes some places in them, and the files are joined from stretches of them.
    """

    def __init__(self, columns: Columns | None = None) -> None:
        names, counts, postings, shared, sizes = columns or ([], [], [], bytearray(), [])
        self.names: list[str] = names
        self.counts: list[int] = counts
        """Documents that hold the term."""
        self.postings: list[str] = postings
        self.shared = bytearray(shared)
        """Characters that the term has in common with the one before it."""
        self.sizes: list[str] = sizes
        """Count and length of the postings, as the lexicon writes them."""

    @property
    def columns(self) -> Columns:
        """Plain values; `Terms(columns)` is the same again."""
        return self.names, self.counts, self.postings, bytes(self.shared), self.sizes

    @classmethod
    def of(cls, weights_by_place: Iterable[tuple[int, Weights]]) -> "Terms":
        """The terms of documents that come in the order of their places."""
        # Arrays: a list would have a number object for each of some millions of postings, far apart in memory.
        found: defaultdict[str, array[int]] = defaultdict(partial(array, "Q"))
        for place, weights in weights_by_place:
            lowest = place << WEIGHT_BITS
            its_postings = list(range(lowest, lowest + _WEIGHT + 1))  # by weight
            appended = map(
                array.append,
                map(found.__getitem__, weights),
                map(its_postings.__getitem__, weights.values()),
            )
            deque(appended, maxlen=0)  # the loop, without a step of the interpreter for each posting
        names = sorted(found, key=utf16)
        counts = [len(found[name]) for name in names]
        texts = [posting_text(found[name]) for name in names]
        shared = bytes(map(shared_characters, ["", *names], names))
        sizes = list(map(_size, counts, texts))
        return cls((names, counts, texts, shared, sizes))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Terms) and self.columns == other.columns

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def count_of(self) -> dict[str, int]:
        """Term → how many documents hold it; 0 for one that is gone."""
        return dict(zip(self.names, self.counts, strict=True))

    def places(self, term: str) -> list[int]:
        """The documents that hold the term."""
        at = self._find(term)
        if not self._is_at(at, term):
            return []
        return [posting >> WEIGHT_BITS for posting in postings_in(self.postings[at])]

    def held_by(self, least: int, most: int) -> Iterator[tuple[str, list[tuple[int, int]]]]:
        """Each term that so many documents hold, with the place of each of them and its weight."""
        for term, count, text in zip(self.names, self.counts, self.postings, strict=True):
            if least <= count <= most:
                yield term, [(one >> WEIGHT_BITS, one & _WEIGHT) for one in postings_in(text)]

    def mend(self, place: int, before: Weights, after: Weights) -> None:
        """Brings the terms up to date with one document that came, went or changed."""
        for term in before.keys() | after.keys():
            weight = after.get(term)
            if weight == before.get(term):
                continue
            at = self._find(term)
            known = self._is_at(at, term)
            found = list(postings_in(self.postings[at])) if known else []
            found = [posting for posting in found if posting >> WEIGHT_BITS != place]
            if weight is not None:
                insort(found, place << WEIGHT_BITS | weight)
            self.count_of[term] = len(found)
            if not found:
                self._remove(at)
            else:
                if not known:
                    self._insert(at, term)
                self.counts[at], self.postings[at] = len(found), posting_text(found)
                self.sizes[at] = _size(self.counts[at], self.postings[at])

    def _find(self, term: str) -> int:
        """Where the term stands, or would."""
        return bisect_left(self.names, utf16(term), key=utf16)

    def _is_at(self, at: int, term: str) -> bool:
        return at < len(self.names) and self.names[at] == term

    def _insert(self, at: int, term: str) -> None:
        self.names.insert(at, term)
        self.counts.insert(at, 0)
        self.postings.insert(at, "")
        self.sizes.insert(at, "")
        self.shared.insert(at, 0)
        self._compare(at)
        self._compare(at + 1)

    def _remove(self, at: int) -> None:
        for column in (self.names, self.counts, self.postings, self.sizes, self.shared):
            del column[at]
        self._compare(at)

    def _compare(self, at: int) -> None:
        if at < len(self.names):
            self.shared[at] = shared_characters(self.names[at - 1] if at else "", self.names[at])


def _size(count: int, postings: str) -> str:
    return number(count) + number(len(postings))


def utf16(term: str) -> bytes:
    """Orders terms as JavaScript compares strings."""
    return term.encode("utf-16-be", "surrogatepass")


def shared_characters(before: str, term: str) -> int:
    """Characters that two terms begin with alike, 63 at most. Counted where both agree on characters and UTF-16 units."""
    shared = 0
    for one, other in zip(before, term, strict=False):
        if one != other or other > "\ud7ff" or shared == 63:
            break
        shared += 1
    return shared
