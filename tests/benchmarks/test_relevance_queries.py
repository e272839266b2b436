"""The committed relevance queries are sound: classes, numbers, and that shipped answers exist."""

import sys
from collections import Counter
from pathlib import Path

import pytest
from roots import REPOSITORY, catalogue_of

sys.path.insert(0, str(REPOSITORY / "benchmarks"))

from relevance_trial.queries import (
    APART,
    CLASSES,
    KNOWN_ITEM,
    Query,
    faults,
    inflection,
    read,
    slip,
    unaccented,
)

FOLDER = REPOSITORY / "benchmarks" / "relevance_queries"


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_queries_are_sound(locale: str) -> None:
    queries = read(FOLDER, locale)
    shipped = {f"shipped:{entry.id}" for entry in catalogue_of(REPOSITORY).visible("public").entries}
    corpus = {label for query in queries for label in query.answers if label.startswith("corpus:")}
    assert len(queries) >= 120
    assert faults(queries, shipped | corpus) == []
    counts = Counter(query.kind for query in queries)
    assert all(counts[kind] >= 20 for kind in CLASSES), counts
    assert set(CLASSES) == {*KNOWN_ITEM, *APART}


def test_faults_are_seen() -> None:
    queries = [Query("typo", "a", ("x",)), Query("guess", "a", ("y",))]
    assert faults(queries, {"x"}) == ["'a': class 'guess'", "'a': no document y", "'a': asked 2 times"]


def test_words_are_spoilt_as_the_class_says() -> None:
    import random

    assert unaccented("réception cœur") == "reception coeur"
    assert inflection("notifications", "en") == "notification"
    assert inflection("notification", "fr") == "notifications"
    chance = random.Random(1)
    assert all(abs(len(slip("mailbox", chance)) - 7) <= 1 for _ in range(50))


def test_the_folder_holds_what_it_should() -> None:
    assert sorted(file.name for file in Path(FOLDER).iterdir()) == [
        "handwritten-en.yaml", "handwritten-fr.yaml", "made-en.yaml", "made-fr.yaml",
    ]  # fmt: skip
