"""KB208: ids that become the names of files, on every system, each of another file."""

import re
from collections.abc import Iterator

from knownbase.model.devices import is_device
from knownbase.model.finding import FieldPath, Problem
from knownbase.model.layout import TAXONOMY
from knownbase.model.taxonomy import Taxonomy

HUB = "index"

_NAMES_FILES = ("operating_systems", "products", "anomaly_categories", "code_families")
_BESIDE_A_HUB = ("products", "code_families")
_PLAIN = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def file_names(taxonomy: Taxonomy) -> Iterator[Problem]:
    """Every id can name a file, and no two the same one where capitals do not count."""
    for name in _NAMES_FILES:
        for n, one in enumerate(getattr(taxonomy, name)):
            at = (name, n, "id")
            if is_device(one.id):
                message = f'"{one.id}" is a name that Windows keeps for a device: no file can have it'
                yield _problem(message, "give it a longer one", at)
            if one.id == HUB and name in _BESIDE_A_HUB:
                yield _problem(f'"{HUB}" is the name of the page that lists them', "give it another one", at)
    yield from _categories(taxonomy)
    yield from _codes(taxonomy)


def _categories(taxonomy: Taxonomy) -> Iterator[Problem]:
    """Their ids are letters as people write them, not the short names that other ids are."""
    seen: dict[str, str] = {}
    for n, category in enumerate(taxonomy.anomaly_categories):
        at = ("anomaly_categories", n, "id")
        if _PLAIN.fullmatch(category.id) is None:
            message = f'"{category.id}" cannot name the page of its anomalies'
            yield _problem(message, "write letters of A to Z, digits and hyphens, as in B", at)
        first = seen.setdefault(category.id.lower(), category.id)
        if first != category.id:
            message = (
                f'"{category.id}" differs from "{first}" in capitals only: both would have the same page'
            )
            yield _problem(message, "give it another letter", at)


def _codes(taxonomy: Taxonomy) -> Iterator[Problem]:
    """A family's page lies beside those of codes, `FAMILY-NUMBER`."""
    codes = {
        f"{family.id}-{code.number}": family.id for family in taxonomy.code_families for code in family.codes
    }
    for n, family in enumerate(taxonomy.code_families):
        if family.id in codes:
            message = f'"{family.id}" is the name of the page of a code of "{codes[family.id]}"'
            yield _problem(message, "give it another one", ("code_families", n, "id"))


def _problem(message: str, remedy: str, at: FieldPath) -> Problem:
    return Problem(TAXONOMY, "KB208", message, remedy, at)
