"""Entries that speak of the same things, by the terms that few others have."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest

from knownbase.search.documents import DOCUMENT_KINDS
from knownbase.search.postings import NAME
from knownbase.search.terms import Terms, Weights, kind_and_ordinal

RARE = 40
"""A term of more documents says little, and would make the work grow with the square of the entries."""

USUAL = 10_000
"""Documents of an ordinary site. Not those of this one: then a new entry would move all others."""

TELLING = 8
"""Terms of an entry that are looked at."""

ALIKE = 0.2
"""Share of an entry's telling terms, by their weight, that a related one has."""

MOST = 4
ENTRY_KINDS = frozenset(DOCUMENT_KINDS.index(kind) for kind in ("anomaly", "faq", "patch"))
_IDF = [0.0, 0.0, *(math.log(1 + USUAL / count) for count in range(2, RARE + 1))]

Neighbours = dict[int, tuple[int, ...]]
"""Place of an entry → places of those related to it, the closest first; only entries that have some."""


Worth = list[tuple[float, str]]
"""Terms of an entry, each with what it is worth: weight * idf."""


def neighbours_of(
    places: Iterable[int], weights_of: Callable[[int], Weights], terms: Terms
) -> dict[int, tuple[int, ...]]:
    """For each of `places`, which are entries: those that share its telling terms; () where there are none."""
    holders: dict[str, list[int]] = {}
    found = {}
    for place in places:
        telling = _telling(_worth(weights_of(place), terms))
        for _, term in telling:
            if term not in holders:
                holders[term] = [one for one in terms.places(term) if is_entry(one)]
        found[place] = _closest(place, telling, holders)
    return found


def all_neighbours(places: Iterable[int], terms: Terms) -> dict[int, tuple[int, ...]]:
    """`neighbours_of`, where `places` are all entries: few terms are rare, so these are gone through, not all weights."""
    holders: dict[str, list[int]] = {}
    worth: defaultdict[int, Worth] = defaultdict(list)
    for term, weighed in terms.held_by(2, RARE):
        if term[0] != NAME:
            idf = _IDF[len(weighed)]
            holders[term] = [place for place, _ in weighed if is_entry(place)]
            for place, weight in weighed:
                worth[place].append((weight * idf, term))
    return {place: _closest(place, _telling(worth[place]), holders) for place in places}


def _closest(place: int, telling: Worth, holders: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    shared: defaultdict[int, float] = defaultdict(float)
    for worth, term in telling:
        for one in holders[term]:
            shared[one] += worth
    whole = shared.pop(place, 0.0)
    close = [(worth, -one) for one, worth in shared.items() if worth >= ALIKE * whole]
    return tuple(-one for _, one in nlargest(MOST, close))


def touched(gained_or_lost: Iterable[str], terms: Terms) -> set[int]:
    """Entries whose neighbours may be others, because a document is about to gain or to lose terms, or has done so.

    To be asked before and after.
    """
    found: set[int] = set()
    for term in gained_or_lost:
        # A term that goes from RARE to one more, or back, is caught on the side on which it is rare.
        if terms.count_of.get(term, 0) <= RARE:
            found.update(terms.places(term))
    return {place for place in found if is_entry(place)}


def is_entry(place: int) -> bool:
    return kind_and_ordinal(place)[0] in ENTRY_KINDS


def _worth(weights: Weights, terms: Terms) -> Worth:
    """What the rare terms of an entry are worth."""
    count_of = terms.count_of
    return [
        (weight * _IDF[count], term)
        for term, weight in weights.items()
        if 2 <= (count := count_of[term]) <= RARE and term[0] != NAME
    ]


def _telling(worth: Worth) -> Worth:
    """The terms that tell most of an entry."""
    return sorted(worth, reverse=True)[:TELLING]
