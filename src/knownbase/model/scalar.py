"""Strict types for the text of a YAML scalar.

The reader hands over every scalar as the text that stands in the file, so `1.10`, `no` and `~` keep
their meaning. These types say what a field accepts, and a wrong value names its remedy.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from knownbase.model.ids import ID

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_LOOSE_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_COUNT = re.compile(r"(?:0|[1-9][0-9]{0,14})\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_HASH12 = re.compile(r"[0-9a-f]{12}\Z")
_MAILBOX = re.compile(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\Z")
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]\Z")


@dataclass(frozen=True, slots=True)
class Blank:
    """What stands in for a wrong value of this type, so that the rules can look at the rest of the entry."""

    value: str


def bad(
    says: str, remedy: str, value: str | None = None, replacement: str | None = None
) -> PydanticCustomError:
    """The error that a field type raises: what is wrong, what to write instead.

    `says` is said of `value`, or else of the field itself; `replacement` is the right value where
    there is one.
    """
    details = {"says": says, "remedy": remedy, "value": value, "replacement": replacement}
    return PydanticCustomError("knownbase", "{says}", details)


def _date(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        raise bad("must be a date, not a list or a mapping", "write it as 2026-05-01")
    if not value.strip():
        raise bad("is empty", "write it as 2026-05-01")
    if not _DATE.match(value):
        raise bad("is not a date", "write year-month-day, as in 2026-05-01", value, _date_in(value))
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        reason = str(error).split(":")[0]
        raise bad(f"is not a day of the calendar ({reason})", "write year-month-day", value) from None


def _date_in(value: str) -> str | None:
    """`2026-05-01` out of `2026-5-1` or `2026-05-01T10:00`, when there is such a day."""
    match = _LOOSE_DATE.match(value.strip())
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _line(value: str) -> str:
    if not value.strip():
        raise bad("is empty", "write a text or take the key out")
    if value != value.strip():
        raise bad("begins or ends with a space", "take the space out", value, value.strip())
    if "\n" in value:
        raise bad("holds more than one line", "write it on one line")
    return value


def _matching(pattern: re.Pattern[str], what: str, remedy: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.match(value):
            raise bad(f"is not {what}", remedy, value)
        return value

    return AfterValidator(check)


def _count(value: Any) -> Any:
    if isinstance(value, int):
        return value
    if not isinstance(value, str):
        raise bad("must be a number, not a list or a mapping", "write digits only, as in 1048576")
    if not _COUNT.match(value):
        digits = re.sub(r"[ _,.\u00a0\u202f]", "", value)
        near = digits if _COUNT.match(digits) else None
        raise bad("is not a whole number", "write digits only, as in 1048576", value, near)
    return int(value)


def _normal(value: str) -> str:
    return unicodedata.normalize("NFC", value)


_SLUG_SCHEMA = WithJsonSchema({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})

Line = Annotated[str, AfterValidator(_line), Blank("-")]
Prose = Annotated[str, AfterValidator(_normal)]
Slug = Annotated[
    str,
    _matching(_SLUG, "a short name of lower-case letters, digits and hyphens", "write it as in ua-fi"),
    _SLUG_SCHEMA,
]
Name = Annotated[str, AfterValidator(_line), Blank("-"), _SLUG_SCHEMA]
"""The id of something in the taxonomy. Whether it is there, a rule says, with the nearest one."""
EntryId = Annotated[
    str,
    _matching(ID, "an id", "write FAQ-, ANO- or PAT- and at least four digits, as in ANO-0017"),
    Blank("FAQ-0000"),
    WithJsonSchema({"type": "string", "pattern": "^(FAQ|ANO|PAT)-[0-9]{4,9}$"}),
]
Sha256 = Annotated[str, _matching(_SHA256, "a SHA-256", "write 64 hexadecimal digits in lower case")]
TextHash = Annotated[str, _matching(_HASH12, "a text hash", "write the 12 hexadecimal digits")]
Mailbox = Annotated[str, _matching(_MAILBOX, "an e-mail address", "write it as support@vendor.example")]
Clock = Annotated[str, _matching(_CLOCK, "a time of day", "write it as 09:00, between quotes")]
Date = Annotated[
    dt.date,
    BeforeValidator(_date),
    Blank("1970-01-01"),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
Count = Annotated[int, BeforeValidator(_count), WithJsonSchema({"type": ["integer", "string"], "minimum": 0})]
