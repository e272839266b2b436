"""Entries that speak of the same things, by the terms that few others have."""

import math
from collections import defaultdict
from heapq import nlargest

from knownbase.search.index import Inverted
from knownbase.search.postings import NAME

RARE = 40
"""A term of more documents says little, and would make the work grow with the square of the entries."""

TELLING = 8
"""Terms of an entry that are looked at."""

ALIKE = 0.2
"""Share of an entry's telling terms, by their weight, that a related one has."""


def related_entries(inverted: Inverted, most: int = 4) -> dict[str, tuple[str, ...]]:
    """Id → ids of the entries that share its telling terms, the closest first."""
    telling = _telling_terms(inverted)
    ids = [document.id for document in inverted.documents]
    related = {}
    for n, terms in telling.items():
        shared: defaultdict[int, float] = defaultdict(float)
        for worth, term in terms:
            for place in inverted.postings[term][0]:
                shared[place] += worth
        whole = shared.pop(n)
        close = [(worth, -place) for place, worth in shared.items() if ids[place] and worth >= ALIKE * whole]
        if close:
            related[ids[n]] = tuple(ids[-place] for _, place in nlargest(most, close))
    return related


def _telling_terms(inverted: Inverted) -> dict[int, list[tuple[float, str]]]:
    """Place of an entry → its telling terms with what each is worth: weight * idf."""
    size = len(inverted.documents)
    found: defaultdict[int, list[tuple[float, str]]] = defaultdict(list)
    for term, (places, its_weights) in inverted.postings.items():
        if len(places) > RARE or len(places) < 2 or term.startswith(NAME):
            continue
        idf = math.log(1 + size / len(places))
        for place, weight in zip(places, its_weights, strict=True):
            found[place].append((weight * idf, term))
    ids = (document.id for document in inverted.documents)
    return {n: nlargest(TELLING, found[n]) for n, one in enumerate(ids) if one and n in found}
