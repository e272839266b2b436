"""KB701: what is asked finds the entry that answers it."""

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import TYPE_CHECKING

from knownbase.check.look import level_of
from knownbase.model.entry import Anomaly, Entry, Faq
from knownbase.model.finding import FieldPath, Problem
from knownbase.model.locale import LOCALES, Locale
from knownbase.model.taxonomy import Taxonomy
from knownbase.parallel import side_by_side
from knownbase.progress import counted

if TYPE_CHECKING:
    from knownbase.search.desk import DeskSearcher

AMONG_FIRST = 3
WORTH_A_PROCESS = 30
"""Entries that are asked for in the time in which a process begins and ends."""

RUN_UP_TO = 1000
FINDABILITY = "KB701"


def asked(taxonomy: Taxonomy, entries: int) -> bool:
    """Whether so many entries are asked for their titles; a taxonomy may have switched the rule off."""
    return entries <= RUN_UP_TO and level_of(FINDABILITY, taxonomy) != "off"


def findable(
    entries: Collection[Entry], taxonomy: Taxonomy, path_of: Callable[[Entry], str]
) -> Iterator[Problem]:
    """Each title and each other wording finds its own entry among the first three hits."""
    from knownbase.search.desk import in_memory  # Whoosh takes a while to import, and large sites never ask

    index = in_memory(entries, taxonomy)
    asked = [one for one in entries if not _leads_elsewhere(one)]
    # Questions take longer than anything else in the check, so even some of them are worth a process.
    parts = [asked[0::2], asked[1::2]] if len(asked) > WORTH_A_PROCESS else [asked]
    for problems in side_by_side([partial(_lost, part, index, path_of) for part in parts]):
        yield from problems


def _leads_elsewhere(entry: Entry) -> bool:
    return isinstance(entry, Anomaly) and bool(entry.duplicate_of or entry.status == "withdrawn")


def _lost(
    entries: Collection[Entry], index: "DeskSearcher", path_of: Callable[[Entry], str]
) -> list[Problem]:
    """The wordings of entries that do not find them."""
    problems = []
    for entry in counted("asking", entries):
        for locale, at, wording in _wordings(entry):
            hits = [hit.id for hit in index.search(wording, locale, AMONG_FIRST)]
            if entry.id not in hits:
                found = ", ".join(hits) or "nothing"
                message = f'"{wording}" does not find {entry.id} among the first {AMONG_FIRST} hits (found: {found})'
                problems.append(
                    Problem(path_of(entry), FINDABILITY, message, "use more of the entry's own words", at)
                )
    return problems


def _wordings(entry: Entry) -> Iterator[tuple[Locale, FieldPath, str]]:
    name, text = next(entry.texts())
    for locale in LOCALES:
        own = text.own(locale)
        if own is not None:
            yield locale, (name, locale), own.strip()
        if isinstance(entry, Faq):
            for n, wording in enumerate(entry.also_asked.get(locale)):
                yield locale, ("also_asked", locale, n), wording
