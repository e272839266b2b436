"""Work step by step: each step for a run of items before the next, for the processor's caches hold the code of one."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

RUN = 32
"""Items of a run. With runs of one the page of an entry takes half as long again."""


def runs(items: Iterable[T]) -> Iterator[list[T]]:
    """The items, run by run."""
    left = iter(items)
    while run := list(islice(left, RUN)):
        yield run
