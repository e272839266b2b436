"""A work in a process beside this one answers as it would in this one."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from knownbase import answers
from knownbase.answers import WorkerLost, answering, beside

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork"),
    pytest.mark.usefixtures("forking"),
]


def test_a_work_beside_gives_its_result_when_it_is_asked_for() -> None:
    with beside(os.getpid) as process:
        assert process() != os.getpid()


def test_a_work_beside_raises_when_it_is_asked_for_and_not_before() -> None:
    def work() -> None:
        raise FileNotFoundError(2, "not there")

    with beside(work) as result, pytest.raises(FileNotFoundError, match="not there"):
        result()


def test_a_work_beside_that_nobody_asks_for_is_ended(tmp_path: Path) -> None:
    def work() -> None:
        (tmp_path / "process").write_text(str(os.getpid()))
        signal.pause()

    with beside(work):
        while not (tmp_path / "process").exists() or not (tmp_path / "process").read_text():
            pass
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "process").read_text()), 0)


def test_without_a_fork_a_work_is_done_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "can_fork", lambda: False)
    done: list[int] = []
    with beside(lambda: done.append(os.getpid())) as result:
        assert not done
        result()
    assert done == [os.getpid()]


def test_a_work_answers_several_times_and_goes_on_meanwhile(tmp_path: Path) -> None:
    def work() -> Iterator[object]:
        yield {"answer": 1}
        yield "x" * 100_000  # more than a pipe holds
        (tmp_path / "gone on").touch()
        yield os.getpid()

    with answering(work) as asked:
        while not asked.ready():
            pass
        assert asked.answer() == {"answer": 1}
        assert asked.answer() == "x" * 100_000
        while not (tmp_path / "gone on").exists():
            pass
        assert asked.answer() != os.getpid()


def test_what_a_work_raises_comes_after_its_answers() -> None:
    def work() -> Iterator[int]:
        yield 1
        raise FileNotFoundError(2, "not there")

    with answering(work) as asked:
        assert asked.answer() == 1
        with pytest.raises(FileNotFoundError, match="not there"):
            asked.answer()


def test_a_work_that_is_killed_answers_no_more() -> None:
    def work() -> Iterator[int]:
        yield 1
        os.kill(os.getpid(), signal.SIGKILL)

    with answering(work) as asked:
        assert asked.answer() == 1
        with pytest.raises(WorkerLost, match="killed"):
            asked.answer()


@pytest.mark.parametrize("forks", [True, False])
def test_each_answer_is_worked_for_when_it_is_asked_for(forks: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "can_fork", lambda: forks)
    done: list[int] = []

    def work() -> Iterator[int]:
        for n in range(2):
            done.append(n)
            yield os.getpid()

    with answering(work, here=forks) as asked:
        assert (done, asked.ready()) == ([], True)
        assert (asked.answer(), done) == (os.getpid(), [0])
        assert (asked.answer(), done) == (os.getpid(), [0, 1])
