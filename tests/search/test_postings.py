"""The weights, and the terms they are of, against the obvious slow way."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from knownbase.model.locale import LOCALES, Locale, other
from knownbase.search.analysis import fold, terms, terms_of, words
from knownbase.search.documents import Document
from knownbase.search.postings import (
    ASKED,
    BODY,
    EXACT,
    K1,
    K1_LEAD,
    LEAD,
    NAME,
    OTHERS,
    STEPS,
    TITLE,
    weights,
)

texts = st.lists(
    st.sampled_from("relay relays Relay, the l’erreur X.400 x400 UA-FI (5.2.5) 12 existe-t-il".split()),
    max_size=40,
).map(" ".join)
some = st.lists(texts, max_size=3).map(tuple)
documents = st.builds(
    Document,
    kind=st.just("faq"),
    ordinal=st.just(1),
    path=st.just("1.html"),
    title=texts,
    lang=st.sampled_from(LOCALES),
    names=st.sampled_from([(), ("FAQ-0001",), ("FAQ-0001", "relay")]),
    asked=some,
    exact=some,
    body=texts,
    others=some,
)


def slow_weights(document: Document, locale: Locale) -> dict[str, int]:
    whole: dict[str, float] = {}
    lead: dict[str, float] = {}
    for field, its_texts, language in [
        (TITLE, [document.title, *document.names], document.lang),
        (ASKED, document.asked, document.lang),
        (EXACT, document.exact, document.lang),
        (BODY, [document.body], document.lang),
        (OTHERS, document.others, other(locale)),
    ]:
        found = [term for text in its_texts for word in words(text) for term in terms_of(word, language)]
        scale = field.boost / (1 - field.b + field.b * len(found) / field.usual)
        for term, count in Counter(found).items():
            whole[term] = whole.get(term, 0) + scale * count
            lead[term] = lead.get(term, 0) + scale * count * (field in (TITLE, ASKED))
    weighed = {}
    for term, tf in whole.items():
        weight = (1 - LEAD) * tf / (K1 + tf) + LEAD * lead[term] / (K1_LEAD + lead[term])
        weighed[term] = max(1, round(STEPS * weight))
    return weighed | {NAME + fold(name): STEPS for name in document.names}


@settings(deadline=None, derandomize=True)
@given(documents, st.sampled_from(LOCALES))
def test_a_weight_is_that_of_the_formula(document: Document, locale: Locale) -> None:
    assert weights(document, locale) == slow_weights(document, locale)


@settings(deadline=None, derandomize=True)
@given(st.text(), st.sampled_from(LOCALES), st.booleans())
def test_the_terms_of_a_text_are_those_of_its_words(text: str, locale: Locale, keep: bool) -> None:
    """`terms` splits at white space first, `words` does not: no word may reach across it."""
    assert terms(text, locale, keep) == [
        term for word in words(text) for term in terms_of(word, locale, keep)
    ]
