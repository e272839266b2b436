"""What is published about one installation: a product, its operating system, its release.

    affected       mended by a later release on its own system ─► that release; on another only ─► which system
    fixed          by a release that it has reached
    not_affected   the fault came with a later release
    not_stated     nothing is published about it: never the same as "safe"

The browser has the same in `browser/logic.js`; tests/affected/cases.yaml holds them together.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from knownbase.cards import Card
from knownbase.model.ranges import Range, Statement, Verdict, verdict_of
from knownbase.model.taxonomy import Product


@dataclass(frozen=True, slots=True)
class Installation:
    """`version` may be one that the taxonomy does not know: then nothing is stated about it."""

    product: Product
    os: str
    version: str

    @property
    def rank(self) -> int | None:
        """The release's rank; None when it is not known to have shipped on the operating system."""
        rank = self.product.order.get(self.version)
        shipped = rank is not None and self.os in self.product.releases[rank].released
        return rank if shipped else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is published about an installation in one anomaly.

    `fixes`: later releases on the same operating system that mend it, those of its own branch first. `elsewhere`:
    operating systems on which a release mends it, when none does on its own. `here`: this very release mends it.
    """

    anomaly: str
    verdict: Verdict
    fixes: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    here: bool = False


def answers(
    installation: Installation, cards: Iterable[Card], wanted: Callable[[Answer], bool] = lambda _answer: True
) -> Iterator[Answer]:
    """An answer for each anomaly that names the product and touches anybody, in their order, as far as it is `wanted`."""
    product = installation.product
    known: dict[Statement, Answer | None] = {}  # many anomalies state the same
    for card in cards:
        for named, stated in card.stated:
            if named == product.id:
                if stated not in known:
                    new = _answer(card.id, installation, _ranges(product, stated))
                    known[stated] = new if wanted(new) else None
                answer = known[stated]
                if answer is not None:
                    # Of ten thousand: `dataclasses.replace` takes four times as long.
                    yield Answer(card.id, answer.verdict, answer.fixes, answer.elsewhere, answer.here)


def touching(installation: Installation, cards: Iterable[Card]) -> Iterator[Answer]:
    """Those that a change to the release has to look at: they affect it, it mends them, nothing is stated about it."""
    return answers(installation, cards, lambda one: one.verdict in ("affected", "not_stated") or one.here)


def _ranges(product: Product, stated: Statement) -> dict[str, list[Range]]:
    return {os: [Range(*one) for one in found] for os, found in zip(product.os, stated, strict=True)}


def _answer(anomaly: str, installation: Installation, ranges: dict[str, list[Range]]) -> Answer:
    product, os, rank = installation.product, installation.os, installation.rank
    if rank is None:
        return Answer(anomaly, "not_stated")
    verdict = verdict_of(product, os, ranges[os], rank)
    if verdict != "affected":
        here = verdict == "fixed" and any(one.fix == rank for one in ranges[os])
        return Answer(anomaly, verdict, here=here)
    fixes = tuple(_fixes(product, os, ranges[os], rank))
    elsewhere = (other for other in product.os if other != os and _mended(product, other, ranges[other]))
    return Answer(anomaly, verdict, fixes, () if fixes else tuple(elsewhere))


def _fixes(product: Product, os: str, stated: Sequence[Range], own: int) -> Iterator[str]:
    """Releases behind `own` which mend an anomaly and are not affected themselves."""
    branch = product.releases[own].branch
    ranks = {one.fix for one in stated if one.fix is not None and one.fix > own}
    for rank in sorted(ranks, key=lambda rank: (product.releases[rank].branch != branch, rank)):
        release = product.releases[rank]
        if os in release.released and verdict_of(product, os, stated, rank) == "fixed":
            yield release.version


def _mended(product: Product, os: str, stated: Iterable[Range]) -> bool:
    """Whether some release on the operating system mends the anomaly."""
    return any(one.fix is not None and os in product.releases[one.fix].released for one in stated)
