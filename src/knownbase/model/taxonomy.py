"""What entries may name: products and their releases, operating systems, categories, codes."""

import datetime as dt
from functools import cached_property
from typing import Literal

from knownbase.model.audience import Audience
from knownbase.model.ids import Kind
from knownbase.model.scalar import Clock, Count, Date, Line, Mailbox, Slug
from knownbase.model.text import Frozen, Label, Text, Words

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Site(Frozen):
    """`mail` is the support mailbox that a report of an anomaly is addressed to; pages name it where there is one."""

    name: Label
    vendor: Line
    notice: Label
    mail: Mailbox | None = None


class OperatingSystem(Frozen):
    id: Slug
    name: Line


class Release(Frozen):
    """One release of a product. `released` holds the operating systems on which it shipped, and when."""

    version: Line
    branch: Line
    released: dict[Slug, Date]


class Product(Frozen):
    """A product; the order of `releases` is the order of its versions, whatever their scheme."""

    id: Slug
    name: Line
    summary: Label
    os: tuple[Slug, ...]
    find_version: dict[Slug, Text] = {}
    releases: tuple[Release, ...] = ()

    @cached_property
    def order(self) -> dict[str, int]:
        """Version → its rank; the whole comparison of versions."""
        return {release.version: rank for rank, release in enumerate(self.releases)}

    def shipped(self, os: str) -> tuple[Release, ...]:
        return tuple(release for release in self.releases if os in release.released)

    @cached_property
    def _ranks_by_os(self) -> dict[str, tuple[int, ...]]:
        return {
            os: tuple(rank for rank, release in enumerate(self.releases) if os in release.released)
            for os in self.os
        }

    def shipped_ranks(self, os: str) -> tuple[int, ...]:
        """Ranks, in order, of the releases that shipped on `os`."""
        return self._ranks_by_os.get(os, ())

    def date(self, version: str, os: str) -> dt.date | None:
        rank = self.order.get(version)
        return None if rank is None else self.releases[rank].released.get(os)


class Category(Frozen):
    id: Slug
    label: Label


class AnomalyCategory(Frozen):
    """How an anomaly is processed; not how severe it is.

    `evidence` is what a reporter captures when it comes again, `request` what a report of this category asks for.
    """

    id: Line
    label: Label
    meaning: Label
    next: Label
    contracts: tuple[Slug, ...] = ()
    evidence: tuple[Label, ...] = ()
    request: Label | None = None


class Contract(Frozen):
    id: Slug
    name: Label
    charged: Label
    includes: tuple[Label, ...]
    excludes: tuple[Label, ...] = ()


class ContractQuestion(Frozen):
    """A question as a customer puts it, and the contracts that it belongs to; without any, none includes it."""

    id: Slug
    question: Label
    answer: Label
    contracts: tuple[Slug, ...] = ()


class Hotline(Frozen):
    """Standard hours; `extended_by` is the contract with which it answers outside of them."""

    time_zone: Line
    opens: Clock
    closes: Clock
    days: tuple[Weekday, ...]
    holidays: Line
    extended_by: Slug | None = None


class Code(Frozen):
    number: Count
    name: Line
    meaning: Label
    remedy: Label


class CodeFamily(Frozen):
    """Numbered codes of one standard. `written` are the words before a number: `diagnostic` 12."""

    id: Slug
    name: Label
    standard: Line
    about: Label
    written: tuple[Line, ...] = ()
    codes: tuple[Code, ...]


class RuleLevel(Frozen):
    level: Literal["error", "warning", "off"]
    reason: Line


class DefaultAudience(Frozen):
    faq: Audience = "public"
    anomaly: Audience = "public"
    patch: Audience = "public"

    def of(self, kind: Kind) -> Audience:
        audience: Audience = getattr(self, kind)
        return audience


class Taxonomy(Frozen):
    site: Site
    operating_systems: tuple[OperatingSystem, ...]
    products: tuple[Product, ...]
    faq_categories: tuple[Category, ...]
    anomaly_categories: tuple[AnomalyCategory, ...]
    impacts: tuple[Category, ...] = ()
    contracts: tuple[Contract, ...] = ()
    contract_questions: tuple[ContractQuestion, ...] = ()
    hotline: Hotline | None = None
    code_families: tuple[CodeFamily, ...] = ()
    glossary: tuple[Words, ...] = ()
    default_audience: DefaultAudience = DefaultAudience()
    rules: dict[Line, RuleLevel] = {}

    @cached_property
    def os_names(self) -> dict[str, str]:
        return {os.id: os.name for os in self.operating_systems}

    @cached_property
    def product_by_id(self) -> dict[str, Product]:
        return {product.id: product for product in self.products}

    @cached_property
    def faq_category_by_id(self) -> dict[str, Category]:
        return {category.id: category for category in self.faq_categories}

    @cached_property
    def anomaly_category_by_id(self) -> dict[str, AnomalyCategory]:
        return {category.id: category for category in self.anomaly_categories}

    @cached_property
    def contract_by_id(self) -> dict[str, Contract]:
        return {contract.id: contract for contract in self.contracts}

    @cached_property
    def impact_by_id(self) -> dict[str, Category]:
        return {impact.id: impact for impact in self.impacts}

    def within(self, product: Product) -> "Taxonomy":
        """The same with one product only."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        # Not `model_copy`, which would copy what was computed of all products.
        return type(self).model_construct(**{**fields, "products": (product,)})
