"""A source's text → prose that an entry may hold: CommonMark and tables, no raw HTML, level 3 at most."""

import re
import unicodedata

from corpus_conversion.code import code_span, shelve_code
from corpus_conversion.links import Addresses, convert_links, take_definitions
from corpus_conversion.log import Note
from corpus_conversion.sections import Parts, hash_headings, lowered, split
from corpus_conversion.shelf import Shelf
from corpus_conversion.tables import pipe_table
from corpus_conversion.tags import convert_code_tags, convert_entities, convert_tags, escape_html

_INTERFACE = re.compile(r"\[!(?:UICONTROL|DNL|BADGE)\s+((?:[^\[\]]|\[[^\[\]]*\])*)\]")
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\ufeff\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")
_ANCHOR = re.compile(r"[ \t]*\{#[^{}\n]*\}")
_FOLDED = re.compile(r"^\+\+\+[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_LITERAL = re.compile(r"(?<=[\w)\]*\"'’»\u00a0\ue001 ])::(?=[ \t]*(?:\n[ \t]*\n|\Z))")
_TRAILING = re.compile(r"([ \t]+)(\n|\Z)")
_CALLOUT = re.compile(r"^(>[ \t]*)\[!([A-Z])([A-Z]+)\][ \t]*$", re.MULTILINE)
_BANG = re.compile(r"\[!([^\[\]\s]+)\]")
_TITLE_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=\S)([^*]+?)(?<=\S)\1(?![\w*])")
_TITLE_CODE = re.compile(r"(`[^`]+`)")
_ANGLED = re.compile(r"[\w:&*]*<[A-Za-z/!?'][^<>\s]*(?:<[^<>]*>[^<>\s]*)*>*[\w()]*")


def answer(texts: dict[str, str], note: Note) -> dict[str, str]:
    """Language → prose of a FAQ's answer."""
    return {locale: _finished(*_converted(text, note), note) for locale, text in texts.items()}


def anomaly(texts: dict[str, str], note: Note) -> dict[str, Parts]:
    """Language → prose of each part of an anomaly."""
    converted = {locale: _converted(text, note) for locale, text in texts.items()}
    parts = split({locale: text for locale, (text, _) in converted.items()}, note)
    return {
        locale: {kind: _finished(text, converted[locale][1], note) for kind, text in pieces.items()}
        for locale, pieces in parts.items()
    }


def title(text: str, note: Note) -> str:
    """Plain text with `code`: no links, emphasis, entities or quotation marks around the whole.

    What stands in angle brackets is code.
    """
    silent = Shelf()
    plain = _INTERFACE.sub(r"\1", clean(text, note))
    plain = silent.restore(convert_links(plain, {}, silent, lambda *_: None))
    plain = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", plain)
    if plain[:1] in "'\"" and plain[-1:] in "'\"" and len(plain) > 2:
        plain = plain[1:-1]
    pieces = _TITLE_CODE.split(plain)
    pieces[::2] = [_title_text(piece) for piece in pieces[::2]]
    after = " ".join("".join(pieces).split(" ")).strip()
    if after != text:
        note("title", text, after)
    return after


def without_period(text: str, note: Note) -> str:
    """An anomaly's title is a phrase: no period at its end; an ellipsis and `etc.` stay."""
    if not text.endswith(".") or text.endswith(("..", "etc.")):
        return text
    note("period of the title", text, text[:-1])
    return text[:-1]


def clean(text: str, note: Note) -> str:
    """NFC, line feeds only, no characters that are neither seen nor allowed in YAML."""
    lines = re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", unicodedata.normalize("NFC", text)).replace(
        "\t", "    "
    )
    after = _UNSEEN.sub("", lines)
    if after != lines:
        note("invisible characters", f"{len(lines) - len(after)} of them", "left out")
    return after


def _converted(text: str, note: Note) -> tuple[str, Shelf]:
    """Prose with its headings on their own levels, and the shelf that holds its code and addresses."""
    shelf = Shelf()

    def inline(cell: str) -> str:
        return _inline(cell, {}, shelf, note)

    text = shelve_code(clean(text, note), shelf, lambda table: pipe_table(table, inline, shelf, note), note)
    text, addresses = take_definitions(text, shelf, note)
    return hash_headings(_inline(_folded(text, note), addresses, shelf, note)), shelf


def _inline(text: str, addresses: Addresses, shelf: Shelf, note: Note) -> str:
    text = _replaced(_INTERFACE, r"\1", text, "interface text", note)
    text = _CALLOUT.sub(lambda match: _callout(match, note), text)
    text = _replaced(_BANG, r"\1", text, "interface text", note)
    text = _replaced(_ANCHOR, "", text, "anchor", note)
    text = convert_links(text, addresses, shelf, note)
    text = convert_code_tags(text, shelf, note)
    text = convert_entities(text, note)
    text = convert_tags(text, shelf, note)
    text = escape_html(text, note)
    return _replaced(_LITERAL, ":", text, "double colon", note)


def _finished(text: str, shelf: Shelf, note: Note) -> str:
    tidy = _TRAILING.sub(_line_end, lowered(text, note))
    return re.sub(r"\n{3,}", "\n\n", shelf.restore(re.sub(r"\n{3,}", "\n\n", tidy)).strip("\n")).rstrip()


def _line_end(match: re.Match[str]) -> str:
    """Two spaces before a line of the same paragraph are a break; all others mean nothing."""
    before, after = match.string[: match.start()].rpartition("\n")[2], match.string[match.end() :]
    goes_on = (
        match[2] == "\n" and before.strip() and after[:1] not in ("", "\n") and after.split("\n")[0].strip()
    )
    if len(match[1]) < 2 or not goes_on or "|" in before or before.lstrip().startswith("#"):
        return match[2]
    return "\\\n"


def _folded(text: str, note: Note) -> str:
    """`+++Title` and `+++` fold what stands between them: the title becomes bold, the rest open."""

    def opened(match: re.Match[str]) -> str:
        heading = match[1]
        after = f"**{heading}**" if heading and not heading.startswith(("**", "<b>")) else heading
        note("folded part", match[0], after)
        return after

    return _FOLDED.sub(opened, text)


def _callout(match: re.Match[str], note: Note) -> str:
    """`> [!NOTE]` opens a box in some dialects; here the word itself, in bold."""
    after = f"{match[1]}**{match[2]}{match[3].lower()}**\n>"
    note("callout", match[0], after)
    return after


def _replaced(pattern: re.Pattern[str], by: str, text: str, what: str, note: Note) -> str:
    def replaced(match: re.Match[str]) -> str:
        after = match.expand(by)
        note(what, match[0], after)
        return after

    return pattern.sub(replaced, text)


def _title_text(text: str) -> str:
    """The part of a title outside code."""
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", convert_entities(text, lambda *_: None))
    text = _TITLE_EMPHASIS.sub(r"\2", text)
    return _ANGLED.sub(lambda match: code_span(match[0]), text)
