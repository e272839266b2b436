"""What a rule may look at, and what it yields."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knownbase.model.entry import Entry
from knownbase.model.finding import FieldPath
from knownbase.model.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem before the runner adds file and rule; the fields are those of `Problem`."""

    message: str
    remedy: str
    at: FieldPath = ()
    key: bool = False
    span: tuple[int, int] | None = None
    replacement: str | None = None


@dataclass(frozen=True)
class Context:
    """`by_id` holds the whole entries of both audiences, `known_ids` those of broken files too."""

    root: Path
    taxonomy: Taxonomy
    by_id: Mapping[str, Entry]
    known_ids: frozenset[str]
    today: dt.date
    files: Path | None = None
    """Where the files for download lie, when that is not their folder in the content root."""

    def is_public(self, entry: Entry) -> bool:
        return (entry.audience or self.taxonomy.default_audience.of(entry.kind)) == "public"

    def os_name(self, os: str) -> str:
        return self.taxonomy.os_names.get(os, os)
