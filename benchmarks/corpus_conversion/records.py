"""Reads the JSON-lines records into frozen values."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Text = dict[str, str]
"""Language (en, fr) → text; a language that the source lacks has no key."""

FALLBACK_DATE = "2026-01-01"
"""Day of publication of a record that carries none."""


@dataclass(frozen=True)
class Record:
    """One public record. `systems` and the version lists are as the source wrote them; () when absent."""

    source_repo: str
    licence: str
    id: str
    kind: Literal["faq", "anomaly"]
    title: Text
    body: Text
    products: tuple[str, ...]
    systems: tuple[str, ...] = ()
    introduced: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    fixed_by_os: tuple[tuple[str, str], ...] = ()
    unaffected: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    references: tuple[str, ...] = ()
    feature: str | None = None
    categories: tuple[str, ...] = ()

    @property
    def date(self) -> str:
        return self.published or FALLBACK_DATE


def read_records(paths: Sequence[Path]) -> Iterator[Record]:
    """Every record of the files, in the order given. Raises OSError, ValueError with file and line."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield record(json.loads(line))
                except (KeyError, ValueError) as error:
                    raise ValueError(f"{path}:{number}: not a record: {error!r}") from error


def record(fields: dict[str, Any]) -> Record:
    """One record from its JSON fields. Raises KeyError when a required field is missing."""
    if fields["kind"] not in ("faq", "anomaly"):
        raise ValueError(f"unknown kind {fields['kind']!r}")
    return Record(
        source_repo=fields["source_repo"],
        licence=fields["licence"],
        id=fields["id"],
        kind=fields["kind"],
        title=_text(fields, "title"),
        body=_text(fields, "body"),
        products=tuple(fields["product"]),
        systems=tuple(fields.get("os") or ()),
        introduced=tuple(fields.get("introduced") or ()),
        fixed=tuple(fields.get("fixed") or ()),
        fixed_by_os=tuple((fix["os"], fix["fixed"]) for fix in fields.get("x_fixed_by_os") or ()),
        unaffected=tuple(fields.get("x_unaffected") or ()),
        published=fields.get("published"),
        modified=fields.get("modified"),
        references=tuple(fields.get("references") or ()),
        feature=fields.get("x_feature"),
        categories=tuple(fields.get("x_category") or ()),
    )


def _text(fields: dict[str, Any], name: str) -> Text:
    return {locale: fields[f"{name}_{locale}"] for locale in ("en", "fr") if fields.get(f"{name}_{locale}")}
