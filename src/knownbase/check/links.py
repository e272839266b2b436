"""Ids and links: every id once, every reference to something that is there, history in order."""

from collections.abc import Container, Iterator

from knownbase.check.context import Context, Fault
from knownbase.model.entry import Anomaly, Entry, Patch
from knownbase.model.finding import FieldPath
from knownbase.model.ids import kind_of, slips


def references(entry: Entry) -> Iterator[tuple[FieldPath, str, str | None]]:
    """Each id that a field names: the field, the id, and the kind that it must be of (None: any)."""
    yield from ((("related", n), one, None) for n, one in enumerate(entry.related))
    if isinstance(entry, Anomaly) and entry.duplicate_of is not None:
        yield ("duplicate_of",), entry.duplicate_of, "anomaly"
    if isinstance(entry, Patch):
        yield from ((("requires", n), one, "patch") for n, one in enumerate(entry.requires))
        yield from ((("fixes", n), one, "anomaly") for n, one in enumerate(entry.fixes))


def kept(entry: Entry) -> tuple[str, ...]:
    """The anomaly of which this one is a duplicate."""
    return (entry.duplicate_of,) if isinstance(entry, Anomaly) and entry.duplicate_of else ()


def dangling(entry: Entry, context: Context) -> Iterator[Fault]:
    """A reference leads to another entry, of the right kind."""
    for at, target, kind in references(entry):
        if target == entry.id:
            yield Fault(f"{target} refers to itself", "take it out", at)
        elif target not in context.known_ids:
            remedy, near = meant(target, context.known_ids)
            yield Fault(f"{target} does not exist", remedy, at, replacement=near)
        elif kind is not None and kind_of(target) != kind:
            yield Fault(
                f"{target} is not {'an anomaly' if kind == 'anomaly' else 'a patch'}", "correct the id", at
            )


def meant(target: str, known_ids: Container[str]) -> tuple[str, str | None]:
    """The remedy for an id that does not exist, and the id that was probably meant."""
    near = next((one for one in slips(target) if one in known_ids), None)
    return f"did you mean {near}?" if near else "correct the id, or take it out", near


def duplicate_chain(entry: Entry, context: Context) -> Iterator[Fault]:
    """A duplicate names the anomaly that is kept, not another duplicate."""
    if isinstance(entry, Anomaly) and entry.duplicate_of is not None:
        kept = context.by_id.get(entry.duplicate_of)
        if isinstance(kept, Anomaly) and kept.duplicate_of is not None:
            message = f"{kept.id} is itself a duplicate"
            remedy = f"name {kept.duplicate_of}"
            yield Fault(message, remedy, ("duplicate_of",), replacement=kept.duplicate_of)


def future(entry: Entry, context: Context) -> Iterator[Fault]:
    """No date lies in the future: the page would announce what has not happened."""
    dates = [("released" if isinstance(entry, Patch) else "published", entry.date)]
    for name, date in dates:
        if date > context.today:
            yield Fault(f"{date} is in the future", f"today is {context.today}", (name,))
    for n, event in enumerate(entry.timeline):
        if event.date > context.today:
            yield Fault(
                f"{event.date} is in the future", f"today is {context.today}", ("timeline", n, "date")
            )


def timeline_order(entry: Entry, context: Context) -> Iterator[Fault]:
    """The history runs forwards and begins no earlier than the entry was published."""
    before = entry.date
    for n, event in enumerate(entry.timeline):
        if event.date < before:
            yield Fault(
                f"{event.date} comes after {before} in the list",
                "put the events in order",
                ("timeline", n, "date"),
            )
        before = event.date
