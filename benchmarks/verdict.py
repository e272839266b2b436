#!/usr/bin/env python3
"""What "Am I affected?" costs a reader of a product with very many anomalies: kilobytes, and milliseconds of a verdict.

Example: benchmarks/verdict.py --anomalies 10000

The product has 60 releases in six branches on three operating systems; its anomalies are made at random, the same
each time: a third says something else for each system, a sixth has ranges in two branches, a tenth is open. Counted is
what this page alone loads: its script and style sheet, the engine, the file of the product; each as gzip -9 packs it.
A verdict is measured from the parsed file on, in Chromium, for releases from the first to the last. Exit status 1 when
it is more than 60 KB, or more than 50 ms. The last line is one JSON object.
"""

import argparse
import datetime as dt
import gzip
import json
import random
import statistics
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

from playwright.sync_api import sync_playwright
from relevance_trial import engines

from knownbase.affected.data import product_data, product_path, product_script
from knownbase.affected.engine import engine_script
from knownbase.cards import Card, Cards
from knownbase.model.entry import Anomaly
from knownbase.model.taxonomy import Taxonomy
from knownbase.render.assets import squeezed

SEED = 20261126
MOST_KB = 60
MOST_MS = 50
SYSTEMS = ("windows", "linux", "aix")
BRANCHES, OF_BRANCH = 6, 10
LABEL = {"en": "x", "fr": "x"}
IMPACTS = ("data-loss", "security", "service-stop")
OWN_ASSETS = ("js/affected.js", "css/affected.css")
VERDICTS = """([data, os, versions]) => versions.map((version) => {
    const started = performance.now();
    const product = new kbAffected.Product(data);
    const answers = product.answers(product.os.indexOf(os), version);
    const touched = answers.filter(({ verdict }) => verdict === kbAffected.AFFECTED);
    return [performance.now() - started, answers.length, touched.length];
})"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--anomalies", type=int, default=10_000, metavar="N")
    parser.add_argument(
        "--rounds", type=int, default=5, metavar="N", help="verdicts of each release; their median"
    )
    options = parser.parse_args(arguments)
    taxonomy = taxonomy_of()
    cards = list(cards_of(options.anomalies, taxonomy))
    figures = {"anomalies": len(cards), **sizes(cards, taxonomy), **times(cards, taxonomy, options.rounds)}
    for name, value in figures.items():
        print(f"{name:>20}  {value:,}")
    print(json.dumps(figures))
    return int(figures["kb_gzip"] > MOST_KB or figures["ms_verdict"] > MOST_MS)


def taxonomy_of() -> Taxonomy:
    """One product; a release follows each month, a branch begins each year, the third system comes later."""
    releases = []
    for n in range(BRANCHES * OF_BRANCH):
        branch, patch = divmod(n, OF_BRANCH)
        day = dt.date(2015 + branch, 1 + patch, 10)
        shipped = SYSTEMS if branch > 1 else SYSTEMS[:2]
        releases.append(
            {
                "version": f"{branch + 1}.0.{patch}",
                "branch": f"{branch + 1}.0",
                "released": dict.fromkeys(shipped, day),
            }
        )
    return Taxonomy.model_validate(
        {
            "site": {"name": LABEL, "vendor": "x", "notice": LABEL},
            "operating_systems": [{"id": os, "name": os} for os in SYSTEMS],
            "products": [{"id": "p", "name": "P", "summary": LABEL, "os": SYSTEMS, "releases": releases}],
            "faq_categories": [],
            "anomaly_categories": [{"id": "B", "label": LABEL, "meaning": LABEL, "next": LABEL}],
            "impacts": [{"id": one, "label": LABEL} for one in IMPACTS],
        }
    )


def cards_of(count: int, taxonomy: Taxonomy) -> Iterator[Card]:
    chance, cards = random.Random(SEED), Cards(taxonomy)
    for number in range(1, count + 1):
        entry = Anomaly.model_validate(
            {
                "id": f"ANO-{number:04}",
                "category": "B",
                "title": LABEL,
                "symptom": LABEL,
                "published": dt.date(2026, 1, 1),
                "affects": list(_affects(chance, taxonomy)),
                "impact": [one for one in IMPACTS if chance.random() < 0.05],
                **({"workaround": LABEL} if chance.random() < 0.5 else {}),
            }
        )
        yield cards.of(entry, f"{entry.id}.yaml", b"")


def _affects(chance: random.Random, taxonomy: Taxonomy) -> Iterator[dict[str, Any]]:
    systems: list[Any] = [[os] for os in SYSTEMS[:2]] if chance.random() < 1 / 3 else ["all"]
    branches = chance.sample(range(BRANCHES), 2) if chance.random() < 1 / 6 else [chance.randrange(BRANCHES)]
    versions = [one.version for one in taxonomy.products[0].releases]
    for branch in sorted(branches):
        for os in systems:
            first = chance.randrange(OF_BRANCH - 1)
            item = {"product": "p", "os": os, "introduced": versions[branch * OF_BRANCH + first]}
            if chance.random() > 0.1 or branch != max(branches):
                item["fixed"] = versions[branch * OF_BRANCH + chance.randint(first + 1, OF_BRANCH - 1)]
            yield item


def sizes(cards: Sequence[Card], taxonomy: Taxonomy) -> dict[str, float]:
    """Kilobytes (1,000 octets) of gzip."""
    product = taxonomy.products[0]
    assets = files("knownbase") / "theme" / "overrides" / "assets" / "kb"
    texts = {name: squeezed(f"assets/kb/{name}", (assets / name).read_bytes()) for name in OWN_ASSETS}
    texts["affected/engine.js"] = engine_script().encode()
    texts[product_path(product)] = product_script(product, cards, taxonomy).encode()
    packed = {name: len(gzip.compress(text, 9)) / 1000 for name, text in texts.items()}
    return {
        "statements": len({stated for card in cards for _, stated in card.stated}),
        "kb_plain": round(sum(map(len, texts.values())) / 1000, 1),
        "kb_gzip_data": round(packed.pop(product_path(product)), 1),
        "kb_gzip_scripts": round(sum(packed.values()), 1),
        "kb_gzip": round(sum(len(gzip.compress(text, 9)) for text in texts.values()) / 1000, 1),
    }


def times(cards: Sequence[Card], taxonomy: Taxonomy, rounds: int) -> dict[str, float]:
    """Milliseconds of a verdict: the first, as a reader has it, the median, and the slowest release's median."""
    product = taxonomy.products[0]
    versions = [one.version for one in product.releases]
    data = product_data(product, cards, taxonomy)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=engines.chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        page.evaluate(f"() => {{ {engine_script()} }}")
        runs = [page.evaluate(VERDICTS, [data, "windows", versions]) for _ in range(rounds)]
        browser.close()
    assert all(count == len(cards) for run in runs for _, count, _ in run)
    medians = [statistics.median(one[0] for one in release) for release in zip(*runs, strict=True)]
    return {
        "most_touched": max(touched for _, _, touched in runs[0]),
        "ms_first": round(runs[0][0][0], 2),
        "ms_verdict": round(statistics.median(medians), 2),
        "ms_slowest_release": round(max(medians), 2),
    }


if __name__ == "__main__":
    raise SystemExit(main())
