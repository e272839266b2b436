"""The engine of the pages answers what Python answers: the table, and ten thousand anomalies at random."""

import datetime as dt
import json
import random
from collections.abc import Sequence
from typing import Any

import pytest
from affected.table import (
    LABEL,
    PRODUCT,
    TAXONOMY,
    VERSIONS,
    Asked,
    anomaly_of,
    answer_text,
    answers,
    card,
    fits,
    installation,
    upgrades,
    ways,
)
from playwright.sync_api import Browser, Page

from knownbase.affected.data import product_data, product_script
from knownbase.affected.engine import engine_script
from knownbase.affected.installation import answers as answers_of
from knownbase.affected.installation import touching
from knownbase.affected.upgrade import change
from knownbase.cards import Card, Cards
from knownbase.model.entry import Faq

SEED = 20261126
ANSWERS = """(asked) => asked.map(([data, os, version]) =>
    new kbAffected.Product(data).answers(data.os.indexOf(os), version).map(({ verdict, fixes, elsewhere }) =>
        [verdict, fixes, elsewhere.map((place) => data.os[place])]))"""
CHANGES = """(asked) => asked.map(([data, os, from, to]) => {
    const product = new kbAffected.Product(data);
    const found = product.change(product.os.indexOf(os), from, to);
    return Object.fromEntries(Object.entries(found).map(([name, places]) => [name, places.map((place) => product.ordinals[place])]));
})"""
FITS = """([data, os, version]) => {
    const product = new kbAffected.Product(data);
    const here = product.downloads().filter(([, system]) => product.os[system] === os);
    return here.map((patch) => [patch[0], product.fit(patch, version)]);
}"""
WAYS = """(asked) => asked.map(([data, os, from, to]) => {
    const product = new kbAffected.Product(data);
    return product.way(product.os.indexOf(os), from, to)?.map((place) => product.patches[place][0]) ?? null;
})"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Page:
    page = chromium.new_page()
    page.goto("about:blank")
    page.evaluate(f"() => {{ {engine_script()} }}")
    return page


def data(cards: Sequence[Card]) -> dict[str, object]:
    """As it comes out of the file."""
    text = product_script(PRODUCT, cards, TAXONOMY)
    assert text.startswith(f'kbAffected.take("{PRODUCT.id}",')
    found: dict[str, object] = json.loads(text.partition(",")[2].removesuffix(");\n"))
    return found


def test_installations(page: Page) -> None:
    asked = list(answers())
    found = page.evaluate(ANSWERS, [[data(one.cards), one.os, one.versions[0]] for one in asked])
    told = {
        str(one): [answer_text(*answer) for answer in some] for one, some in zip(asked, found, strict=True)
    }
    assert told == {str(one): [one.expected] for one in asked}


def test_upgrades(page: Page) -> None:
    asked = list(upgrades())
    found = page.evaluate(CHANGES, [[data(one.cards), one.os, *one.versions] for one in asked])
    told = {
        str(one): [name for name, ids in some.items() if ids] for one, some in zip(asked, found, strict=True)
    }
    assert told == {str(one): [] if one.expected == "nothing" else [one.expected] for one in asked}


def test_ways(page: Page) -> None:
    asked: list[Asked] = list(ways())
    found = page.evaluate(WAYS, [[data(one.cards), one.os, *one.versions] for one in asked])
    told = [None if some is None else [f"PAT-{number:04}" for number in some] for some in found]
    assert told == [one.expected for one in asked]


def test_fits(page: Page) -> None:
    for one in fits():
        found = page.evaluate(FITS, [data(one.cards), one.os, one.versions[0]])
        assert {f"PAT-{number:04}": fit for number, fit in found} == one.expected, str(one)


def test_questions_are_those_that_name_the_product_there(page: Page) -> None:
    def asked(number: int, *about: tuple[str, list[str] | str]) -> Card:
        entry = Faq.model_validate(
            {
                "id": f"FAQ-{number:04}", "category": "x", "published": dt.date(2026, 1, 1), "question": LABEL,
                "answer": LABEL, "applies_to": [{"product": product, "os": os} for product, os in about] or "all",
            }
        )  # fmt: skip
        return Cards(TAXONOMY).of(entry, "x", b"")

    cards = [
        asked(2, ("relay", "all")),
        asked(5, ("relay", ["windows"]), ("viewer", ["linux"])),
        asked(8, ("viewer", ["linux", "windows"])),
        asked(9),
        asked(12, ("relay", ["linux"])),
    ]
    found = page.evaluate(
        "(data) => data.os.map((_, system) => new kbAffected.Product(data).questions(system))", data(cards)
    )
    assert found == [[2, 5], [2, 12]]


def _at_random(chance: random.Random) -> dict[str, Any]:
    items = []
    for _ in range(chance.randint(1, 3)):
        first = chance.randrange(len(VERSIONS))
        item: dict[str, Any] = {
            "os": chance.choice(["all", ["windows"], ["linux"]]),
            "introduced": VERSIONS[first],
        }
        end = chance.choice(["fixed", "last_affected", ""])
        if end and first + 1 < len(VERSIONS):
            item[end] = chance.choice(VERSIONS[first + 1 :])
        items.append(item)
    return {"affects": items, "impact": chance.choice([[], ["security"], ["data-loss", "security"]])}


def test_ten_thousand_anomalies_at_random(page: Page) -> None:
    chance = random.Random(SEED)
    cards = [card(anomaly_of(number, _at_random(chance))) for number in range(1, 10_001)]
    page.evaluate(
        "(data) => { globalThis.product = new kbAffected.Product(data); }",
        product_data(PRODUCT, cards, TAXONOMY),
    )
    for os in PRODUCT.os:
        for version in VERSIONS:
            found = page.evaluate(
                """([os, version]) => product.answers(product.os.indexOf(os), version).map(({ anomaly, verdict, fixes, elsewhere, here }) =>
                    [product.ordinals[anomaly], verdict, fixes.join(), elsewhere.map((place) => product.os[place]).join(), here].join(" "))""",
                [os, version],
            )
            assert found == [
                f"{int(one.anomaly[4:])} {one.verdict} {','.join(one.fixes)} {','.join(one.elsewhere)} {str(one.here).lower()}"
                for one in answers_of(installation(os, version), cards)
            ]
            touched = page.evaluate(
                "([os, version]) => product.touching(product.os.indexOf(os), version).map(({ anomaly }) => product.ordinals[anomaly])",
                [os, version],
            )
            told_of = touching(installation(os, version), cards)
            assert touched == [int(one.anomaly[4:]) for one in told_of]
    found = page.evaluate("() => product.anomalies.marks.map((_, n) => product.impacts(n).join())")
    places = {"data-loss": "0", "security": "1"}
    assert found == [",".join(places[one] for one in sorted(card.impacts)) for card in cards]
    ids = page.evaluate(CHANGES, [[product_data(PRODUCT, cards, TAXONOMY), "linux", "1.0.1", "2.0.1"]])[0]
    told = change(installation("linux", "1.0.1"), installation("linux", "2.0.1"), cards)
    assert {name: [f"ANO-{one:04}" for one in some] for name, some in ids.items()} == {
        name: list(getattr(told, name)) for name in ids
    }
