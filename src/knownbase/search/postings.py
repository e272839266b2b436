"""Documents → postings: for each term, the documents that hold it and how much it weighs there.

    S(t, d) = Σ over fields f of  boost_f · tf_f / (1 − b + b · length_f / usual_f)
    W(t, d) = S / (S + k)                                 in 0 … 1, kept as one byte
    score   = Σ over query terms of  idf(t) · W(t, d)     idf at query time, in the browser

This is BM25F (Robertson, Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.6) with
constants instead of mean lengths: a posting depends on its own document alone, so that one added
entry changes the postings of its own terms and nothing else.
"""

from collections import Counter
from collections.abc import Iterable

from knownbase.model.locale import Locale, other
from knownbase.search.analysis import terms
from knownbase.search.documents import Document

BOOSTS = {"title": 6.0, "asked": 4.0, "exact": 6.0, "body": 1.0, "other": 1.5}
_USUAL_LENGTH = {"title": 8.0, "asked": 20.0, "exact": 6.0, "body": 160.0, "other": 20.0}
_B = 0.5
_K = 4.0
_WEIGHTS = 255

Postings = dict[str, list[tuple[int, int]]]
"""Term → (document number, weight 1 … 255), by ascending number."""


def weights(document: Document, locale: Locale) -> dict[str, int]:
    """Term → weight in one document; a pure function of its arguments."""
    strength: dict[str, float] = {}
    for name, text in document.fields.items():
        if text:
            language = other(locale) if name == "other" or document.lang is not None else locale
            _add(strength, name, text, language)
    return {term: max(1, round(_WEIGHTS * s / (s + _K))) for term, s in strength.items()}


def _add(strength: dict[str, float], field: str, text: str, locale: Locale) -> None:
    found = terms(text, locale)
    norm = BOOSTS[field] / (1 - _B + _B * len(found) / _USUAL_LENGTH[field])
    for term, count in Counter(found).items():
        strength[term] = strength.get(term, 0.0) + norm * count


def postings(documents: Iterable[Document], locale: Locale) -> Postings:
    """Postings of all documents, terms in order."""
    found: Postings = {}
    for document in sorted(documents, key=lambda one: one.number):
        for term, weight in weights(document, locale).items():
            found.setdefault(term, []).append((document.number, weight))
    # By UTF-16 code units: the order in which JavaScript compares strings.
    return dict(sorted(found.items(), key=lambda one: one[0].encode("utf-16-be", "surrogatepass")))
