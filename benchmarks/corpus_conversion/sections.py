"""Splits an anomaly's text at its headings into symptom, cause, workaround and resolution.

The English headings decide; the French text is split at the headings in the same places, because a
machine translation calls both a workaround and a solution *solution*. Where the two have different
numbers of headings, the French ones must say the same by themselves. Everything stays in `symptom` when
no heading is known, when a part would come twice with another one between, when nothing would be left for
the symptom, or when the two languages disagree. Unknown headings stay in the part in which they stand.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus_conversion.log import Note

_NAMES = {
    "symptom": "issue|issues|problem|problems|symptom|symptoms|description|impact|summary|overview"
    "|problème|problèmes|symptôme|symptômes",
    "cause": "cause|causes|root cause|reason|reasons|raison|raisons",
    "workaround": "workaround|workarounds|mitigation|mitigations"
    "|(?:recommended |possible )?alternatives?(?:\\(s\\))?|alternatives to consider"
    "|contournement|solution de contournement|solutions de contournement|atténuation",
    "resolution": "solution|solutions|resolution|fix|fixes|patch|patches|remediation|remedy"
    "|(?:how to )?apply (?:the|a) (?:isolated )?patch(?:es)?|how to apply the patches"
    "|résolution|correctif|correctifs|correction|(?:comment )?appliquer (?:le|les) correctifs?"
    "|application du correctif",
}
_KINDS = {kind: re.compile(names, re.IGNORECASE) for kind, names in _NAMES.items()}
_HEADING = re.compile(r"^((?:>[ \t]?)*) {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(
    r"^(?! {4}|[ \t]*(?:[>#|+*-]|\d+[.)]))(\S[^\n|]*)\n {0,3}(=+|-{2,})[ \t]*$", re.MULTILINE
)

Parts = dict[str, str]
"""Part (symptom, cause, workaround, resolution) → prose."""


@dataclass(frozen=True)
class Heading:
    start: int
    end: int
    level: int
    title: str

    @property
    def kind(self) -> str | None:
        name = re.sub(r"[*:\s]+", " ", self.title).strip()
        return next((kind for kind, names in _KINDS.items() if names.fullmatch(name)), None)


def headings(text: str) -> list[Heading]:
    return [Heading(m.start(), m.end(), len(m[2]), m[3] or "") for m in _HEADING.finditer(text) if not m[1]]


def hash_headings(text: str) -> str:
    """Headings that are underlined become headings with hash signs."""
    return _UNDERLINED.sub(lambda match: f"{'#' if match[2][0] == '=' else '##'} {match[1]}", text)


def lowered(text: str, note: Note) -> str:
    """Every heading on level 3, the only one that an entry may hold; one without text goes."""

    def lower(match: re.Match[str]) -> str:
        after = f"{match[1]}### {match[3]}" if match[3] else match[1]
        if match[2] != "###":
            note("heading level", match[0].strip(), after)
        return after

    return _HEADING.sub(lower, text)


def split(texts: Mapping[str, str], note: Note) -> dict[str, Parts]:
    """Language → parts. `texts` is not empty; English decides when it is there."""
    leading = "en" if "en" in texts else next(iter(texts))
    kinds = _boundaries(headings(texts[leading]))
    found = {leading: _parts(texts[leading], kinds)}
    for locale, text in texts.items():
        if locale != leading:
            own = headings(text)
            alike = len(own) == len(headings(texts[leading]))
            found[locale] = _parts(text, kinds if alike else _boundaries(own))
    if all(parts is not None for parts in found.values()):
        split_up = {locale: parts for locale, parts in found.items() if parts is not None}
        if len({tuple(parts) for parts in split_up.values()}) == 1:
            if len(next(iter(split_up.values()))) > 1:
                note(
                    "split at headings",
                    ", ".join(h.title for h in headings(texts[leading])),
                    ", ".join(split_up[leading]),
                )
            return {locale: split_up[locale] for locale in texts}
    note("not split at headings", ", ".join(h.title for h in headings(texts[leading])), "symptom")
    return {locale: {"symptom": text} for locale, text in texts.items()}


def _boundaries(found: Sequence[Heading]) -> list[str | None]:
    """The part that each heading opens; None for one that opens none, or stands on another level."""
    level = next((heading.level for heading in found if heading.kind), 0)
    return [heading.kind if heading.level == level else None for heading in found]


def _parts(text: str, kinds: Sequence[str | None]) -> Parts | None:
    """Parts in the order of a page, or None when the text cannot be split."""
    pieces: dict[str, str] = {}
    found = headings(text)
    last, start = "symptom", 0
    for heading, kind in zip(found, kinds, strict=True):
        if kind is None:
            continue
        _append(pieces, last, text[start : heading.start])
        if kind != last and kind in pieces:
            return None
        # A heading that only repeats the name of its part goes, unless text stands before it.
        start = heading.start if pieces.get(kind, "").strip() else heading.end
        last = kind
    _append(pieces, last, text[start:])
    if "symptom" not in pieces:
        return None
    return {kind: pieces[kind] for kind in _NAMES if kind in pieces}


def _append(pieces: dict[str, str], kind: str, text: str) -> None:
    if text.strip():
        pieces[kind] = f"{pieces[kind]}\n\n{text.strip(chr(10))}" if kind in pieces else text.strip("\n")
