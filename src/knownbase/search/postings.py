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
from collections.abc import Iterable, Iterator
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
    lead: bool = False


TITLE = Field(boost=11.0, b=0.7, usual=9, lead=True)
ASKED = Field(boost=3.0, b=0.4, usual=24, lead=True)
EXACT = Field(boost=5.0, b=0.3, usual=8)
BODY = Field(boost=1.0, b=0.75, usual=220)
OTHERS = Field(boost=0.5, b=0.4, usual=24)


def weights(document: Document, locale: Locale) -> dict[str, int]:
    """Term → weight, 1 to 63, of one document in the index of `locale`."""
    whole: dict[str, float] = {}
    lead: dict[str, float] = {}
    for field, text, language in _fields(document, locale):
        found = terms(text, language) if text else []
        scale = field.boost / (1 - field.b + field.b * len(found) / field.usual)
        for term, count in Counter(found).items():
            whole[term] = whole.get(term, 0.0) + scale * count
            if field.lead:
                lead[term] = lead.get(term, 0.0) + scale * count
    weighed = {term: _step(frequency, lead.get(term, 0.0)) for term, frequency in whole.items()}
    weighed.update((NAME + fold(name), STEPS) for name in document.names)
    return weighed


def _fields(document: Document, locale: Locale) -> Iterator[tuple[Field, str, Locale]]:
    yield TITLE, _joined([document.title, *document.names]), document.lang
    yield ASKED, _joined(document.asked), document.lang
    yield EXACT, _joined(document.exact), document.lang
    yield BODY, document.body, document.lang
    yield OTHERS, _joined(document.others), other(locale)


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _step(whole: float, lead: float) -> int:
    weight = (1 - LEAD) * whole / (K1 + whole) + LEAD * lead / (K1_LEAD + lead)
    return max(1, round(STEPS * weight))
