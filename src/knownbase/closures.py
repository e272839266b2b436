"""Public holidays, on which the hotline is closed: of the year of the build, and of some to come."""

import datetime as dt
from collections.abc import Mapping

from knownbase.model.clock import latest_today
from knownbase.model.locale import LOCALES, Locale
from knownbase.model.taxonomy import Hotline

YEARS = 5
"""The year of the build and those after it; past them a page says that it does not know."""

_LANGUAGES: Mapping[Locale, str] = {"en": "en_US", "fr": "fr"}
_NAMES = {"Labor Day": "Labour Day", "Pentecost Monday": "Whit Monday"}
"""As our pages, in British English, call them."""

Closures = Mapping[dt.date, str]
"""Day → its name in one language, in order."""

Computed = tuple[int, Mapping[Locale, list[tuple[int, str]]]]
"""First year; for each language day, as `date.toordinal` counts, and name. Plain values, for the cache."""


def closed_on(country: str, first: int, locale: Locale) -> Closures:
    """Public holidays of a country, its ISO 3166 code, in `YEARS` years from `first` on."""
    import holidays  # with all its countries an eighth of a second: most builds know the days from the last one

    found = holidays.country_holidays(country, years=range(first, first + YEARS), language=_LANGUAGES[locale])
    return {day: _NAMES.get(name, name).replace("'", "’") for day, name in sorted(found.items())}


def computed(hotline: Hotline | None, before: Computed | None = None) -> Computed:
    """The days from this year on; `before` has those of an earlier build with the same taxonomy."""
    first = latest_today().year
    if hotline is None:
        return first, {locale: [] for locale in LOCALES}
    if before is not None and before[0] == first:
        return before
    return first, {
        locale: [(day.toordinal(), name) for day, name in closed_on(hotline.holidays, first, locale).items()]
        for locale in LOCALES
    }


def closures_in(found: Computed, locale: Locale) -> Closures:
    return {dt.date.fromordinal(day): name for day, name in found[1][locale]}
