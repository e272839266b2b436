"""Term → the documents that hold it, and what it says of each: made whole, or mended after an edit.

    {"diagnost": (2, "gJDgBH")}      number of documents, postings as the browser reads them

One number stands for a document: kind << 30 | ordinal, so that they sort as the index has them. One posting
is such a number and a weight: place << 6 | weight.
"""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping

from knownbase.model.ids import kind_of
from knownbase.search.documents import DOCUMENT_KINDS, Document
from knownbase.search.shards import DIGITS, KINDS, number

ORDINAL_BITS = 30
WEIGHT_BITS = 6
_ORDINAL = (1 << ORDINAL_BITS) - 1
_WEIGHT = (1 << WEIGHT_BITS) - 1
_SMALL = [number(value) for value in range(1 << 14)]
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}

Weights = Mapping[str, int]
"""Term → weight, 1 to 63, of one document."""

Terms = dict[str, tuple[int, str]]


def place_of(document: Document) -> int:
    """The document's number. An ordinal has nine digits at most: the grammar of ids says so."""
    return DOCUMENT_KINDS.index(document.kind) << ORDINAL_BITS | document.ordinal


def place_of_entry(entry_id: str) -> int:
    """The place of an entry's document."""
    kind = kind_of(entry_id)
    assert kind is not None, "the id's grammar was checked when it was read"
    return DOCUMENT_KINDS.index(kind) << ORDINAL_BITS | int(entry_id.partition("-")[2])


def kind_and_ordinal(place: int) -> tuple[int, int]:
    return place >> ORDINAL_BITS, place & _ORDINAL


def posting_text(postings: Iterable[int]) -> str:
    """The postings of one term, in order, as text; the format stands in `shards`."""
    pieces = []
    kind, before = -1, 0
    for posting in postings:
        place = posting >> WEIGHT_BITS
        its_kind, ordinal = place >> ORDINAL_BITS, place & _ORDINAL
        weight = DIGITS[posting & _WEIGHT]
        if its_kind == kind:
            gap = ordinal - before
            pieces.append((_SMALL[gap] if gap < len(_SMALL) else number(gap)) + weight)
        else:
            switch = DIGITS[0] if pieces else ""
            pieces.append(switch + number(ordinal * KINDS + its_kind) + weight)
        kind, before = its_kind, ordinal
    return "".join(pieces)


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


def terms_of(weights_by_place: Iterable[tuple[int, Weights]]) -> Terms:
    """The terms of documents that come in the order of their places."""
    postings: dict[str, list[int]] = {}
    for place, weights in weights_by_place:
        high = place << WEIGHT_BITS
        for term, weight in weights.items():
            found = postings.get(term)
            if found is None:
                postings[term] = [high | weight]
            else:
                found.append(high | weight)
    return {term: (len(found), posting_text(found)) for term, found in postings.items()}


def mend(terms: Terms, place: int, before: Weights, after: Weights) -> set[str]:
    """Brings `terms` up to date with one document that came, went or changed; the terms that it gained or lost."""
    if before == after:
        return set()
    gained_or_lost = before.keys() ^ after.keys()
    for term in before.keys() | after.keys():
        weight = after.get(term)
        if weight == before.get(term):
            continue
        _, text = terms.get(term, (0, ""))
        found = [posting for posting in postings_in(text) if posting >> WEIGHT_BITS != place]
        if weight is not None:
            insort(found, place << WEIGHT_BITS | weight)
        if found:
            terms[term] = (len(found), posting_text(found))
        else:
            del terms[term]
    return gained_or_lost


def places_in(text: str) -> list[int]:
    """The documents in the postings of a term."""
    return [posting >> WEIGHT_BITS for posting in postings_in(text)]
