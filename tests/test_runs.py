"""Runs hold every item once, in order, and take no more than they need."""

from itertools import count, islice

from hypothesis import given
from hypothesis import strategies as st

from knownbase.runs import RUN, runs


@given(st.lists(st.integers(), max_size=5 * RUN))
def test_runs_are_the_items_in_pieces_of_one_size(items: list[int]) -> None:
    assert list(runs(items)) == [items[n : n + RUN] for n in range(0, len(items), RUN)]


def test_nobody_is_kept_waiting_for_more_than_a_run() -> None:
    taken = count()
    assert list(islice(runs(taken), 2)) == [list(range(RUN)), list(range(RUN, 2 * RUN))]
    assert next(taken) == 2 * RUN
