"""How much a document says about each of its terms: one number from 1 to 63.

BM25F (Robertson, Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.6) without its idf:

    weight(term) = tf / (K1 + tf),  tf = sum over fields of  boost * occurrences / (1 - b + b * length / usual)

The usual length of a field is a constant, not the mean of the collection: so the weight depends on the
document alone, and a new entry leaves those of all others as they are. The browser multiplies by the idf.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knownbase.model.locale import Locale, other
from knownbase.search.analysis import fold, terms
from knownbase.search.documents import Document

K1 = 1.2
STEPS = 63
NAME = "#"
"""Marks the term of a document's own id; no text analysis yields it."""


@dataclass(frozen=True, slots=True)
class Field:
    """`usual` is a length in terms, `b` how much a longer field counts less (0 to 1)."""

    boost: float
    b: float
    usual: int


TITLE = Field(boost=5.0, b=0.4, usual=9)
ASKED = Field(boost=3.5, b=0.4, usual=24)
EXACT = Field(boost=3.5, b=0.3, usual=8)
BODY = Field(boost=1.0, b=0.6, usual=160)
OTHERS = Field(boost=1.5, b=0.4, usual=24)


def weights(document: Document, locale: Locale) -> dict[str, int]:
    """Term → weight, 1 to 63, of one document in the index of `locale`."""
    frequencies: dict[str, float] = {}
    for field, text, language in _fields(document, locale):
        found = terms(text, language)
        scale = field.boost / (1 - field.b + field.b * len(found) / field.usual)
        for term, count in Counter(found).items():
            frequencies[term] = frequencies.get(term, 0.0) + scale * count
    weighed = {term: _step(frequency) for term, frequency in frequencies.items()}
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


def _step(frequency: float) -> int:
    return max(1, round(STEPS * frequency / (K1 + frequency)))
