"""The text analysis, in Python and in the browser, on one table; then both against each other on anything."""

import json
import random
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from search.engine import Engine

from knownbase.model.locale import LOCALES, Locale
from knownbase.search.analysis import STOP_WORDS, fold, terms, words

CASES = yaml.safe_load(Path(__file__).with_name("analysis_cases.yaml").read_text("utf-8"))
ANALYSE = """(texts) => texts.map((escaped) => {
    // Lone surrogates do not survive the way from Python: they come as escapes.
    const text = JSON.parse(escaped);
    const found = [kbSearch.fold(text), kbSearch.words(text).map(({ word }) => word)];
    for (const locale of ["en", "fr"])
        for (const keep of [false, true]) found.push(kbSearch.terms(text, locale, keep));
    return JSON.stringify(found);
})"""
BATCH = 6000
SEED = 20261124
PIECES = [
    *"abcdeéèêëiïoœuûyçñßØłÀÉ0123456789-./:_'’‐‑ \n\t·«»“”…#@%&()[]<>\u00a0\u00ad\u200b\u0301\u0327\ufe0f",
    *"x.400 P7 UA-FI 0x80040115 ANO-0017 5.2.5 l' d’ qu' jusqu’ -t-il -ci 's n't ation ements issant ique eux".split(),
    *"ing edly ational ness dying inter past skies Σ ς İ ǅ ﬁ Ｐ ½ ² Ⅷ 漢 テ ב ع 𝔘 📬 \ud800 \udfff e\u0301".split(
        " "
    ),
]


def in_browser(engine: Engine, texts: list[str]) -> list[list[Any]]:
    found = engine.page.evaluate(ANALYSE, [json.dumps(text) for text in texts])
    return [json.loads(one) for one in found]


def in_python(text: str) -> list[Any]:
    kept = [terms(text, locale, keep) for locale in LOCALES for keep in (False, True)]
    return [fold(text), list(words(text)), *kept]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_python_agrees_with_the_table(case: dict[str, Any]) -> None:
    assert list(words(case["text"])) == case["words"]
    assert terms(case["text"], case["locale"]) == case["terms"]


def test_the_browser_agrees_with_the_table(engine: Engine) -> None:
    assert len(CASES) > 50
    found = in_browser(engine, [case["text"] for case in CASES])
    wrong = [
        case["text"]
        for case, (_, its_words, *its_terms) in zip(CASES, found, strict=True)
        if (its_words, its_terms[2 * LOCALES.index(case["locale"])]) != (case["words"], case["terms"])
    ]
    assert wrong == []


def test_both_say_the_same_of_any_text(engine: Engine) -> None:
    """Characters that this Python's Unicode does not know yet are left out: a browser may know more."""
    chance = random.Random(SEED)
    texts = []
    for _ in range(BATCH):
        pieces = chance.choices(PIECES, k=chance.randint(1, 12))
        pieces += [one for one in (chr(chance.randrange(sys.maxunicode)) for _ in range(2)) if _is_known(one)]
        chance.shuffle(pieces)
        # Two halves that meet are one letter to a browser, and cannot meet in a text of Python's.
        texts.append(re.sub("[\ud800-\udbff][\udc00-\udfff]", " ", "".join(pieces)))
    differences = [
        text for text, found in zip(texts, in_browser(engine, texts), strict=True) if found != in_python(text)
    ]
    assert [text.encode("unicode_escape") for text in differences[:5]] == []


def _is_known(character: str) -> bool:
    return unicodedata.category(character) not in ("Cn", "Co")


@pytest.mark.parametrize("locale", LOCALES)
def test_both_leave_the_same_words_out(engine: Engine, locale: Locale) -> None:
    listed = engine.page.evaluate("(locale) => [...kbSearch.stopWords[locale]].sort()", locale)
    assert listed == sorted(STOP_WORDS[locale])


def test_a_word_says_where_it_stands(engine: Engine) -> None:
    text = "📬 L’accusé, d'UA-FI !"
    found = engine.page.evaluate("(text) => kbSearch.words(text)", text)
    units = text.encode("utf-16-le")
    runs = [units[2 * one["start"] : 2 * one["end"]].decode("utf-16-le") for one in found]
    assert [one["word"] for one in found] == ["accusé", "ua-fi"]
    assert runs == ["L’accusé", "d'UA-FI"]
