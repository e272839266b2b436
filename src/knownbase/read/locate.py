"""Problems → findings: the line, the column and the line to paste.

Places are worked out only for files that have a problem, by reading them a second time.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from knownbase.model.finding import Finding, Level, Problem
from knownbase.read.events import Document, Mark, Refused, decode, parse

_LONGEST_SOURCE = 300


def locate(root: Path, problems: Iterable[Problem], level_of: Callable[[str], Level]) -> list[Finding]:
    """Findings, sorted by path and place, of the problems whose rule is not off."""
    by_path: dict[str, list[Problem]] = {}
    for problem in problems:
        if level_of(problem.rule) != "off":
            by_path.setdefault(problem.path, []).append(problem)
    findings: set[Finding] = set()
    for path, ones in by_path.items():
        text, document = _reread(root / path)
        findings.update(_finding(one, text, document, level_of(one.rule)) for one in ones)
    return sorted(findings)


def _reread(file: Path) -> tuple[str, Document | None]:
    try:
        text = decode(file.read_bytes())
    except (Refused, OSError):
        return "", None
    if file.suffix != ".yaml":
        return text, None
    try:
        return text, parse(text, places=True)
    except Refused:
        return text, None


def _finding(problem: Problem, text: str, document: Document | None, level: Level) -> Finding:
    lines = text.split("\n")
    mark, width = _place(problem, lines, document)
    source = lines[mark.line] if text and mark.line < len(lines) else ""
    paste = ""
    if problem.replacement is not None and width and document is not None:
        end = mark.column + width
        paste = source[: mark.column] + _quoted_like(source[mark.column], problem.replacement) + source[end:]
    at_file = problem.place is None and document is None
    if at_file or len(source) > _LONGEST_SOURCE:
        source = ""
    return Finding(
        problem.path,
        0 if at_file else mark.line + 1,
        0 if at_file else mark.column + 1,
        problem.rule,
        problem.message,
        problem.remedy,
        level,
        source,
        max(1, width),
        paste,
    )


def _place(problem: Problem, lines: list[str], document: Document | None) -> tuple[Mark, int]:
    """Where the problem begins, and how many characters of that line it covers."""
    if problem.place is not None:
        return Mark(*problem.place), 1
    if document is None:
        return Mark(0, 0), 0
    if problem.key and problem.at in document.keys:
        return document.keys[problem.at], len(str(problem.at[-1]))
    at = problem.at
    while at and at not in document.values:
        at = at[:-1]
    mark = document.values.get(at, Mark(0, 0))
    if problem.offset is not None and at == problem.at:
        return _inside(mark, problem.offset, at in document.blocks, lines), 1
    value = document.data
    for step in at:
        value = value[step]
    if not isinstance(value, str):
        # A missing key has no place of its own: point at the key (or the item) that should hold it.
        return document.keys.get(at, mark), len(str(at[-1])) if at in document.keys else 1
    line = lines[mark.line] if mark.line < len(lines) else ""
    rest = line[mark.column :]
    if rest.startswith(value):
        return mark, len(value)
    if rest[:1] in ("'", '"') and rest[1:].startswith(value):
        return mark, len(value) + 2
    return mark, max(1, len(rest.rstrip()))


def _inside(mark: Mark, offset: tuple[int, int], block: bool, lines: list[str]) -> Mark:
    """A place inside prose: exact in a literal block, on the value's first line otherwise."""
    line, column = offset
    if not block:
        return Mark(mark.line, mark.column + column) if line == 0 else mark
    first = mark.line + 1
    while first < len(lines) and not lines[first].strip():
        first += 1
    indent = len(lines[first]) - len(lines[first].lstrip(" ")) if first < len(lines) else 0
    target = min(mark.line + 1 + line, len(lines) - 1)
    return Mark(target, indent + column)


def _quoted_like(opening: str, replacement: str) -> str:
    return f"{opening}{replacement}{opening}" if opening in "'\"" else replacement
