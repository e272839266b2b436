"""`cases.yaml` as installations, cards and expectations, for Python and for the engine of the pages alike."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from knownbase.affected.installation import Installation
from knownbase.cards import Card, Cards
from knownbase.model.entry import Anomaly, Patch
from knownbase.model.taxonomy import Taxonomy

TABLE = yaml.safe_load((Path(__file__).with_name("cases.yaml")).read_text("utf-8"))
LABEL = {"en": "x", "fr": "x"}


def taxonomy_of(product: dict[str, Any]) -> Taxonomy:
    """The smallest taxonomy with this product."""
    systems = [{"id": os, "name": os.capitalize()} for os in product["os"]]
    return Taxonomy.model_validate(
        {
            "site": {"name": LABEL, "vendor": "x", "notice": LABEL},
            "operating_systems": systems,
            "products": [{"name": product["id"], "summary": LABEL, **product}],
            "faq_categories": [],
            "anomaly_categories": [{"id": "B", "label": LABEL, "meaning": LABEL, "next": LABEL}],
            "impacts": [{"id": "data-loss", "label": LABEL}, {"id": "security", "label": LABEL}],
        }
    )


TAXONOMY = taxonomy_of(TABLE["product"])
PRODUCT = TAXONOMY.products[0]
VERSIONS = [release.version for release in PRODUCT.releases]


def anomaly_of(number: int, case: dict[str, Any], product: str = PRODUCT.id) -> Anomaly:
    return Anomaly.model_validate(
        {
            "id": f"ANO-{number:04}",
            "category": "B",
            "title": LABEL,
            "symptom": LABEL,
            "published": dt.date(2026, 1, 1),
            "affects": [{"product": product, **item} for item in case["affects"]],
            "impact": case.get("impact", []),
            "status": case.get("status"),
            "duplicate_of": case.get("duplicate_of"),
        }
    )


def patch_of(number: int, text: str) -> Patch:
    """`windows 1.0.0 > 1.0.2` as an entry; a configuration file yields no release."""
    os, start, *rest = text.split()
    return Patch.model_validate(
        {
            "id": f"PAT-{number:04}",
            "kind": "patch" if rest else "configuration",
            "product": PRODUCT.id,
            "os": os,
            "from": start,
            "to": rest[1] if rest else None,
            "released": dt.date(2026, 1, 1),
            "summary": LABEL,
        }
    )


def card(entry: Anomaly | Patch, taxonomy: Taxonomy = TAXONOMY) -> Card:
    return Cards(taxonomy).of(entry, f"{entry.id}.yaml", b"")


def installation(os: str, version: str) -> Installation:
    return Installation(PRODUCT, os, version)


@dataclass(frozen=True)
class Asked:
    """One line of the table: `expected` as it stands there."""

    what: str
    cards: Sequence[Card]
    os: str
    versions: tuple[str, ...]
    expected: Any

    def __str__(self) -> str:
        return f"{self.what}, {self.os} {' > '.join(self.versions)}".replace(" ", "-")


def answers() -> Iterator[Asked]:
    for number, case in enumerate(TABLE["cases"], 1):
        cards = [card(anomaly_of(number, case))]
        for asked, expected in case["answers"].items():
            os, version = asked.split()
            yield Asked(case["what"], cards, os, (version,), expected)


def upgrades() -> Iterator[Asked]:
    for number, case in enumerate(TABLE["cases"], 1):
        cards = [card(anomaly_of(number, case))]
        for asked, expected in case["upgrades"].items():
            os, old, _, new = asked.split()
            yield Asked(case["what"], cards, os, (old, new), expected)


def ways() -> Iterator[Asked]:
    table = TABLE["ways"]
    cards = [card(patch_of(number, text)) for number, text in table["patches"].items()]
    for asked, expected in table["asked"].items():
        os, old, _, new = asked.split()
        ids = None if expected is None else [f"PAT-{number:04}" for number in expected]
        yield replace(Asked("way", cards, os, (old, new), expected), expected=ids)


def fits() -> Iterator[Asked]:
    """Cards of all patches; expected: id → what it is to the release, of those for its operating system."""
    table = TABLE["fits"]
    cards = [card(patch_of(number, text)) for number, text in table["patches"].items()]
    for asked, expected in table["asked"].items():
        os, version = asked.split()
        yield Asked(
            "fit", cards, os, (version,), {f"PAT-{number:04}": fit for number, fit in expected.items()}
        )


def answer_text(verdict: str, fixes: Sequence[str], elsewhere: Sequence[str]) -> str:
    """An answer as the table writes it."""
    if fixes:
        return f"{verdict} -> {', '.join(fixes)}"
    return f"{verdict} elsewhere: {', '.join(elsewhere)}" if elsewhere else verdict
