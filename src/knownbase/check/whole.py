"""Rules about the content as a whole: ids used twice, pages without twin, links that lead out."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from knownbase.model.finding import FieldPath, Problem
from knownbase.model.layout import PAGE_ROOTS
from knownbase.model.locale import other
from knownbase.read.content import Content, leads_out


def duplicate_ids(content: Content) -> Iterator[Problem]:
    """KB110: an id, or a number that an entry is also known by, names one entry."""
    first: dict[str, str] = {}
    named = [
        (name, loaded.path, at)
        for loaded in content.files
        if loaded.draft is not None
        for name, at in _names(loaded.draft.id, loaded.draft.aliases)
    ]
    for name, path, at in sorted(named, key=lambda one: len(one[2])):  # ids before aliases
        kept = first.setdefault(name.casefold(), path)
        if kept != path:
            yield Problem(path, "KB110", f"{name} already names {kept}", "give this one another number", at)


def _names(entry_id: str, aliases: Iterable[str]) -> Iterator[tuple[str, FieldPath]]:
    yield entry_id, ("id",)
    for n, alias in enumerate(aliases):
        yield alias, ("aliases", n)


def pages_without_twin(root: Path) -> Iterator[Problem]:
    """KB505: every hand-written page exists in both languages, at the same path."""
    pages = {locale: _pages(root / folder) for locale, folder in PAGE_ROOTS.items()}
    for locale, folder in PAGE_ROOTS.items():
        twin = other(locale)
        for page in sorted(pages[locale] - pages[twin]):
            missing = f"{PAGE_ROOTS[twin]}/{page}"
            yield Problem(f"{folder}/{page}", "KB505", f"{missing} does not exist", f"write {missing}")


def links_out_of_the_tree(root: Path) -> Iterator[Problem]:
    """KB111: nothing in the page roots leads elsewhere; MkDocs would publish it."""
    for folder in PAGE_ROOTS.values():
        for file in [root / folder, *sorted((root / folder).rglob("*"))]:
            if leads_out(file, root):
                path = file.relative_to(root).as_posix()
                yield Problem(
                    path,
                    "KB111",
                    "a symbolic link leads out of the content folder",
                    "put the file itself here",
                )


def _pages(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*.md")}
