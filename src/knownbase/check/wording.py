"""KB4xx and KB507: both languages are there, and titles can be read in a list."""

import re
from collections.abc import Iterator

from knownbase.check.context import Context, Fault
from knownbase.check.prose import Subject, texts_of
from knownbase.model.entry import Anomaly, Entry, Faq
from knownbase.model.locale import LOCALES, other

MAX_TITLE = 110
_SAME_TEXT_FROM = 60
_NOTHING = re.compile(r"\s*(?:~|null)?\s*\Z", re.IGNORECASE)
_LANGUAGE = {"en": "English", "fr": "French"}


def missing_language(subject: Subject, context: Context) -> Iterator[Fault]:
    """Every text exists in English and in French."""
    for at, text in texts_of(subject):
        for locale in LOCALES:
            if getattr(text, locale) is None:
                message = f"`{at[-1]}` has no {_LANGUAGE[locale]} text"
                yield Fault(message, f"add `{locale}: …` below `{at[-1]}:`", (*at, locale))


def empty_text(subject: Subject, context: Context) -> Iterator[Fault]:
    """A language that is there is not blank, nor a word that other programs read as nothing."""
    for at, text in texts_of(subject):
        for locale in LOCALES:
            own = getattr(text, locale)
            if own is not None and _NOTHING.match(own):
                message = f"the {_LANGUAGE[locale]} text of `{at[-1]}` is empty"
                shown = f' ("{own.strip()}")' if own.strip() else ""
                yield Fault(f"{message}{shown}", "write it", (*at, locale))


def stale_translation(entry: Entry, context: Context) -> Iterator[Fault]:
    """A reviewed translation was made from the source as it stands now."""
    for locale in LOCALES:
        noted = getattr(entry.translated, locale)
        source = other(locale)
        if noted is not None and noted != entry.hash_of(source):
            message = f"the {_LANGUAGE[source]} text has changed since this translation was reviewed"
            remedy = f"review the {_LANGUAGE[locale]} text, then write {entry.hash_of(source)}"
            yield Fault(message, remedy, ("translated", locale), replacement=entry.hash_of(source))


def same_text(entry: Entry, context: Context) -> Iterator[Fault]:
    """Prose is not the same in both languages: one of them was pasted and never translated."""
    for name, text in list(entry.texts())[1:]:
        english, french = text.own("en"), text.own("fr")
        if english is not None and english == french and len(english) >= _SAME_TEXT_FROM:
            yield Fault(
                f"`{name}` is the same in both languages", "translate it", (name, other(entry.source))
            )


def title(entry: Entry, context: Context) -> Iterator[Fault]:
    """A title is one line that fits a list: a phrase for an anomaly, a question for a FAQ."""
    name, text = next(entry.texts())
    for locale in LOCALES:
        own = text.own(locale)
        if own is not None:
            yield from (Fault(*fault, (name, locale)) for fault in _title_faults(entry, own.strip()))


def _title_faults(entry: Entry, own: str) -> Iterator[tuple[str, str]]:
    if "\n" in own:
        yield "the title has more than one line", "write it on one line"
    if len(own) > MAX_TITLE:
        yield f"the title has {len(own)} characters; the limit is {MAX_TITLE}", "shorten it"
    if isinstance(entry, Anomaly) and own.endswith("."):
        yield "the title ends with a period", "write a phrase, not a sentence"
    if isinstance(entry, Faq) and not own.endswith("?"):
        yield "the question does not end with a question mark", "write it as a reader would ask it"
