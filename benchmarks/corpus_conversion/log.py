"""What was changed on the way, one line each, so that nobody takes a conversion for the source."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

LONGEST = 160
Note = Callable[[str, str, str], None]
"""Takes (what, before, after)."""


class Change(NamedTuple):
    entry: str
    what: str
    before: str
    after: str

    def line(self) -> str:
        return f"{self.entry}\t{self.what}\t{_short(self.before)} → {_short(self.after)}"


class ConversionLog:
    """Collects changes in the order in which they were made."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def note(self, entry: str, what: str, before: str, after: str) -> None:
        self.changes.append(Change(entry, what, before, after))

    def of(self, entry: str) -> Note:
        """The function that notes changes of one entry."""
        return partial(self.note, entry)

    def text(self) -> str:
        return "".join(change.line() + "\n" for change in self.changes)

    def summary(self) -> list[tuple[str, int, int]]:
        """(what, changes, entries), the most frequent first."""
        changes = Counter(change.what for change in self.changes)
        entries = Counter(what for what, _ in {(change.what, change.entry) for change in self.changes})
        return [(what, number, entries[what]) for what, number in changes.most_common()]


def unnoted(what: str, before: str, after: str) -> None:
    """For the first of two readings of a record: the second one notes what was changed."""


def _short(text: str) -> str:
    """One line of at most LONGEST characters; a line break is shown as ⏎."""
    line = text.replace("\n", "⏎").replace("\t", " ")
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
