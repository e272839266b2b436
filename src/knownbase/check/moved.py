"""KB511: nothing stands at the former address of a page, and it leads to one page.

So there can be no loop: what leads on is no page, and where it leads is one.
"""

from collections.abc import Iterator
from pathlib import Path

from knownbase.model.finding import Problem
from knownbase.model.ids import kind_of
from knownbase.model.layout import PAGE_ROOTS
from knownbase.read.moved import KEY, RULE, Former, former_paths


def former_addresses(root: Path) -> Iterator[Problem]:
    """KB511: a former address of a page is a path, stands free, and is that of one page."""
    pages = {
        file.relative_to(root / folder).as_posix().casefold()
        for folder in PAGE_ROOTS.values()
        for file in (root / folder).rglob("*.md")
    }
    first: dict[str, str] = {}
    for one in former_paths(root):
        if isinstance(one, Problem):
            yield one
            continue
        kept = first.setdefault(one.path.casefold(), one.page)
        if one.path.casefold() in pages:
            yield _problem(one, f"{one.path} is a page", "take it out, or delete that page in both languages")
        elif kind_of(one.path.rpartition("/")[2].removesuffix(".md")) is not None:
            remedy = "another number of an entry stands in its file, under `aliases`"
            yield _problem(one, f"{one.path} is the address of an entry", remedy)
        elif kept != one.page:
            yield _problem(one, f"{one.path} already leads to {kept}", f"leave it in one `{KEY}`")


def _problem(one: Former, message: str, remedy: str) -> Problem:
    return Problem(one.file, RULE, message, remedy, place=one.place)
