"""Dates as a reader writes them: 4 May 2026, 1er mai 2026."""

import datetime as dt
from functools import lru_cache

from babel.dates import format_date

from knownbase.model.locale import Locale

_PATTERN = {"en": "d MMMM y", "fr": "d MMMM y"}


@lru_cache(maxsize=1 << 15)
def long_date(day: dt.date, locale: Locale) -> str:
    """`4 May 2026` or `4 mai 2026`; the first of a month is `1er` in French."""
    text = format_date(day, _PATTERN[locale], locale="en_GB" if locale == "en" else "fr_FR")
    return f"1er{text[1:]}" if locale == "fr" and day.day == 1 else text
