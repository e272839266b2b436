"""A numbered record → the fields of one entry file."""

import re
from typing import Any

from corpus_conversion import prose
from corpus_conversion.classify import anomaly_category, faq_category, impacts
from corpus_conversion.log import ConversionLog, Note
from corpus_conversion.portfolio import Numbered, Portfolio, Product, system_id
from corpus_conversion.records import FALLBACK_DATE, Record
from corpus_conversion.sources import source_of
from corpus_conversion.statements import Item, systems_of
from corpus_conversion.yaml_text import Flow, Prose, document

_SCHEMA = "yaml-language-server: $schema=../schema/{}.schema.json"
_REFERENCES = {"en": "### References", "fr": "### Références"}
_PARTS = ("symptom", "cause", "workaround", "resolution")


def entry_file(one: Numbered, products: Portfolio, log: ConversionLog) -> tuple[str, str]:
    """(path below the content root, text)."""
    record, note = one.record, log.of(one.entry)
    make = _faq if record.kind == "faq" else _anomaly
    fields = make(one, products, note)
    comments = [
        _SCHEMA.format(record.kind),
        f"Converted from {record.id} of {record.source_repo}, licence {record.licence}.",
    ]
    folder = "faq" if record.kind == "faq" else "anomalies_db"
    return f"{folder}/{one.entry}.yaml", document(fields, comments)


def _faq(one: Numbered, products: Portfolio, note: Note) -> dict[str, Any]:
    record = one.record
    for version in (*record.introduced, *record.fixed):
        note("version in a FAQ", version, "left out")
    source = source_of(record.source_repo)
    systems = _system_ids(record)
    answers = prose.answer(record.body, note)
    _add_references(answers, record, note)
    return {
        "id": one.entry,
        "category": faq_category(record, source.key, source.label)[0],
        "applies_to": [Flow(product=product.id, os=systems) for product in products.of(record)],
        "source": _written_in(record),
        "question": {locale: prose.title(text, note) for locale, text in record.title.items()},
        "answer": {locale: Prose(text) for locale, text in answers.items()},
        "aliases": [record.id],
        **_history(record, note),
    }


def _anomaly(one: Numbered, products: Portfolio, note: Note) -> dict[str, Any]:
    record = one.record
    source = source_of(record.source_repo)
    parts = prose.anomaly(record.body, note)
    symptom = {locale: pieces["symptom"] for locale, pieces in parts.items()}
    _add_references(symptom, record, note)
    texts = {
        part: {locale: Prose(pieces[part]) for locale, pieces in parts.items() if part in pieces}
        for part in _PARTS
    }
    texts["symptom"] = {locale: Prose(text) for locale, text in symptom.items()}
    titles = {locale: prose.title(text, note) for locale, text in record.title.items()}
    return {
        "id": one.entry,
        "category": anomaly_category(record),
        "impact": impacts(record, source.key),
        "source": _written_in(record),
        "title": {locale: prose.without_period(text, note) for locale, text in titles.items()},
        "affects": [
            _affected(product, item) for product in products.of(record) for item in product.items[one.entry]
        ],
        **{part: text for part, text in texts.items() if text},
        "aliases": [record.id],
        **_history(record, note),
    }


def _affected(product: Product, item: Item) -> dict[str, Any]:
    systems: Any = [system_id(name) for name in item.systems] if item.systems else "all"
    ends = {"fixed": item.fixed, "last_affected": item.last_affected}
    return {
        "product": product.id,
        "os": systems,
        "introduced": item.introduced,
        **{name: version for name, version in ends.items() if version},
    }


def _system_ids(record: Record) -> Any:
    return [system_id(name) for name in systems_of(record)] or "all"


def _written_in(record: Record) -> str:
    return "en" if "en" in record.title else "fr"


def _history(record: Record, note: Note) -> dict[str, Any]:
    """Day of publication and, when it differs, of the last change."""
    if not record.published:
        note("no date", "", FALLBACK_DATE)
    changed = record.modified if record.modified and record.modified > record.date else None
    timeline = {"timeline": [Flow(date=changed, event="updated")]} if changed else {}
    return {"published": record.date, **timeline}


def _add_references(texts: dict[str, str], record: Record, note: Note) -> None:
    """Numbers and addresses that the body does not name are listed below it."""
    for locale, text in texts.items():
        missing = [one for one in dict.fromkeys(record.references) if one not in record.body.get(locale, "")]
        if missing:
            lines = [f"- {_reference(one)}" for one in missing]
            texts[locale] = "\n".join([text, "", _REFERENCES[locale], "", *lines]).lstrip("\n")
            note("references added", "", ", ".join(missing))


def _reference(text: str) -> str:
    if re.fullmatch(r"https?://[^\s<>]+", text):
        return f"<{text}>"
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)
