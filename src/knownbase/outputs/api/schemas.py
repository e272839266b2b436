"""JSON Schemas of the API's files, generated from their shapes."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from knownbase.outputs.api import shapes
from knownbase.schema import as_text

SHAPES: Mapping[str, Any] = {
    "index": shapes.Index,
    "taxonomy": shapes.Taxonomy,
    "products": shapes.ProductList,
    "faqs": shapes.FaqList,
    "anomalies": shapes.AnomalyList,
    "patches": shapes.PatchList,
    "faq": shapes.Faq,
    "anomaly": shapes.Anomaly,
    "patch": shapes.Patch,
}


def schema_name(name: str) -> str:
    return f"{name}.schema.json"


@cache
def schema_of(name: str) -> str:
    """The schema of the shape `name`, as text."""
    return as_text(TypeAdapter(SHAPES[name]).json_schema(mode="serialization"))


def api_schemas() -> dict[str, str]:
    """File name → text."""
    return {schema_name(name): schema_of(name) for name in SHAPES}
