"""KB701: what is asked finds the entry that answers it."""

from collections.abc import Callable, Collection, Iterator

from knownbase.model.entry import Anomaly, Entry, Faq
from knownbase.model.finding import FieldPath, Problem
from knownbase.model.locale import LOCALES, Locale
from knownbase.model.taxonomy import Taxonomy
from knownbase.progress import counted

AMONG_FIRST = 3
RUN_UP_TO = 1000
FINDABILITY = "KB701"


def findable(
    entries: Collection[Entry], taxonomy: Taxonomy, path_of: Callable[[Entry], str]
) -> Iterator[Problem]:
    """Each title and each other wording finds its own entry among the first three hits."""
    from knownbase.search.desk import in_memory  # Whoosh takes a while to import, and large sites never ask

    index = in_memory(entries, taxonomy)
    for entry in counted("searching", entries):
        if isinstance(entry, Anomaly) and (entry.duplicate_of or entry.status == "withdrawn"):
            continue
        for locale, at, wording in _wordings(entry):
            hits = [hit.id for hit in index.search(wording, locale, AMONG_FIRST)]
            if entry.id not in hits:
                found = ", ".join(hits) or "nothing"
                message = f'"{wording}" does not find {entry.id} among the first {AMONG_FIRST} hits (found: {found})'
                yield Problem(path_of(entry), FINDABILITY, message, "use more of the entry's own words", at)


def _wordings(entry: Entry) -> Iterator[tuple[Locale, FieldPath, str]]:
    name, text = next(entry.texts())
    for locale in LOCALES:
        own = text.own(locale)
        if own is not None:
            yield locale, (name, locale), own.strip()
        if isinstance(entry, Faq):
            for n, wording in enumerate(entry.also_asked.get(locale)):
                yield locale, ("also_asked", locale, n), wording
