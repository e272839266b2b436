"""How much a document says about each of its terms: one number from 1 to 63.

BM25F (Robertson, Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.6) without its idf, once
over all fields and once over those that say what the document is about, so that a word which fills a long text
weighs no more than one in a title:

    weight(term) = (1 - LEAD) * tf / (K1 + tf)  +  LEAD * lead / (K1_LEAD + lead)
    tf, lead     = sum over fields of  boost * occurrences / (1 - b + b * length / usual)

The constants were tried with benchmarks/relevance.py.
The usual length of a field is a constant, not the mean of the collection: so the weight depends on the
document alone, and a new entry leaves those of all others as they are. The browser multiplies by the idf.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knownbase.model.locale import Locale, other
from knownbase.search.analysis import fold, terms
from knownbase.search.documents import Document

K1 = 1.6
K1_LEAD = 4.0
LEAD = 0.35
STEPS = 63
NAME = "#"
"""Marks the term of a document's own id; no text analysis yields it."""


@dataclass(frozen=True, slots=True)
class Field:
    """`usual` is a length in terms, `b` how much a longer field counts less (0 to 1)."""

    boost: float
    b: float
    usual: int


TITLE = Field(boost=11.0, b=0.7, usual=9)
ASKED = Field(boost=3.0, b=0.4, usual=24)
EXACT = Field(boost=5.0, b=0.3, usual=8)
BODY = Field(boost=1.0, b=0.75, usual=220)
OTHERS = Field(boost=0.5, b=0.4, usual=24)


def weights(document: Document, locale: Locale) -> dict[str, int]:
    """Term → weight, 1 to 63, of one document in the index of `locale`."""
    own = document.lang
    # Title and questions say what the document is about.
    lead = _said(TITLE, (document.title, *document.names), own)
    _add(lead, _said(ASKED, document.asked, own))
    whole = lead.copy()
    _add(whole, _said(EXACT, document.exact, own))
    found = terms(document.body, own)
    counts, scale = Counter(found), _scale(BODY, len(found))
    for term in whole:
        if term in counts:
            whole[term] += scale * counts[term]
    for term, said in _said(OTHERS, document.others, other(locale)).items():
        if term in whole:
            whole[term] += said
        else:
            whole[term] = scale * counts[term] + said if term in counts else said
    # Most terms stand in the body alone, once or twice: their steps are those of a few counts.
    steps = {count: _step(scale * count, 0.0) for count in set(counts.values())}
    weighed = dict(zip(counts, map(steps.__getitem__, counts.values()), strict=True))
    for term, frequency in whole.items():
        weighed[term] = _step(frequency, lead.get(term, 0.0))
    for name in document.names:
        weighed[NAME + fold(name)] = STEPS
    return weighed


def _add(sums: dict[str, float], said: Mapping[str, float]) -> None:
    for term, more in said.items():
        sums[term] = sums.get(term, 0.0) + more


def _said(field: Field, texts: Sequence[str], language: Locale) -> dict[str, float]:
    """Term → what the texts of a field say of it."""
    if not texts:
        return {}
    found = terms("\n".join(texts), language)
    scale = _scale(field, len(found))
    said = dict.fromkeys(found, scale)
    if len(said) < len(found):  # seldom in a short text: to count is not worth while before it is known
        for term, count in Counter(found).items():
            said[term] = scale * count
    return said


def _scale(field: Field, length: int) -> float:
    """What one occurrence in a field of `length` terms adds to a term's sum."""
    return field.boost / (1 - field.b + field.b * length / field.usual)


def _step(whole: float, lead: float) -> int:
    weight = (1 - LEAD) * whole / (K1 + whole) + LEAD * lead / (K1_LEAD + lead)
    return round(STEPS * weight) or 1
