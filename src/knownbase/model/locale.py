"""The two languages of every text. English comes first: it is `x-default` and lives at the root."""

from typing import Literal, get_args

Locale = Literal["en", "fr"]
LOCALES: tuple[Locale, ...] = get_args(Locale)
DEFAULT_LOCALE: Locale = "en"
LANGUAGE_NAMES: dict[Locale, str] = {"en": "English", "fr": "Français"}
"""Each language as it calls itself."""


def other(locale: Locale) -> Locale:
    return "fr" if locale == "en" else "en"
