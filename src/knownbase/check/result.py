"""What a check found: findings, how many entries it looked at, and the content itself for who goes on with it."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from knownbase.model.finding import Finding

if TYPE_CHECKING:  # a build that finds nothing to do tells what the last check found, and reads nothing
    from knownbase.cards import Card
    from knownbase.catalogue import Catalogue
    from knownbase.model.taxonomy import Taxonomy
    from knownbase.read.content import Content


@dataclass(frozen=True)
class Report:
    """What a check found. `taxonomy` is None when it cannot be made out; `content` when only some was read."""

    findings: tuple[Finding, ...]
    entries: int
    taxonomy: "Taxonomy | None" = None
    content: "Content | None" = None
    cards: "tuple[Card | None, ...]" = ()
    """Those of the content's files, if they were asked for."""

    @property
    def failed(self) -> bool:
        return any(finding.level == "error" for finding in self.findings)

    @cached_property
    def catalogue(self) -> "Catalogue":
        """The entries of a report that has not failed."""
        from knownbase.catalogue import Catalogue  # as above

        if self.taxonomy is None or self.content is None:
            raise ValueError("asked of a check that has failed, or read some entries only")
        return Catalogue.of(self.content, self.taxonomy, self.cards)
