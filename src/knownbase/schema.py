"""JSON Schemas for editors, generated from the models (https://json-schema.org, 2020-12)."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from knownbase.model.entry import MODELS
from knownbase.model.taxonomy import Taxonomy

_MODELS: dict[str, type[BaseModel]] = {
    **{str(kind): model for kind, model in MODELS.items()},
    "taxonomy": Taxonomy,
}


@lru_cache(maxsize=1)
def schemas() -> dict[str, str]:
    """File name → text."""
    return {f"{name}.schema.json": as_text(model.model_json_schema()) for name, model in _MODELS.items()}


def as_text(schema: Mapping[str, Any]) -> str:
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
