"""What schema.org and Google would say against the JSON-LD of a page; the schema says where they say it."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from parsed import Parsed

_RULES = Draft202012Validator(
    json.loads((Path(__file__).parent / "schema" / "structured.schema.json").read_text("utf-8")),
    format_checker=FormatChecker(["date"]),
)


def json_of(page: Parsed) -> Any:
    (text,) = [
        text
        for (tag, attributes), text in zip(page.elements, page.texts, strict=True)
        if tag == "script" and attributes.get("type") == "application/ld+json"
    ]
    return json.loads(text)


def against_the_rules(data: Any) -> list[str]:
    """What schema.org or Google would say against a page's JSON-LD."""
    faults = [f"{error.json_path}: {error.message}" for error in _RULES.iter_errors(data)]
    for one in data.get("@graph", [])[1:]:
        items = one.get("itemListElement", [])
        if any("item" not in item for item in items[:-1]):
            faults.append("only the last of a breadcrumb may be without item")
        if [item.get("position") for item in items] != list(range(1, len(items) + 1)):
            faults.append("positions count from 1")
    return faults
