"""Interface texts: `strings/en.yaml` and `strings/fr.yaml`, with identical keys."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from knownbase.model.locale import Locale
from knownbase.read.document import parse


@lru_cache(maxsize=2)
def strings(locale: Locale) -> Mapping[str, str]:
    """Key → text in one language."""
    text = (files("knownbase") / "strings" / f"{locale}.yaml").read_text("utf-8")
    data: dict[str, str] = parse(text).data
    return data
