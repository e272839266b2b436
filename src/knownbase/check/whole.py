"""Rules about the content as a whole: ids used twice, the taxonomy itself, pages without twin."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from knownbase.model.finding import FieldPath, Problem
from knownbase.model.locale import other
from knownbase.model.nearest import did_you_mean
from knownbase.model.taxonomy import Taxonomy
from knownbase.read.content import PAGE_ROOTS, TAXONOMY, Content


def duplicate_ids(content: Content) -> Iterator[Problem]:
    """KB110: an id, or a number that an entry is also known by, names one entry."""
    first: dict[str, str] = {}
    named = [
        (name, loaded.path, at)
        for loaded in content.files
        if loaded.entry is not None
        for name, at in _names(loaded.entry.id, loaded.entry.aliases)
    ]
    for name, path, at in sorted(named, key=lambda one: len(one[2])):  # ids before aliases
        kept = first.setdefault(name.casefold(), path)
        if kept != path:
            yield Problem(path, "KB110", f"{name} already names {kept}", "give this one another number", at)


def _names(entry_id: str, aliases: Iterable[str]) -> Iterator[tuple[str, FieldPath]]:
    yield entry_id, ("id",)
    for n, alias in enumerate(aliases):
        yield alias, ("aliases", n)


def taxonomy_holds_together(taxonomy: Taxonomy) -> Iterator[Problem]:
    """KB208: what the taxonomy names, it defines, and once."""
    lists: list[tuple[str, list[str]]] = [
        (name, [one.id for one in getattr(taxonomy, name)])
        for name in (
            "operating_systems",
            "products",
            "faq_categories",
            "anomaly_categories",
            "impacts",
            "contracts",
            "code_families",
        )
    ]
    for name, ids in lists:
        for n, one in enumerate(ids):
            if one in ids[:n]:
                yield _taxonomy(f'"{one}" stands twice in `{name}`', "keep one", (name, n, "id"))
    for n, product in enumerate(taxonomy.products):
        yield from _product(taxonomy, n)
        versions = [release.version for release in product.releases]
        for m, version in enumerate(versions):
            if version in versions[:m]:
                at = ("products", n, "releases", m, "version")
                yield _taxonomy(f'release "{version}" stands twice', "keep one", at)
    contracts = {contract.id for contract in taxonomy.contracts}
    for n, category in enumerate(taxonomy.anomaly_categories):
        for m, contract in enumerate(category.contracts):
            if contract not in contracts:
                remedy, near = did_you_mean(contract, contracts)
                at = ("anomaly_categories", n, "contracts", m)
                yield _taxonomy(f'"{contract}" is not a contract', remedy, at, near)


def _product(taxonomy: Taxonomy, n: int) -> Iterator[Problem]:
    product = taxonomy.products[n]
    for m, os in enumerate(product.os):
        if os not in taxonomy.os_names:
            remedy, near = did_you_mean(os, taxonomy.os_names)
            yield _taxonomy(f'"{os}" is not an operating system', remedy, ("products", n, "os", m), near)
    for os in product.find_version:
        if os not in product.os:
            remedy, near = did_you_mean(os, product.os)
            yield _taxonomy(f'{product.name} is not offered on "{os}"', remedy, ("products", n, "find_version", os))
    for m, release in enumerate(product.releases):
        for os in release.released:
            if os not in product.os:
                at = ("products", n, "releases", m, "released", os)
                remedy, near = did_you_mean(os, product.os)
                yield _taxonomy(f'{product.name} is not offered on "{os}"', remedy, at)


def unknown_rules(taxonomy: Taxonomy, known: Iterable[str]) -> Iterator[Problem]:
    """KB208: `rules:` names rules that exist."""
    codes = list(known)
    for code in taxonomy.rules:
        if code not in codes:
            remedy, near = did_you_mean(code, codes)
            yield Problem(TAXONOMY, "KB208", f'"{code}" is not a rule', remedy, ("rules", code), key=True, replacement=near)


def _taxonomy(message: str, remedy: str, at: FieldPath, near: str | None = None) -> Problem:
    return Problem(TAXONOMY, "KB208", message, remedy, at, replacement=near)


def pages_without_twin(root: Path) -> Iterator[Problem]:
    """KB505: every hand-written page exists in both languages, at the same path."""
    pages = {locale: _pages(root / folder) for locale, folder in PAGE_ROOTS.items()}
    for locale, folder in PAGE_ROOTS.items():
        twin = other(locale)
        for page in sorted(pages[locale] - pages[twin]):
            missing = f"{PAGE_ROOTS[twin]}/{page}"
            yield Problem(f"{folder}/{page}", "KB505", f"{missing} does not exist", f"write {missing}")


def links_out_of_the_tree(root: Path) -> Iterator[Problem]:
    """KB111: nothing below the page roots leads elsewhere; MkDocs would publish it."""
    home = root.resolve()
    for folder in PAGE_ROOTS.values():
        for file in sorted((root / folder).rglob("*")):
            if file.is_symlink() and not file.resolve().is_relative_to(home):
                path = file.relative_to(root).as_posix()
                yield Problem(path, "KB111", "a symbolic link leads out of the content folder", "put the file itself here")


def _pages(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*.md")}

