"""Problems → findings: the line, the column and the line to paste.

Places are worked out only for files that have a problem, by reading them a second time.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from knownbase.model.finding import FieldPath, Finding, Level, Problem
from knownbase.read.content import read_text
from knownbase.read.document import UNPRINTABLE, Document, Mark, Refused, parse

LONGEST_MESSAGE = 300
_NEEDS_NO_QUOTES = re.compile(r"[\w.][\w./+-]*(?: [\w./+-]+)*\Z|\[[\w.-]*\]\Z")
_TOKEN = {"'": re.compile("''|."), '"': re.compile(r"\\(?:x..|u.{4}|U.{8}|.|$)|.")}
_ANY = re.compile(".")


def locate(root: Path, problems: Iterable[Problem], level_of: Callable[[str], Level]) -> list[Finding]:
    """Findings, sorted by path and place, of the problems whose rule is not off."""
    by_path: dict[str, list[Problem]] = {}
    for problem in problems:
        if level_of(problem.rule) != "off":
            by_path.setdefault(problem.path, []).append(problem)
    findings: set[Finding] = set()
    for path, ones in by_path.items():
        file = _reread(root, path)
        findings.update(_finding(one, file, level_of(one.rule)) for one in ones)
    return sorted(findings)


@dataclass(frozen=True, slots=True)
class _File:
    """`lines` is empty and `document` None as far as the file cannot be read."""

    lines: list[str]
    document: Document | None

    def line(self, number: int) -> str:
        return self.lines[number] if number < len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of one line; `whole` when that is all that a replacement has to replace."""

    mark: Mark
    width: int = 1
    whole: bool = False


def _reread(root: Path, path: str) -> _File:
    lines: list[str] = []
    try:
        text = read_text(root, path)
        lines = text.split("\n")
        return _File(lines, parse(text, places=True) if path.endswith(".yaml") else None)
    except Refused:
        return _File(lines, None)


def _finding(problem: Problem, file: _File, level: Level) -> Finding:
    path, rule = one_line(problem.path), problem.rule
    message, remedy = one_line(problem.message), one_line(problem.remedy)
    place = _place(problem, file)
    if place is None:
        return Finding(path, 0, 0, rule, message, remedy, level)
    line, column = place.mark.line, place.mark.column
    source, paste = file.line(line), ""
    right = problem.replacement
    if right is not None and place.whole and _NEEDS_NO_QUOTES.match(right):
        quote = source[column] if source[column] in "'\"" and problem.span is None else ""
        paste = source[:column] + quote + right + quote + source[column + place.width :]
    return Finding(path, line + 1, column + 1, rule, message, remedy, level, source, place.width, paste)


def one_line(text: str) -> str:
    """What a terminal and a log can show: one line, no control characters, not without end."""
    plain = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\n", " "))
    return plain if len(plain) <= LONGEST_MESSAGE else f"{plain[: LONGEST_MESSAGE - 1]}…"


def _place(problem: Problem, file: _File) -> _Place | None:
    """Where the problem begins, and how many characters of that line it covers; None: the whole file."""
    if problem.place is not None:
        return _Place(Mark(*problem.place))
    document, at = file.document, problem.at
    if document is None:
        return None
    if problem.key and at in document.keys:
        return _stretch(document.keys[at], str(at[-1]), file)
    while at not in document.values:  # a missing key has no place of its own
        at = at[:-1]
    mark, value = document.values[at], _value(document, at)
    if at == problem.at and isinstance(value, str):
        if problem.span is not None:
            return _inside(mark, value, document.styles[at], problem.span, file)
        return _stretch(mark, value, file)
    if at in document.keys:
        mark = document.keys[at]
        return _Place(mark, _stretch(mark, str(at[-1]), file).width)
    return _Place(mark)


def _value(document: Document, at: FieldPath) -> object:
    value = document.data
    for step in at:
        value = value[step]
    return value


def _stretch(mark: Mark, value: str, file: _File) -> _Place:
    """The value where it stands in one line as it is, in quotes or not; else the rest of the line."""
    rest = file.line(mark.line)[mark.column :]
    for quote in ("", "'", '"'):
        if value and rest.startswith(f"{quote}{value}{quote}"):
            return _Place(mark, len(value) + 2 * len(quote), whole=True)
    return _Place(mark, max(1, len(rest.rstrip())))


def _inside(mark: Mark, value: str, style: str | None, span: tuple[int, int], file: _File) -> _Place:
    """A place inside prose. YAML folds and indents white space only: the n-th visible character of a
    value is the n-th one of its source, whatever the style."""
    text = unicodedata.normalize("NFC", value)
    part = text[span[0] : sum(span)]
    skipped = sum(map(_is_visible, text[: span[0]]))
    wanted = max(1, sum(map(_is_visible, part)))
    visible = (place for place, character in _characters(mark, style, file) if _is_visible(character))
    places = list(islice(visible, skipped, skipped + wanted))
    if not places:
        return _Place(mark)
    here = [place for place in places if place.line == places[0].line]
    return _Place(here[0], here[-1].column + 1 - here[0].column, whole=len(here) == wanted)


def _characters(mark: Mark, style: str | None, file: _File) -> Iterator[tuple[Mark, str]]:
    """Each character that a scalar's source stands for, with its place."""
    block, quoted = style in ("|", ">"), style in ("'", '"')
    column = 0 if block else mark.column + quoted
    for line in range(mark.line + block, len(file.lines)):
        for token in _TOKEN.get(style or "", _ANY).finditer(file.lines[line], column):
            yield Mark(line, token.start()), _meaning(token[0]) if style == '"' else token[0][0]
        column = 0


def _meaning(token: str) -> str:
    """The character that a token of a text in double quotes stands for."""
    if token[0] != "\\":
        return token
    if token[1:2] in ("x", "u", "U"):
        hexadecimal = token[2:]
        return chr(int(hexadecimal, 16))
    return " " if token[1:] in ("", "n", "r", "t", "_", " ", "\t") else token[1]


def _is_visible(character: str) -> bool:
    return not character.isspace() and not unicodedata.combining(character)
