"""The three kinds of entry, each one file: FAQ, anomaly, patch."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BeforeValidator, Discriminator, Field, Tag

from knownbase.model.audience import Audience
from knownbase.model.finding import FieldPath
from knownbase.model.ids import KIND_OF_PREFIX, PREFIX, Kind
from knownbase.model.locale import LOCALES, Locale
from knownbase.model.scalar import Blank, Count, Date, EntryId, Line, Name, Sha256, TextHash, bad
from knownbase.model.text import Frozen, Text, Words, source_hash


def _kind_of_choice(value: Any) -> str:
    return "all" if isinstance(value, str) else "list"


def _only_all(remedy: str, replacement: str | None = None) -> BeforeValidator:
    """A single text that is not `all` was meant as a list; `{}` in the words is that text."""

    def check(value: str) -> str:
        if value and value != "all":
            raise bad("is not a list", remedy.format(value), value, replacement and replacement.format(value))
        return value

    return BeforeValidator(check)


EventName = Literal["analysing", "workaround", "fixed", "patch", "updated", "reopened", "withdrawn"]

_All = Literal["all"]
OsChoice = Annotated[
    Annotated[_All, _only_all("write `[{}]`, or `all`", "[{}]"), Tag("all")]
    | Annotated[tuple[Name, ...], Tag("list")],
    Discriminator(_kind_of_choice),
    Blank("all"),
]


class Translated(Frozen):
    """Hash of the source text that each translation was made from; absent means not reviewed."""

    en: TextHash | None = None
    fr: TextHash | None = None


class Event(Frozen):
    """One line of an entry's public history."""

    date: Date
    event: EventName
    os: tuple[Name, ...] = ()


class Scope(Frozen):
    """A product and the operating systems on which a statement about it holds."""

    product: Name
    os: OsChoice


S = TypeVar("S", bound=Scope)


class Affected(Scope):
    """An affected range of one product on a set of operating systems.

    From `introduced` (inclusive; `first`: from the first release; `unknown`: nobody knows) up to
    `fixed` (exclusive) or `last_affected` (inclusive); with neither it is still affected.
    """

    introduced: Line
    fixed: Line | None = None
    last_affected: Line | None = None


def _of(product: str, scopes: tuple[S, ...]) -> tuple[S, ...]:
    return tuple(scope for scope in scopes if scope.product == product)


class Entry(Frozen):
    """What every entry has."""

    id: EntryId
    audience: Audience | None = None
    aliases: tuple[Line, ...] = ()
    related: tuple[EntryId, ...] = ()
    timeline: tuple[Event, ...] = ()
    source: Locale = "en"
    translated: Translated = Translated()

    @property
    def kind(self) -> Kind:
        return KIND_OF_PREFIX[self.id[:PREFIX]]  # its grammar was checked when it was read

    @property
    def date(self) -> dt.date:
        """The day on which the entry was published."""
        raise NotImplementedError

    @property
    def updated(self) -> dt.date:
        return max([self.date, *(event.date for event in self.timeline)])

    def scopes(self) -> tuple[tuple[FieldPath, Scope], ...]:
        """Products and operating systems that the entry names, each with its field; () means all."""
        raise NotImplementedError

    def within(self, product: str) -> "Entry":
        """The entry as far as it concerns one product: it names no other one."""
        return self

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Translatable fields, in the order of a page; the first one is the entry's title."""
        raise NotImplementedError

    def written(self) -> list[str]:
        """Its texts in every language that is there."""
        return [
            own for _, text in self.texts() for locale in LOCALES if (own := text.own(locale)) is not None
        ]

    def hash_of(self, locale: Locale) -> str:
        return source_hash(text.own(locale) or "" for _, text in self.texts())


class Faq(Entry):
    category: Name
    applies_to: Annotated[
        Annotated[_All, _only_all("write `all`, or a list such as `- {{product: {}, os: all}}`"), Tag("all")]
        | Annotated[tuple[Scope, ...], Tag("list")],
        Discriminator(_kind_of_choice),
        Blank("all"),
    ]
    question: Text
    also_asked: Words = Words()
    answer: Text
    published: Date

    @property
    def date(self) -> dt.date:
        return self.published

    def scopes(self) -> tuple[tuple[FieldPath, Scope], ...]:
        if self.applies_to == "all":
            return ()
        return tuple((("applies_to", n), scope) for n, scope in enumerate(self.applies_to))

    def within(self, product: str) -> "Faq":
        if self.applies_to == "all":
            return self
        return self.model_copy(update={"applies_to": _of(product, self.applies_to)})

    def texts(self) -> Iterator[tuple[str, Text]]:
        yield "question", self.question
        yield "answer", self.answer


class Anomaly(Entry):
    category: Line
    impact: tuple[Name, ...] = ()
    title: Text
    affects: tuple[Affected, ...]
    errors: tuple[Line, ...] = ()
    symptom: Text
    cause: Text | None = None
    workaround: Text | None = None
    resolution: Text | None = None
    status: Literal["analysing", "wont-fix", "withdrawn"] | None = None
    duplicate_of: EntryId | None = None
    published: Date

    @property
    def date(self) -> dt.date:
        return self.published

    def scopes(self) -> tuple[tuple[FieldPath, Scope], ...]:
        return tuple((("affects", n), item) for n, item in enumerate(self.affects))

    def within(self, product: str) -> "Anomaly":
        return self.model_copy(update={"affects": _of(product, self.affects)})

    def texts(self) -> Iterator[tuple[str, Text]]:
        yield "title", self.title
        yield "symptom", self.symptom
        for name in ("cause", "workaround", "resolution"):
            text: Text | None = getattr(self, name)
            if text is not None:
                yield name, text


Form = Literal["patch", "upgrade", "configuration"]
FORMS: tuple[Form, ...] = get_args(Form)


class Patch(Entry):
    """Something to download for one product on one operating system.

    `from` is the lowest release on which it may be installed (any up to, not including, `to`); `to` is
    the release that it yields, and a configuration file yields none. In YAML `form` is called `kind`.
    """

    form: Form = Field(alias="kind")
    product: Name
    os: Name
    from_release: Line = Field(alias="from")
    to: Line | None = None
    file: Line | None = None
    url: Line | None = None
    size: Count | None = None
    sha256: Sha256 | None = None
    released: Date
    requires: tuple[EntryId, ...] = ()
    fixes: tuple[EntryId, ...] = ()
    summary: Text
    notes: Text | None = None

    @property
    def date(self) -> dt.date:
        return self.released

    def scopes(self) -> tuple[tuple[FieldPath, Scope], ...]:
        return (((), Scope(product=self.product, os=(self.os,))),)

    def texts(self) -> Iterator[tuple[str, Text]]:
        yield "summary", self.summary
        if self.notes is not None:
            yield "notes", self.notes


MODELS: dict[Kind, type[Entry]] = {"faq": Faq, "anomaly": Anomaly, "patch": Patch}
