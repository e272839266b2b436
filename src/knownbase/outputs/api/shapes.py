"""What stands in each file of the API. The JSON Schemas are generated from here; what fields and shapes say becomes their description.

A field may be added to version 1; none is taken out, renamed or given another meaning.
"""

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict  # pydantic makes no schema of Python's own before 3.12

from knownbase.model.audience import Audience
from knownbase.model.entry import EventName, Form
from knownbase.model.locale import Locale
from knownbase.model.status import Standing, State

VERSION: Literal["1.0"] = "1.0"


def _says(description: str) -> Any:
    # Not a docstring below the field: pydantic forgets those of the shapes that a shape is made of.
    return Field(description=description)


Id = Annotated[str, Field(pattern="^(FAQ|ANO|PAT)-[0-9]{4,9}$")]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Link = Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]


class Label(TypedDict):
    """A text in both languages."""

    en: str
    fr: str


class Text(TypedDict):
    """A text in both languages; null where it is not translated yet."""

    en: str | None
    fr: str | None


class Words(TypedDict):
    en: list[str]
    fr: list[str]


class Pages(TypedDict):
    """The same page in both languages."""

    en: Link
    fr: Link


class Addresses(TypedDict):
    en: Address
    fr: Address


class _File(TypedDict):
    schema_version: Literal["1.0"]
    url: Annotated[
        Address | None,
        _says(
            "Address of this file, against which its links resolve; null when the site does not know its own."
        ),
    ]


class RowLinks(TypedDict):
    entry: Link
    en: Link
    fr: Link


class RowOfAny(TypedDict):
    id: Id
    title: Annotated[Text, _says("Plain text.")]
    products: Annotated[
        list[str], _says("Ids of the products it is about; all of them when it applies to every one.")
    ]
    os: Annotated[list[str], _says("Ids of the operating systems, likewise.")]
    published: Day
    updated: Day
    links: Annotated[RowLinks, _says("Its file in this API, and its page in both languages.")]


class FaqRow(RowOfAny):
    category: str


class AnomalyRow(RowOfAny):
    category: str
    impact: list[str]
    standing: Standing
    open_in: Annotated[
        list[str], _says("Products whose latest release on some operating system is affected.")
    ]


class PatchRow(RowOfAny):
    form: Form
    from_release: Annotated[str, _says("The lowest release on which it may be installed.")]
    to_release: Annotated[str | None, _says("The release that it yields; null for a configuration file.")]
    fixes: list[Id]


Row = FaqRow | AnomalyRow | PatchRow


class ListLinks(TypedDict):
    schema: Link
    index: Link


class ListOfAny(_File):
    notice: Annotated[Label, _says("What holds for every entry of this site.")]
    total: int
    links: ListLinks


class FaqList(ListOfAny):
    """Every FAQ, in the order of the ids."""

    entries: list[FaqRow]


class AnomalyList(ListOfAny):
    """Every anomaly, in the order of the ids."""

    entries: list[AnomalyRow]


class PatchList(ListOfAny):
    """Every patch, upgrade and configuration file, in the order of the ids."""

    entries: list[PatchRow]


class EntryLinks(TypedDict):
    """Pages and their Markdown twins, in both languages."""

    schema: Link
    index: Link
    page: Pages
    markdown: Pages


class Code(TypedDict):
    """A code of a family in the taxonomy."""

    family: str
    number: int


class Event(TypedDict):
    date: Day
    event: EventName
    os: Annotated[list[str], _says("Operating systems; none when it is about no one in particular.")]


class Scope(TypedDict):
    product: str
    os: list[str]


class EntryOfAny(_File):
    id: Id
    title: Annotated[Text, _says("Plain text.")]
    applies_to: Annotated[
        list[Scope],
        _says("Products, each with its operating systems; all of them when it applies to everything."),
    ]
    audience: Audience
    source: Annotated[Locale, _says("The language that it was written in first.")]
    published: Day
    updated: Day
    aliases: Annotated[list[str], _says("Other numbers that it is known by.")]
    history: list[Event]
    related: Annotated[
        list[Id], _says("Those that it names or that name it, then those that speak of the same things.")
    ]
    codes: Annotated[list[Code], _says("Codes that it names.")]
    links: EntryLinks
    pages: Annotated[
        Addresses | None, _says("Addresses of its pages; null when the site does not know its own.")
    ]


class Faq(EntryOfAny):
    """A question and its answer."""

    kind: Literal["faq"]
    category: str
    also_asked: Annotated[Words, _says("Other wordings of the question.")]
    answer: Annotated[Text, _says("Markdown.")]


class Range(TypedDict):
    """Affected releases from `first` to `last`, both included."""

    first: str
    last: Annotated[str | None, _says("null: up to the latest release, and on.")]
    start_known: Annotated[
        bool,
        _says(
            "false: nobody knows whether earlier releases are affected too; `first` is the first release there is."
        ),
    ]


class Verdict(TypedDict):
    """What is published about one product on one operating system, release by release.

    A release that is in none of the four lists did not ship there. Nothing here says that a release is free of faults.
    """

    product: str
    os: str
    state: Annotated[
        State, _says("Of the latest release; none: nothing is published about this operating system.")
    ]
    ranges: list[Range]
    fixed_in: Annotated[list[str], _says("Releases that mend it.")]
    affected: list[str]
    fixed: list[str]
    not_affected: Annotated[list[str], _says("Releases from before it began.")]
    not_stated: list[str]


class OfAnomaly(TypedDict):
    category: str
    impact: list[str]
    standing: Standing
    duplicate_of: Id | None
    verdicts: Annotated[
        list[Verdict],
        _says("None for a withdrawn one, and for a duplicate, which is counted where it points."),
    ]
    errors: Annotated[list[str], _says("Exact messages that a user sees.")]
    symptom: Annotated[Text, _says("Markdown, as the following.")]
    cause: Text | None
    workaround: Text | None
    resolution: Text | None
    patches: Annotated[list[Id], _says("Patches that say they mend it.")]


class Anomaly(EntryOfAny, OfAnomaly):
    """An anomaly. Its category says how it is processed, not how severe it is; `impact` says what makes it urgent."""

    kind: Literal["anomaly"]
    notice: Label


class Download(TypedDict):
    name: Annotated[str, _says("Of the file once it is saved.")]
    link: Link
    size: Annotated[int | None, _says("Octets.")]
    sha256: str | None


class OfPatch(TypedDict):
    form: Form
    from_release: Annotated[str, _says("The lowest release on which it may be installed.")]
    to_release: Annotated[str | None, _says("The release that it yields; null for a configuration file.")]
    file: Annotated[Download | None, _says("null: the support centre delivers it.")]
    requires: Annotated[list[Id], _says("To be installed before it.")]
    fixes: list[Id]
    summary: Annotated[Text, _says("Markdown, as the notes.")]
    notes: Text | None


class Patch(EntryOfAny, OfPatch):
    """Something to install on one product on one operating system."""

    kind: Literal["patch"]
    notice: Label


AnyEntry = Faq | Anomaly | Patch


class Named(TypedDict):
    id: str
    label: Label


class NamedSystem(TypedDict):
    id: str
    name: str


class AnomalyCategory(Named):
    meaning: Label
    next: Annotated[Label, _says("What happens next with an anomaly of the category.")]


class NamedCode(TypedDict):
    number: int
    name: str
    meaning: Label
    remedy: Label
    links: Pages


class CodeFamily(TypedDict):
    id: str
    name: Label
    standard: str
    about: Label
    codes: list[NamedCode]


class Taxonomy(_File):
    """What ids stand for: operating systems, categories, impacts, standings, codes."""

    operating_systems: list[NamedSystem]
    faq_categories: list[Named]
    anomaly_categories: list[AnomalyCategory]
    impacts: list[Named]
    standings: list[Named]
    code_families: list[CodeFamily]
    links: ListLinks


class Release(TypedDict):
    version: str
    branch: str
    released: Annotated[dict[str, Day], _says("Operating system → day on which the release shipped there.")]


class Product(TypedDict):
    id: str
    name: str
    summary: Label
    os: list[str]
    releases: Annotated[
        list[Release], _says("In order: this order is the comparison of versions, whatever their scheme.")
    ]
    links: Pages


class ProductList(_File):
    """Products with their releases."""

    products: list[Product]
    links: ListLinks


class IndexLinks(TypedDict):
    schema: Link
    faqs: Link
    anomalies: Link
    patches: Link
    products: Link
    taxonomy: Link
    entry: Annotated[str, _says("Of an entry's file: put the id in the place of `{id}`.")]
    home: Pages
    llms: Annotated[Pages, _says("What the site holds, for language models: https://llmstxt.org")]


class Totals(TypedDict):
    faqs: int
    anomalies: int
    patches: int


class Index(_File):
    """Where a program begins."""

    name: Label
    vendor: str
    notice: Annotated[Label, _says("What holds for every entry of this site.")]
    languages: list[Locale]
    updated: Annotated[
        Day | None,
        _says("Day of the latest change of an entry."),
    ]
    generated_at: Annotated[
        Instant,
        _says(
            "Beginning of the day on which the site was made, where it is latest on Earth (UTC+14): in no file is a time of making told more closely, and in no other at all."
        ),
    ]
    totals: Totals
    standings: Annotated[dict[Standing, int], _says("How many anomalies there are of each.")]
    links: IndexLinks
