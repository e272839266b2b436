"""Work in several processes gives what it gives in one."""

import os
import signal
import time
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from knownbase import answers
from knownbase.answers import WorkerLost, jobs
from knownbase.parallel import WORTH_A_PROCESS, SharedOut, by_whoever_is_free, in_two, side_by_side
from knownbase.progress import watched

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork"),
    pytest.mark.usefixtures("forking"),
]


def test_results_come_in_order_from_different_processes() -> None:
    names = side_by_side([lambda n=n: (n, os.getpid()) for n in range(3)])  # type: ignore[misc]
    assert [n for n, _ in names] == [0, 1, 2]
    assert len({process for _, process in names}) == 3


@pytest.mark.parametrize("bad", [0, 1])
def test_what_a_work_raises_is_raised_here_and_no_process_is_left(
    bad: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: made.append(fork()) or made[-1])  # type: ignore[func-returns-value]

    def work(n: int) -> int:
        if n == bad:
            raise FileNotFoundError(2, "not there", str(n))
        return n

    with pytest.raises(FileNotFoundError, match="not there") as raised:
        side_by_side([lambda: work(0), lambda: work(1)])
    assert raised.value.filename == str(bad)
    (process,) = made
    with pytest.raises(ChildProcessError):
        os.waitpid(process, os.WNOHANG)


def test_a_killed_process_is_told_of() -> None:
    with pytest.raises(WorkerLost, match="killed"):
        side_by_side([lambda: None, lambda: os.kill(os.getpid(), signal.SIGKILL)])


def test_without_a_fork_it_is_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "can_fork", lambda: False)
    assert side_by_side([os.getpid, os.getpid]) == [os.getpid()] * 2


def test_what_a_process_wrote_is_there(tmp_path: Path) -> None:
    side_by_side([lambda n=n: (tmp_path / str(n)).write_text("x") for n in range(2)])  # type: ignore[misc]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0", "1"]


@pytest.mark.parametrize("count", [0, 1, 31, 32, 33, 1_000, 300_000])
def test_shared_items_are_taken_once_each(count: int) -> None:
    items = SharedOut(range(count))
    with closing(items):
        first, second = side_by_side([lambda: list(items), lambda: list(items)])
    assert len(items) == count // 2
    assert sorted([*first, *second]) == list(range(count))


def met(place: Path, processes: int) -> None:
    """Waits until so many processes are here: else one may have done all before the other begins."""
    (place / str(os.getpid())).touch()
    last = time.monotonic() + 30
    while len(list(place.iterdir())) < processes and time.monotonic() < last:
        time.sleep(0.001)


@pytest.mark.parametrize("forks", [True, False])
@pytest.mark.parametrize("count", [0, 1, 2 * WORTH_A_PROCESS - 1, 2 * WORTH_A_PROCESS, 5_003])
def test_what_two_make_of_items_comes_in_their_order(
    count: int, forks: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if not forks:
        monkeypatch.setattr(answers, "can_fork", lambda: False)
    here = os.getpid()
    processes = 2 if forks and count >= 2 * WORTH_A_PROCESS else 1

    def made(items: Sequence[int]) -> list[tuple[bool, int]]:
        met(tmp_path, processes)
        return [(os.getpid() == here, n) for n in items]

    found = in_two("counting", made, range(count))
    assert [n for _, n in found] == list(range(count))
    assert len({mine for mine, _ in found}) == min(count, processes)


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 7])
def test_works_are_done_once_each_by_whoever_is_free(count: int, processes: int, tmp_path: Path) -> None:
    def work(n: int) -> tuple[int, int]:
        met(tmp_path, min(count, processes))
        with (tmp_path / str(os.getpid())).open("a") as done:
            done.write(f"{n}\n")
        return n, os.getpid()

    with jobs(processes):
        made = by_whoever_is_free([partial(work, n) for n in range(count)])
    assert [n for n, _ in made] == list(range(count))
    assert len({process for _, process in made}) == min(count, processes)
    done = [line for file in tmp_path.iterdir() for line in file.read_text().split()]
    assert sorted(map(int, done)) == list(range(count))


@pytest.mark.parametrize("most", [1, 2])
def test_who_watches_hears_how_many_are_done_of_all(most: int, tmp_path: Path) -> None:
    def made(items: Sequence[int]) -> list[int]:
        met(tmp_path, most)
        return list(items)

    heard: list[tuple[str, int, int]] = []
    with jobs(most), watched(lambda *said: heard.append(said)):
        in_two("squaring", made, range(4_000))
    assert {what for what, _, _ in heard} == {"squaring"}
    assert {of for _, _, of in heard} == {4_000}
    done = [n for _, n, _ in heard]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 4_000)
