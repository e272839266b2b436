"""Text in both languages, side by side."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict

from knownbase.model.locale import LOCALES, Locale, other
from knownbase.model.scalar import Line, Prose

_CODE = re.compile(r"(?ms)^(`{3,}|~{3,})[^\n]*\n.*?^\1[`~]*\s*$|(`+)(?!`).+?(?<!`)\2(?!`)")
_SPACE = re.compile(r"\s+")


class Frozen(BaseModel):
    """Base of every model: unknown keys are refused, values never change."""

    # Deferred: a command uses few of the models, and building them all takes longer than importing the rest.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    def __reduce__(self) -> tuple[Any, ...]:
        # Entries go from one process to another by the thousand: half of pydantic's own way is lists of fields.
        return _rebuilt, (type(self), self.__dict__, self.__pydantic_fields_set__)


def _rebuilt(model: type[Frozen], values: dict[str, Any], given: set[str]) -> Frozen:
    """A model as it was, not validated again."""
    one = model.__new__(model)
    object.__setattr__(one, "__dict__", values)
    object.__setattr__(one, "__pydantic_fields_set__", given)
    object.__setattr__(one, "__pydantic_extra__", None)
    object.__setattr__(one, "__pydantic_private__", None)
    return one


class Label(Frozen):
    """A short text of the taxonomy; both languages are required."""

    en: Line
    fr: Line

    def get(self, locale: Locale) -> str:
        return self.en if locale == "en" else self.fr


class Words(Frozen):
    """Lists of equal rank in both languages: other wordings, equivalent terms."""

    en: tuple[Line, ...] = ()
    fr: tuple[Line, ...] = ()

    def get(self, locale: Locale) -> tuple[str, ...]:
        return self.en if locale == "en" else self.fr


class Text(Frozen):
    """Prose or a title of an entry. A language may be absent: a rule (KB401) says at which level."""

    en: Prose | None = None
    fr: Prose | None = None

    def own(self, locale: Locale) -> str | None:
        """The text in this very language; None when absent or blank."""
        text = self.en if locale == "en" else self.fr
        return text if text and not text.isspace() else None

    def best(self, locale: Locale) -> tuple[str, Locale]:
        """The text in this language or else in the other one, with the language it is in."""
        text = self.en if locale == "en" else self.fr
        if text and not text.isspace():  # as `own`, without the call: a page asks a dozen times
            return text, locale
        return self.own(other(locale)) or "", other(locale)

    def missing(self) -> tuple[Locale, ...]:
        return tuple(locale for locale in LOCALES if self.own(locale) is None)


def source_hash(texts: Iterable[str]) -> str:
    """First 12 hexadecimal digits of the SHA-256 of a translatable source.

    Texts in field order, code left out (it is the same in both languages), NFC, white space
    collapsed; so that re-wrapping a paragraph does not ask for a new translation.
    """
    plain = "\n".join(_SPACE.sub(" ", _CODE.sub("", text)).strip() for text in texts)
    return hashlib.sha256(unicodedata.normalize("NFC", plain).encode()).hexdigest()[:12]
