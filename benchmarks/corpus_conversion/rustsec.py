"""RustSec advisories: requirement strings for patched and unaffected versions.

Whatever is neither patched nor unaffected is affected, by the database's own definition, so the affected
ranges are the gaps between the stated intervals:

    unaffected < 0.4.2   patched >= 0.4.8, < 1.0.0   patched >= 1.1.0
    ────────────┤ affected ├────────────────────────┤ affected ├──────────────
              0.4.2      0.4.8                     1.0.0     1.1.0

A gap needs a release to begin with. The bound itself serves when it is named as a release somewhere,
when affected versions begin there (unaffected `< X`), or when it opens the very line that the fix belongs
to (1.0.0 for 1.1.0); otherwise the first known release in the gap; a gap without any is left out, unless
it is all there is: then it begins with `unknown`.

The branch is Cargo's line of compatible versions: 1, 2, 0.4, 0.5, ….
"""

from collections.abc import Iterable, Mapping, Sequence

from corpus_conversion.log import Note
from corpus_conversion.order import semver_key
from corpus_conversion.records import Record
from corpus_conversion.requirements import Gap, NotARequirement, gaps, intervals, named_versions
from corpus_conversion.statements import FIRST, UNKNOWN, Item, Named, systems_of


class RustSec:
    key = "rustsec"
    label = "RustSec"
    summary = {"en": "Rust crate.", "fr": "Crate Rust."}

    def named(self, record: Record, product: str) -> Iterable[Named]:
        written = [
            version for text in (*record.fixed, *record.unaffected) for version in named_versions(text)
        ]
        try:
            opened = [_opening(gap) for gap in _gaps(record)]
        except NotARequirement:
            opened = []
        return [(version, ()) for version in (*written, *opened) if version]

    def items(self, record: Record, product: str, known: Sequence[str], note: Note) -> list[Item]:
        systems = systems_of(record)
        try:
            affected = _gaps(record)
        except NotARequirement as error:
            note("not a requirement", str(error), "introduced: unknown, no end")
            return [Item(systems)]
        for text in (*record.fixed, *record.unaffected):
            note("requirement", text, ", ".join(str(interval) for interval in intervals(text)))
        starts = [_start(gap, known) for gap in affected]
        if not any(starts):
            # A range that begins after a release, with none known inside. With `unknown` nothing is cleared wrongly.
            note("start of the range not known", ", ".join(map(str, affected)), f"introduced: {UNKNOWN}")
            return [_item(affected[-1], UNKNOWN, systems, note)] if affected else [Item(systems)]
        for gap, start in zip(affected, starts, strict=True):
            if start is None:
                note("range without a known release", str(gap), "left out")
        return [
            _item(gap, start, systems, note) for gap, start in zip(affected, starts, strict=True) if start
        ]

    def lines(self, shipped: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
        return [(version, line(version)) for version in sorted(shipped, key=semver_key)]


def line(version: str) -> str:
    """Cargo treats 1.2.3 and 1.9.0 as compatible, and 0.2.3 with 0.2.9 only."""
    major, minor, *_ = version.split("-", maxsplit=1)[0].split(".")
    return f"0.{minor}" if major == "0" else major


def _gaps(record: Record) -> list[Gap]:
    patched = [interval for text in record.fixed for interval in intervals(text)]
    unaffected = [interval for text in record.unaffected for interval in intervals(text)]
    return gaps(patched, unaffected)


def _start(gap: Gap, known: Sequence[str]) -> str | None:
    """The release with which the gap begins; None when none is known."""
    if gap.start is None:
        return FIRST
    return _opening(gap) or next((version for version in known if gap.holds(version)), None)


def _item(gap: Gap, start: str, systems: tuple[str, ...], note: Note) -> Item:
    if gap.end is None:
        return Item(systems, start)
    if gap.end_inclusive:
        return Item(systems, start, last_affected=gap.end)
    if not gap.mended:
        # Not mended but never affected; an exclusive end has no other name, and means the same to a reader.
        note("unaffected from", gap.end, f"fixed: {gap.end}")
    return Item(systems, start, fixed=gap.end)


def _opening(gap: Gap) -> str | None:
    """The gap's own lower bound, when it is certain enough to be a release."""
    if gap.start is None or not gap.holds(gap.start):
        return None
    same_line = gap.end is not None and line(gap.start) == line(gap.end)
    return gap.start if gap.start_certain or same_line else None
