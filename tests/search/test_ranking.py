"""The engine's ranking against the obvious slow one, over random documents and questions."""

import math
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search.engine import Engine

from knownbase.search.analysis import terms
from knownbase.search.documents import Document
from knownbase.search.postings import STEPS, weights

WORDS = "alpha bravo gateway mailbox notary relay store x.400 p7 5.2.5 0x80040115".split()
"""None is an inflection, a beginning or a slip of another one, nor does English stem them differently from French."""

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


@st.composite
def collections(draw: st.DrawFn) -> list[Document]:
    ordinals = draw(st.lists(st.integers(1, 300), min_size=1, max_size=12, unique=True))
    return [
        Document(
            kind=draw(st.sampled_from(["anomaly", "faq"])),
            ordinal=ordinal,
            path=f"{ordinal}.html",
            title=draw(texts),
            body=draw(texts),
            asked=(draw(texts),),
            lang="en",
        )
        for ordinal in ordinals
    ]


def slow_ranking(documents: list[Document], question: list[str]) -> list[tuple[float, str]]:
    """Score and path of every document that holds all words of the question, best first."""
    found: dict[str, dict[str, float]] = {}
    for word in question:
        forms = set(terms(word, "en"))
        of_word = {
            document.path: max(weight for term, weight in weights(document, "en").items() if term in forms)
            for document in documents
            if forms & weights(document, "en").keys()
        }
        idf = math.log(1 + (len(documents) - len(of_word) + 0.5) / (len(of_word) + 0.5))
        for path, weight in of_word.items():
            found.setdefault(path, {})[word] = idf * weight / STEPS
    order = {document.path: (document.kind != "anomaly", document.ordinal) for document in documents}
    whole = [
        (sum(by_word.values()), path) for path, by_word in found.items() if len(by_word) == len(question)
    ]
    return sorted(whole, key=lambda one: (-round(one[0], 4), order[one[1]]))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
@given(collections(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True))
def test_the_ranking_is_that_of_the_formula(
    engine: Engine, documents: list[Document], question: list[str]
) -> None:
    engine.open_documents(documents)
    result = engine.ask(" ".join(question) + " ")[0]
    expected = slow_ranking(documents, question)
    got = result["hits"][: result["exact"]]
    assert sorted(got) == sorted(path for _, path in expected)
    scores = {path: score for score, path in expected}
    # 32-bit sums: documents of nearly the same score may change places.
    assert all(scores[one] >= scores[after] - 1e-4 for one, after in pairwise(got))
