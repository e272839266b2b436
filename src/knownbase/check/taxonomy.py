"""KB208: the taxonomy holds together."""

from collections.abc import Container, Iterator, Mapping, Sequence

from knownbase.check.file_names import file_names
from knownbase.model.finding import FieldPath, Problem
from knownbase.model.layout import TAXONOMY
from knownbase.model.nearest import did_you_mean
from knownbase.model.ranges import FIRST, UNKNOWN
from knownbase.model.taxonomy import Product, Taxonomy

_LISTS_WITH_IDS = (
    "operating_systems",
    "products",
    "faq_categories",
    "anomaly_categories",
    "impacts",
    "contracts",
    "contract_questions",
    "code_families",
)


def holds_together(taxonomy: Taxonomy) -> Iterator[Problem]:
    """KB208: what the taxonomy names, it defines, and once."""
    for name in _LISTS_WITH_IDS:
        ids = [one.id for one in getattr(taxonomy, name)]
        yield from _twice(ids, (name,), "id")
    yield from file_names(taxonomy)
    for n, os in enumerate(taxonomy.operating_systems):
        yield from _reserved(os.id, ("all",), ("operating_systems", n, "id"))
    for n, product in enumerate(taxonomy.products):
        yield from _product(product, ("products", n), taxonomy)
        yield from _releases(product, ("products", n, "releases"))
    for at, contract in _contracts_named(taxonomy):
        if contract not in taxonomy.contract_by_id:
            remedy, near = did_you_mean(contract, sorted(taxonomy.contract_by_id))
            yield _taxonomy(f'"{contract}" is not a contract', remedy, at, near)
    for n, family in enumerate(taxonomy.code_families):
        yield from _twice(
            [str(code.number) for code in family.codes], ("code_families", n, "codes"), "number"
        )


def _contracts_named(taxonomy: Taxonomy) -> Iterator[tuple[FieldPath, str]]:
    """Where the taxonomy names a contract, and which."""
    for name in ("anomaly_categories", "contract_questions"):
        for n, one in enumerate(getattr(taxonomy, name)):
            yield from (((name, n, "contracts", m), contract) for m, contract in enumerate(one.contracts))
    if taxonomy.hotline and taxonomy.hotline.extended_by:
        yield ("hotline", "extended_by"), taxonomy.hotline.extended_by


def _product(product: Product, at: FieldPath, taxonomy: Taxonomy) -> Iterator[Problem]:
    for m, os in enumerate(product.os):
        if os not in taxonomy.os_names:
            remedy, near = did_you_mean(os, taxonomy.os_names)
            yield _taxonomy(f'"{os}" is not an operating system', remedy, (*at, "os", m), near)
    used = [((*at, "find_version", os), os) for os in product.find_version]
    for m, release in enumerate(product.releases):
        used += [((*at, "releases", m, "released", os), os) for os in release.released]
    for where, os in used:
        if os not in product.os:
            remedy, near = did_you_mean(os, product.os)
            message = f'{product.name} is not offered on "{os}"'
            yield Problem(TAXONOMY, "KB208", message, remedy, where, key=True, replacement=near)


def _releases(product: Product, at: FieldPath) -> Iterator[Problem]:
    yield from _twice([release.version for release in product.releases], at, "version")
    left: set[str] = set()
    before = ""
    for m, release in enumerate(product.releases):
        yield from _reserved(release.version, (FIRST, UNKNOWN), (*at, m, "version"))
        if release.branch in left:
            remedy = "list the releases in the order of their versions, each branch in one piece"
            message = f"branch {release.branch} goes on after branch {before}"
            yield _taxonomy(message, remedy, (*at, m, "branch"))
        if release.branch != before:
            left.add(before)
        before = release.branch


def _twice(names: Sequence[str], at: FieldPath, key: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for n, name in enumerate(names):
        if name in seen:
            yield _taxonomy(f'"{name}" stands twice in `{at[-1]}`', "keep one", (*at, n, key))
        seen.add(name)


def _reserved(name: str, words: Container[str], at: FieldPath) -> Iterator[Problem]:
    if name in words:
        yield _taxonomy(f'"{name}" has a meaning of its own in entries', "give it another name", at)


def levels(taxonomy: Taxonomy, firm: Mapping[str, bool]) -> Iterator[Problem]:
    """KB208: `rules:` names rules that exist, and whose level may change; `firm` tells both."""
    for code in taxonomy.rules:
        at = ("rules", code)
        if code not in firm:
            remedy, near = did_you_mean(code, firm)
            yield Problem(
                TAXONOMY, "KB208", f'"{code}" is not a rule', remedy, at, key=True, replacement=near
            )
        elif firm[code] and taxonomy.rules[code].level != "error":
            yield Problem(TAXONOMY, "KB208", f"{code} is always an error", "take it out", at, key=True)


def _taxonomy(message: str, remedy: str, at: FieldPath, near: str | None = None) -> Problem:
    return Problem(TAXONOMY, "KB208", message, remedy, at, replacement=near)
