"""Former addresses of hand-written pages, as these state them.

    docs/guides/bind-fails.md    ---
                                 title: The bind fails
                                 redirect_from: [guides/bind.md]
                                 ---

Paths are those of mkdocs.yml: below the page root, the same in every language. A page that moved has moved in all
of them, so it is enough that one says it.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from knownbase.model.finding import Problem
from knownbase.model.layout import PAGE_ROOTS
from knownbase.model.locale import LOCALES
from knownbase.read.content import read_text
from knownbase.read.document import Document, Refused, parse

KEY = "redirect_from"
RULE = "KB511"
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_PATH = re.compile(r"(?:\w[\w .+-]*/)*\w[\w .+-]*\.md")
_LIKE = f"`{KEY}: [guides/former-name.md]`"


class Former(NamedTuple):
    """A page, and one of its former paths; both below the page root, with `.md`.

    `file` is the page's file below the content root, `place` where it says so: line and column, from 0.
    """

    page: str
    path: str
    file: str
    place: tuple[int, int]


def former_paths(root: Path) -> Iterator[Former | Problem]:
    """What the pages of all languages state, in order, and what is not a path. What cannot be read is passed over."""
    for folder in PAGE_ROOTS.values():
        for file in sorted((root / folder).rglob("*.md")):
            path = file.relative_to(root).as_posix()
            try:
                head = _FRONT_MATTER.match(read_text(root, path))
            except Refused:
                continue  # KB510 reads every page, and says why it cannot
            if head is not None and KEY in head[1]:
                yield from _stated(path, path.removeprefix(f"{folder}/"), head[1])


def _stated(file: str, page: str, head: str) -> Iterator[Former | Problem]:
    try:
        document = parse(f"\n{head}", places=True)  # so that its lines are those of the file
    except Refused as refused:
        place = (refused.mark.line, refused.mark.column) if refused.mark else None
        yield Problem(file, RULE, f"{KEY}: {refused.message}", refused.remedy, place=place)
        return
    found = document.data.get(KEY) if isinstance(document.data, Mapping) else None
    if isinstance(found, str):
        yield _one(file, page, found, document, (KEY,))
    elif isinstance(found, list):
        for n, one in enumerate(found):
            yield _one(file, page, one, document, (KEY, n))
    elif found is not None:
        yield Problem(file, RULE, f"{KEY} is no list of paths", f"write {_LIKE}", place=_at(document, (KEY,)))


def _one(
    file: str, page: str, path: object, document: Document, field: tuple[str | int, ...]
) -> Former | Problem:
    place = _at(document, field)
    if isinstance(path, str) and _PATH.fullmatch(path) and path.partition("/")[0] not in LOCALES:
        return Former(page, path, file, place)
    said = f'"{path}"' if isinstance(path, str) else "this"
    remedy = f"write it as in mkdocs.yml, without language, below the page root: {_LIKE}"
    return Problem(file, RULE, f"{said} is not the path of a page", remedy, place=place)


def _at(document: Document, field: tuple[str | int, ...]) -> tuple[int, int]:
    mark = document.values[field]
    return mark.line, mark.column


def moved_pages(root: Path) -> dict[str, str]:
    """Former path → path of each page that was renamed, below the root of a language; of pages that were checked."""
    return {_html(one.path): _html(one.page) for one in former_paths(root) if isinstance(one, Former)}


def _html(path: str) -> str:
    return f"{path.removesuffix('.md')}.html"
