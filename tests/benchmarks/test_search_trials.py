"""Pure parts of the search benchmarks: records that grow, queries, percentiles."""

import sys

import pytest
from roots import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "benchmarks"))

from grow import grow
from search_browser import percentile, queries_of

from knownbase.search.documents import Document

LONG = "A sentence that is long enough to be taken for prose, number {n}, about CVE-2014-36130 and others."


def record(n: int) -> dict[str, str | None]:
    body = "\n\n".join(LONG.format(n=part) for part in range(n, n + 3))
    return {
        "id": f"R{n}", "source_repo": "one", "kind": "faq", "title_en": f"Title CVE-2014-36130 {n}",
        "title_fr": f"Titre CVE-2014-36130 {n}", "body_en": body, "body_fr": f"{body}",
    }  # fmt: skip


def test_records_grow_the_same_each_time() -> None:
    records = [record(n) for n in range(4)]
    grown = list(grow(records, 20))
    assert grown == list(grow(records, 20))
    assert grown[:4] == records
    assert len({one["id"] for one in grown}) == 20


def test_codes_get_other_digits_alike_in_both_languages() -> None:
    new = list(grow([record(1)], 3))[-1]
    codes = {text.split("CVE-2014-")[1][:5] for text in (new["title_en"], new["title_fr"], new["body_en"])}
    assert len(codes) == 1
    assert codes != {"36130"}


@pytest.mark.parametrize(
    ("values", "share", "expected"), [([5, 1, 3], 50, 3), ([1, 2, 3, 4], 95, 4), ([7], 5, 7)]
)
def test_percentiles(values: list[float], share: int, expected: float) -> None:
    assert percentile(values, share) == expected


def test_queries_are_the_same_for_the_same_documents() -> None:
    found = [
        Document(kind="faq", ordinal=n, path="", title=f"several words of title {n}", lang="en")
        for n in range(9)
    ]
    assert queries_of(found, 30, "en") == queries_of(found, 30, "en")
    assert len(queries_of(found, 30, "fr")) == 30
