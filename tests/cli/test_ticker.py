"""How far a build has come, on one line of a terminal."""

from knownbase.cli.ticker import line
from knownbase.progress import STEP, counted, shared_by, watched


def test_the_line() -> None:
    assert line("reading", 0, 10_012, 0.0) == "reading  0 of 10,012"
    assert line("reading", 3400, 10_012, 2.0) == "reading  3,400 of 10,012  1,700/s  4 s left"


def test_whoever_watches_is_told_and_the_items_come_through() -> None:
    told: list[tuple[str, int, int]] = []
    with watched(lambda *word: told.append(word)):
        assert list(counted("x", range(2 * STEP))) == list(range(2 * STEP))
    assert told == [("x", 0, 2 * STEP), ("x", STEP, 2 * STEP), ("x", 2 * STEP, 2 * STEP)]
    assert list(counted("x", range(STEP))) == list(range(STEP))
    assert len(told) == 3


def test_one_process_speaks_for_those_beside_it() -> None:
    told: list[tuple[str, int, int]] = []
    with watched(lambda *word: told.append(word)), shared_by(2):
        assert list(counted("x", range(10))) == list(range(10))
    assert told == [("x", 0, 20), ("x", 20, 20)]
