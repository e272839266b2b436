"""KB510: punctuation as French and English set it.

French puts a no-break space before `: ; ? !` and inside « », and writes ’ and « » where a keyboard
offers ' and ". English puts no space there. Code and addresses are left alone: only what the Markdown
parser calls text is looked at, with a placeholder where code or a link's address stood.

Source: Imprimerie nationale, Lexique des règles typographiques; New Hart's Rules.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyromark

from knownbase.check.context import Context, Fault
from knownbase.check.prose import Subject, prose_of, span_of
from knownbase.model.finding import Problem
from knownbase.model.layout import PAGE_ROOTS
from knownbase.model.locale import LOCALES, Locale
from knownbase.read.content import read_text, refusal
from knownbase.read.document import Refused

_MARKDOWN = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
_CODE = "\N{OBJECT REPLACEMENT CHARACTER}"
_NO_BREAK = "\u00a0\u202f"
_BLOCKS = ("Paragraph", "TableCell", "Item", "Heading")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)

# (pattern, message, remedy); group 1 is the character at fault
_FRENCH = (
    (re.compile(rf"(?<![{_NO_BREAK}\s;:!?(\[]) ?([;:!?])(?=\s|[»).,;:!?]|$)"), "no no-break space before", "put U+00A0 before it"),
    (re.compile(rf"(«)(?![{_NO_BREAK}])"), "no no-break space after", "put U+00A0 after it"),
    (re.compile(rf"(?<![{_NO_BREAK}])(»)"), "no no-break space before", "put U+00A0 before it"),
    (re.compile(r"(?<=[^\W\d_])(')(?=[^\W\d_])"), "a straight apostrophe", "write ’ (U+2019)"),
    (re.compile(r"(?<!\w)(\")(?=\w)"), "a straight quotation mark", "write « and », with no-break spaces inside"),
)  # fmt: skip
_ENGLISH = (
    (re.compile(r"(?<=[\w)])[ \u00a0\u202f]([;:!?])(?=\s|$)"), "a space before", "take the space out"),
)
_RULES = {"fr": _FRENCH, "en": _ENGLISH}
# Found in the source wherever something is at fault in the text. Most texts hold none of it, and the parser
# takes ten times as long to say so. What may stand between two characters of the source that the text has
# side by side: marks of emphasis, a backslash, the `>` of a quote; or else an entity, a tag, a link, and a
# text that has one of these is suspect at once. Code never vanishes. Each pattern begins with the character
# before it, which is looked for first: that is how a search is fast.
_END = r"(?=[\s*_|]|\\[).,;:!?\n]|\Z)"
_TAKEN_APART = {"&": r"&(?=#?\w+;)", "<": r"<(?=\S)", "]": r"\](?=[(:])"}
_FRENCH_MARK = rf"(?<![{_NO_BREAK}][;:!?])(?:(?=[»).,;:!?])|{_END})"
_ENGLISH_MARK = rf"(?<=[\s*_\\>][;:!?])(?<![^\s*_\\>][*_][;:!?])(?<![^\s*_\\>]\*\*[;:!?]){_END}"
_SUSPECT = {
    "fr": {
        **_TAKEN_APART,
        **{mark: re.escape(mark) + _FRENCH_MARK for mark in ";:!?"},
        "«": rf"«(?![{_NO_BREAK}])",
        "»": rf"»(?<![{_NO_BREAK}]»)",
        "'": r"'(?<=(?:[^\W\d]|[*\\>])')(?=[^\W\d]|\*)",
        '"': r'"(?=\w|\*|\\_)',
    },
    "en": {**_TAKEN_APART, **{mark: re.escape(mark) + _ENGLISH_MARK for mark in ";:!?"}},
}
_SUSPECTS = {
    locale: [(character, re.compile(pattern)) for character, pattern in suspect.items()]
    for locale, suspect in _SUSPECT.items()
}


@dataclass(slots=True)
class _Block:
    """Text of one paragraph or cell; `places` are (position in `text`, byte in the source)."""

    text: str = ""
    places: list[tuple[int, int]] = field(default_factory=list)

    def add(self, piece: str, start: int) -> None:
        self.places.append((len(self.text), start))
        self.text += piece

    def byte_at(self, position: int) -> int:
        begun, start = [place for place in self.places if place[0] <= position][-1]
        return start + len(self.text[begun:position].encode())


def typography(subject: Subject, context: Context) -> Iterator[Fault]:
    """Punctuation of texts is that of their language."""
    texts = prose_of(subject).texts
    for locale in LOCALES:
        if is_suspect("\n".join([text for at, text in texts if at[-1] == locale]), locale):
            for at, text in texts:
                for byte, message, remedy in faults(text, locale) if at[-1] == locale else ():
                    yield Fault(message, remedy, at, span=span_of(text, byte, byte + 1))


def page_typography(root: Path) -> Iterator[Problem]:
    """Punctuation of hand-written pages is that of their language."""
    for locale, folder in PAGE_ROOTS.items():
        for file in sorted((root / folder).rglob("*.md")):
            path = file.relative_to(root).as_posix()
            try:
                text = read_text(root, path)
            except Refused as refused:
                yield refusal(path, refused)
                continue
            head = _FRONT_MATTER.match(text)
            begun = head.end() if head else 0
            for byte, message, remedy in faults(text[begun:], locale):
                start, _length = span_of(text[begun:], byte, byte + 1)
                before = text[: begun + start]
                place = (before.count("\n"), len(before) - (before.rfind("\n") + 1))
                yield Problem(path, "KB510", message, remedy, place=place)


def is_suspect(text: str, locale: Locale) -> bool:
    """Whether a text, or one of several that are joined by line feeds, may have a fault."""
    return any(character in text and pattern.search(text) for character, pattern in _SUSPECTS[locale])


def faults(text: str, locale: Locale) -> Iterator[tuple[int, str, str]]:
    """(byte in the text's UTF-8 form, message, remedy) of each fault, in order."""
    if not is_suspect(text, locale):
        return
    found = [
        (block.byte_at(match.start(1)), f'{message} "{match[1]}"', remedy)
        for block in _blocks(text)
        for pattern, message, remedy in _RULES[locale]
        for match in pattern.finditer(block.text)
    ]
    yield from sorted(set(found))


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block()
    code_block = False
    for event, place in _MARKDOWN.events_with_range(text):
        if not isinstance(event, dict):
            block.add(" ", place["start"])  # a line break
            continue
        ((name, what),) = event.items()
        kind = what if isinstance(what, str) else next(iter(what), "") if isinstance(what, dict) else ""
        if name == "Start":
            code_block = code_block or kind == "CodeBlock"
        elif name == "End":
            code_block = code_block and kind != "CodeBlock"
            if kind in _BLOCKS:
                yield block
                block = _Block()
        elif name == "Code" or code_block:
            block.add(_CODE, place["start"])
        elif name == "Text" and isinstance(what, str):
            block.add(_CODE if "://" in what else what, place["start"])
    yield block
