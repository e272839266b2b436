"""The grammar of entry ids: a kind's prefix, a hyphen, at least four digits; sorted as numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

Kind = Literal["faq", "anomaly", "patch"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class KindPlace:
    """Where a kind lives: its prefix, its folder of YAML files, its folder of pages."""

    kind: Kind
    prefix: str
    folder: str
    section: str


PLACES: dict[Kind, KindPlace] = {
    "faq": KindPlace("faq", "FAQ", "faq", "faq"),
    "anomaly": KindPlace("anomaly", "ANO", "anomalies_db", "anomalies"),
    "patch": KindPlace("patch", "PAT", "downloads", "downloads"),
}
PREFIX = 3
"""Letters of each prefix."""
KIND_OF_PREFIX: dict[str, Kind] = {place.prefix: place.kind for place in PLACES.values()}

ID = re.compile(r"(FAQ|ANO|PAT)-([0-9]{4,9})\Z")
# Found by its hyphen, for hyphens are rare in prose and capitals are not; what stands before it is looked at only then.
_IN_TEXT = re.compile(r"-(?<=(?:FAQ|ANO|PAT)-)(?<![\w-].{4})[0-9]{4,9}(?![\w-])", re.ASCII | re.DOTALL)


def ids_in(text: str) -> Iterator[tuple[int, str]]:
    """Where each id that stands alone in a text begins, and the id."""
    for match in _IN_TEXT.finditer(text):
        start = match.start() - PREFIX
        yield start, text[start : match.end()]


def kind_of(entry_id: str) -> Kind | None:
    """The kind that an id names, or None when it is not an id."""
    match = ID.match(entry_id)
    return KIND_OF_PREFIX[match[1]] if match else None


def kind_of_path(path: str) -> Kind:
    """The kind of the entries in whose folder a file lies."""
    return next(place.kind for place in PLACES.values() if path.startswith(f"{place.folder}/"))


@lru_cache(maxsize=1 << 17)
def sort_key(entry_id: str) -> tuple[str, int, str]:
    """Orders ids by kind, then as numbers: ANO-0999 before ANO-1000 before ANO-10000."""
    prefix, _, number = entry_id.partition("-")
    return (prefix, int(number) if number.isdigit() else -1, entry_id)


@lru_cache(maxsize=1 << 17)
def page_path(entry_id: str) -> str:
    """Path of an entry's page below its language's root."""
    kind = kind_of(entry_id)
    if kind is None:
        raise ValueError(f"not an entry id: {entry_id!r}")
    return f"{PLACES[kind].section}/{entry_id}.html"


def slips(entry_id: str) -> Iterator[str]:
    """Ids one slip of the hand away: digits swapped, one dropped, one doubled.

    Not one digit for another: where ids are dense, that would be a guess.
    """
    prefix, _, digits = entry_id.partition("-")
    places = range(len(digits))
    yield from (f"{prefix}-{digits[:n]}{digits[n + 1]}{digits[n]}{digits[n + 2 :]}" for n in places[:-1])
    yield from (f"{prefix}-{digits[:n]}{digits[n + 1 :]}" for n in places)
    yield from (f"{prefix}-{digits[:n]}{digits[n]}{digits[n:]}" for n in places)
