"""Puts finished pieces (code, tables, addresses) out of reach of the conversions that follow.

A piece is replaced by its number between two characters that no text holds, and put back at the end.
"""

import re

OPEN, CLOSE = "\ue000", "\ue001"
PIECE = re.compile(rf"{OPEN}(\d+){CLOSE}")
_LINE_OF_PIECE = re.compile(rf"^([ \t>]*){OPEN}(\d+){CLOSE}", re.MULTILINE)


class Shelf:
    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._blocks: set[int] = set()

    def put(self, text: str, block: bool = False) -> str:
        """The mark that stands for `text`. The lines of a block are indented like the mark's own line."""
        if block:
            self._blocks.add(len(self._pieces))
        self._pieces.append(text)
        return f"{OPEN}{len(self._pieces) - 1}{CLOSE}"

    def restore(self, text: str) -> str:
        """The text with every piece back in its place; pieces may hold further pieces."""
        while PIECE.search(text):
            text = _LINE_OF_PIECE.sub(self._indented, text)
            text = PIECE.sub(lambda match: self._pieces[int(match[1])], text)
        return text

    def _indented(self, match: re.Match[str]) -> str:
        prefix, number = match[1], int(match[2])
        if number not in self._blocks:
            return match[0]
        return "\n".join((prefix + line).rstrip() for line in self._pieces[number].split("\n"))
