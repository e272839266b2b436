"""What changes from one release of a product to another on the same operating system, and the patches on the way."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knownbase.affected.installation import Installation, answers
from knownbase.cards import Card


@dataclass(frozen=True, slots=True)
class Change:
    """Ids of anomalies, in their order. `unsure`: affected before, and nothing is stated about the release afterwards."""

    fixed: tuple[str, ...]
    still: tuple[str, ...]
    introduced: tuple[str, ...]
    unsure: tuple[str, ...]


def change(before: Installation, after: Installation, cards: Sequence[Card]) -> Change:
    """What the anomalies say of two releases of one product on one operating system."""
    fixed: list[str] = []
    still: list[str] = []
    introduced: list[str] = []
    unsure: list[str] = []
    for old, new in zip(answers(before, cards), answers(after, cards), strict=True):
        if new.verdict == "affected":
            (still if old.verdict == "affected" else introduced).append(new.anomaly)
        elif old.verdict == "affected":
            (unsure if new.verdict == "not_stated" else fixed).append(new.anomaly)
    return Change(tuple(fixed), tuple(still), tuple(introduced), tuple(unsure))


def way(before: Installation, target: str, cards: Iterable[Card]) -> list[Card] | None:
    """The fewest patches that lead from an installation to a release, in order; None when none do.

    A patch takes any release from the one it starts from up to the one it yields; of two as short, the one that
    reaches further goes first.
    """
    order = before.product.order
    if before.rank is None or target not in order:
        return None
    steps = [one for one in cards if _fits(one, before)]
    steps.sort(key=lambda one: (-order[one.step[1]], int(one.id.partition("-")[2])))
    ways: deque[tuple[int, list[Card]]] = deque([(before.rank, [])])
    seen = {before.rank}
    while ways:
        rank, taken = ways.popleft()
        if rank == order[target]:
            return taken
        for step in steps:
            start, reached = (order[version] for version in step.step)
            if start <= rank < reached <= order[target] and reached not in seen:
                seen.add(reached)
                ways.append((reached, [*taken, step]))
    return None


def _fits(card: Card, installation: Installation) -> bool:
    """Whether the card is of a patch for the product and operating system that leads from release to release."""
    order = installation.product.order
    return (
        len(card.step) == 2
        and card.products == (installation.product.id,)
        and card.systems == (installation.os,)
        and all(version in order for version in card.step)
    )
