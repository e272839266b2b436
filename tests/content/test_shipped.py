"""The shipped content is what the project promises: without findings, both languages, every category."""

from collections import Counter

import pytest
from roots import REPOSITORY

from knownbase.check.report import as_text
from knownbase.check.result import Report
from knownbase.check.run import check
from knownbase.check.typography import faults
from knownbase.model.entry import Anomaly
from knownbase.model.layout import PAGE_ROOTS
from knownbase.model.text import Label


@pytest.fixture(scope="module")
def report() -> Report:
    return check(REPOSITORY)


def test_the_check_finds_nothing(report: Report) -> None:
    assert report.findings == (), as_text(report)


def test_no_rule_is_weakened(report: Report) -> None:
    assert report.catalogue is not None
    assert report.catalogue.taxonomy.rules == {}


def test_it_is_as_rich_as_promised(report: Report) -> None:
    assert report.catalogue is not None
    everything = report.catalogue.visible("customers")
    public = report.catalogue.visible("public")
    kinds = Counter(entry.kind for entry in everything.entries)
    assert kinds["faq"] >= 12
    assert kinds["anomaly"] >= 12
    assert kinds["patch"] >= 4
    assert len(everything.entries) - len(public.entries) >= 2


def test_every_anomaly_category_occurs_in_public(report: Report) -> None:
    assert report.catalogue is not None
    public = report.catalogue.visible("public")
    categories = {entry.category for entry in public.anomalies}
    assert categories == {"A", "B", "C"} == set(report.catalogue.taxonomy.anomaly_category_by_id)


def test_every_product_system_and_category_has_an_entry(report: Report) -> None:
    assert report.catalogue is not None
    taxonomy, public = report.catalogue.taxonomy, report.catalogue.visible("public")
    scopes = [scope for entry in public.entries for _, scope in entry.scopes()]
    assert {scope.product for scope in scopes} == set(taxonomy.product_by_id)
    assert {os for scope in scopes if scope.os != "all" for os in scope.os} == set(taxonomy.os_names)
    assert {entry.category for entry in public.faqs} == set(taxonomy.faq_category_by_id)


def test_every_page_of_an_anomaly_can_be_seen(report: Report) -> None:
    """Open, fixed on one system only, withdrawn, duplicate, being analysed; with a patch and without."""
    assert report.catalogue is not None
    public = report.catalogue.visible("public")
    standings = {public.standing(entry) for entry in public.anomalies}
    assert {"open", "partly_fixed", "fixed", "withdrawn", "duplicate", "analysing"} <= standings
    assert {bool(public.patches_for(entry)) for entry in public.anomalies} == {True, False}
    assert {impact for entry in public.anomalies for impact in entry.impact} <= set(
        report.catalogue.taxonomy.impact_by_id
    )


def labels(value: object, where: str = "taxonomy") -> list[tuple[str, Label]]:
    if isinstance(value, Label):
        return [(where, value)]
    if isinstance(value, dict):
        return [found for name, part in value.items() for found in labels(part, f"{where}.{name}")]
    if isinstance(value, tuple):
        return [found for n, part in enumerate(value) for found in labels(part, f"{where}[{n}]")]
    fields = getattr(type(value), "model_fields", {})
    return [found for name in fields for found in labels(getattr(value, name), f"{where}.{name}")]


def test_labels_are_set_as_their_language_sets_them(report: Report) -> None:
    assert report.catalogue is not None
    found = labels(report.catalogue.taxonomy)
    assert len(found) > 200
    wrong = [
        f"{where}.{locale}: {message}: {label.get(locale)}"
        for where, label in found
        for locale in PAGE_ROOTS
        for _, message, _ in faults(label.get(locale), locale)
    ]
    assert wrong == []


def test_what_customers_find_is_not_only_their_own(report: Report) -> None:
    """No public field names an entry that the public cannot see."""
    assert report.catalogue is not None
    public = report.catalogue.visible("public")
    named = {
        (entry.id, target)
        for entry in public.entries
        for target in (
            *entry.related,
            *([entry.duplicate_of] if isinstance(entry, Anomaly) and entry.duplicate_of else []),
        )
        if target not in public.by_id
    }
    assert named == set()
