"""Problems in content are values.

A check yields a `Problem`, which names a field; the reader turns it into a `Finding`, which names a
line. The two are apart because almost every build has no problem at all, and places cost time.
"""

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning", "note", "off"]
FieldPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of one file.

    `at` is the way from the file's top to the field, which may be missing; with `key` the fault is the
    key itself. `span` is (start, length) in characters inside a prose field. `place` is (line, column)
    in the file, from 0, for what has no field: a syntax error. `replacement` is the right value (or
    key, or span) where there is one.
    """

    path: str
    rule: str
    message: str
    remedy: str = ""
    at: FieldPath = ()
    key: bool = False
    span: tuple[int, int] | None = None
    place: tuple[int, int] | None = None
    replacement: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A problem with its place. `line` and `column` count from 1; (0, 0) is the file as a whole."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    remedy: str = ""
    level: Level = field(default="error", compare=False)
    source: str = field(default="", compare=False)
    width: int = field(default=1, compare=False)
    paste: str = field(default="", compare=False)
