"""Dates and numbers as a reader writes them: 4 May 2026, 1er mai 2026; 1,204 and 1 204."""

import datetime as dt
from functools import lru_cache

from knownbase.model.locale import Locale

_MONTHS: dict[Locale, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
}  # fmt: skip
"""A library that knows them all takes a twentieth of a build after an edit to read them."""

_THOUSANDS: dict[Locale, str] = {"en": ",", "fr": "\N{NARROW NO-BREAK SPACE}"}


@lru_cache(maxsize=1 << 15)
def long_date(day: dt.date, locale: Locale) -> str:
    """`4 May 2026` or `4 mai 2026`; the first of a month is `1er` in French."""
    first = "1er" if locale == "fr" and day.day == 1 else day.day
    return f"{first} {_MONTHS[locale][day.month - 1]} {day.year}"


def grouped(number: int, locale: Locale) -> str:
    """A whole number, its digits in groups of three."""
    return f"{number:,}".replace(",", _THOUSANDS[locale])
