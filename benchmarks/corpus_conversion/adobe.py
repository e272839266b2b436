"""Adobe Commerce knowledge base: lists of affected versions and ranges, and the release with the fix.

`introduced` holds versions and inclusive ranges ("2.3.0 - 2.4.2") that are affected, `fixed` the release
that mends them. Everything from the lowest affected version up to the fix is affected, as the fault was
not mended before. Without a fix the range has no end: the upper bound of a list is the latest release on
the day of writing, and says nothing about those that came after it.

A fix that does not come after every affected version contradicts the list (some are versions of an
extension) and is left out. Several fixes: each later one starts with the first known release of its own
series (2.4.2: the first 2.4).

The branch is X.Y.Z: security releases X.Y.Z-pN go on for each X.Y.Z on its own.
"""

from collections.abc import Iterable, Mapping, Sequence

from corpus_conversion.log import Note, unnoted
from corpus_conversion.order import DOTTED, dotted_key
from corpus_conversion.records import Record
from corpus_conversion.statements import UNKNOWN, Item, Named, systems_of

Span = tuple[str, str]
"""First and last affected version, both inclusive."""


class Adobe:
    key = "adobe"
    label = "Adobe Commerce"
    summary = {
        "en": "Product of the Adobe Commerce knowledge base.",
        "fr": "Produit de la base de connaissances d’Adobe Commerce.",
    }

    def named(self, record: Record, product: str) -> Iterable[Named]:
        spans = _spans(record.introduced, unnoted)
        versions = [version for span in spans for version in span]
        return [(version, ()) for version in (*versions, *_fixes(record.fixed, spans, unnoted))]

    def items(self, record: Record, product: str, known: Sequence[str], note: Note) -> list[Item]:
        systems = systems_of(record)
        spans = _spans(record.introduced, note)
        fixes = _fixes(record.fixed, spans, note)
        if fixes:
            return [Item(systems, start, fix) for start, fix in _starts(spans, fixes, known)]
        if not spans:
            note("no version stated", "", "introduced: unknown, no end")
            return [Item(systems)]
        note("no fixed version", ", ".join(record.introduced), f"introduced: {spans[0][0]}, no end")
        return [Item(systems, spans[0][0])]

    def lines(self, shipped: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
        return [(version, version.partition("-")[0]) for version in sorted(shipped, key=dotted_key)]


def _spans(written: Sequence[str], note: Note) -> list[Span]:
    """Affected spans, in order; those that overlap are joined."""
    spans: list[Span] = []
    for text in written:
        first, _, last = text.partition(" - ")
        last = last or first
        if not (DOTTED.fullmatch(first) and DOTTED.fullmatch(last)):
            note("not a version", text, "left out")
        elif dotted_key(first) > dotted_key(last):
            note("range runs backwards", text, "left out")
        else:
            spans.append((first, last))
    joined: list[Span] = []
    for first, last in sorted(spans, key=lambda span: dotted_key(span[0])):
        if joined and dotted_key(first) <= dotted_key(joined[-1][1]):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last, key=dotted_key))
        else:
            joined.append((first, last))
    return joined


def _fixes(written: Sequence[str], spans: Sequence[Span], note: Note) -> list[str]:
    """Fixes in order, without those that contradict the affected versions."""
    usable = []
    for version in written:
        if not DOTTED.fullmatch(version):
            note("not a version", version, "left out")
        else:
            usable.append(version)
    if usable and spans and dotted_key(max(usable, key=dotted_key)) <= dotted_key(spans[-1][1]):
        note(
            "fix within the affected versions",
            f"{', '.join(written)} (affected to {spans[-1][1]})",
            "left out",
        )
        return []
    return sorted(usable, key=dotted_key)


def _starts(spans: Sequence[Span], fixes: Sequence[str], known: Sequence[str]) -> Iterable[tuple[str, str]]:
    """(introduced, fixed) for each fix, not overlapping."""
    yield spans[0][0] if spans else UNKNOWN, fixes[0]
    for fix in fixes[1:]:
        series = fix.split(".")[:2]
        start = next((version for version in known if version.split(".")[:2] == series), fix)
        if fixes[0] != start != fix:
            yield start, fix
