"""The scripts: what makes .venv stale, what an interrupted run leaves, which Python is taken."""

import ast
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import bootstrap
import pytest

SCRIPTS = Path(bootstrap.__file__).parent
COMMANDS = ["bench", "build", "check", "serve", "test"]
RUN_TIME, TESTS, PROJECT = bootstrap.RUN_TIME, bootstrap.TESTS, bootstrap.PROJECT


class Checkout:
    """A checkout whose slow steps are written down instead of done."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.monkeypatch, self.steps = folder, monkeypatch, []
        for name in (RUN_TIME, TESTS, PROJECT):
            self.change(name)
        self.move(folder)
        monkeypatch.setattr(bootstrap, "create", self.create)
        monkeypatch.setattr(bootstrap, "install", lambda lock, held: self.steps.append(lock))
        monkeypatch.setattr(bootstrap, "pip", lambda arguments, held: self.steps.append("project"))

    def move(self, folder):
        self.folder = folder
        places = {
            "ROOT": folder,
            "VENV": folder / ".venv",
            "STAMP": folder / ".venv/stamp.json",
            "LOCK": folder / ".venv.lock",
            "BIN": folder / ".venv/bin",
        }
        for name, path in places.items():
            self.monkeypatch.setattr(bootstrap, name, str(path))

    def change(self, name):
        with open(self.folder / name, "a") as file:
            file.write("another line\n")

    def create(self, held):
        self.steps.append("venv")
        Path(bootstrap.BIN).mkdir(parents=True, exist_ok=True)
        Path(bootstrap.tool("python")).touch()

    def prepare(self, *, with_tests=False):
        """The steps that one run takes."""
        self.steps.clear()
        bootstrap.prepare(with_tests)
        return self.steps.copy()


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    return Checkout(tmp_path / "here", monkeypatch)


EVERYTHING = ["venv", RUN_TIME, "project"]


def test_a_run_does_only_what_is_stale(checkout):
    assert checkout.prepare() == EVERYTHING
    assert checkout.prepare() == []
    assert checkout.prepare(with_tests=True) == [TESTS]
    assert checkout.prepare(with_tests=True) == []
    checkout.change(PROJECT)
    assert checkout.prepare() == ["project"]
    assert checkout.prepare(with_tests=True) == []
    checkout.change(TESTS)
    assert checkout.prepare() == []
    assert checkout.prepare(with_tests=True) == [TESTS]
    checkout.change(RUN_TIME)
    assert checkout.prepare() == EVERYTHING
    assert checkout.prepare(with_tests=True) == [TESTS]


def test_a_venv_whose_python_has_gone_is_made_again(checkout):
    checkout.prepare()
    os.remove(bootstrap.tool("python"))
    assert checkout.prepare() == EVERYTHING


def test_a_venv_of_another_place_is_made_again(checkout):
    checkout.prepare()
    checkout.move(checkout.folder.rename(checkout.folder.parent / "there"))
    assert checkout.prepare() == EVERYTHING


def test_a_damaged_stamp_vouches_for_nothing(checkout):
    checkout.prepare()
    Path(bootstrap.STAMP).write_text("{")
    assert checkout.prepare() == EVERYTHING


@pytest.mark.parametrize("stale", [RUN_TIME, TESTS])
def test_an_interrupted_run_leaves_no_stamp(checkout, monkeypatch, stale):
    checkout.prepare(with_tests=True)
    checkout.change(stale)

    def interrupted(lock, held):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(bootstrap, "install", interrupted)
        with pytest.raises(SystemExit, match="interrupted; the next run starts over"):
            bootstrap.prepare(with_tests=True)
    assert checkout.prepare() == EVERYTHING


def test_of_two_at_once_one_does_the_work(checkout, capsys):
    with bootstrap.alone():
        others = [threading.Thread(target=bootstrap.prepare) for _ in range(2)]
        for other in others:
            other.start()
        others[0].join(timeout=0.2)
        assert checkout.steps == []
    for other in others:
        other.join()
    assert checkout.steps == EVERYTHING
    assert capsys.readouterr().err.count("another process is preparing .venv; waiting") == 2


@pytest.mark.skipif(os.name == "nt", reason="a lock is not inherited on Windows")
def test_a_step_outlives_its_killed_parent_and_keeps_the_lock(checkout):
    import fcntl

    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import bootstrap\n"
        "bootstrap.LOCK = sys.argv[2]\n"
        "step = ['sh', '-c', 'echo begun >&2; exec cat $0', sys.argv[3]]\n"
        "with bootstrap.alone() as held: bootstrap.call(step, held, '')"
    )
    pipe = checkout.folder / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-c", program, SCRIPTS, bootstrap.LOCK, pipe]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as parent:
        assert parent.stderr.readline() == "begun\n"
        with open(pipe, "w"):  # the step ends when this closes
            parent.send_signal(signal.SIGKILL)
            parent.wait()
            with open(bootstrap.LOCK, "a") as lock, pytest.raises(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with bootstrap.alone():
        pass


def test_a_failed_step_shows_its_last_lines_and_what_to_do(checkout, capfd):
    step = [sys.executable, "-c", "print('no network'); raise SystemExit(1)"]
    with bootstrap.alone() as held, pytest.raises(SystemExit) as stopped:
        bootstrap.call(step, held, "pip could not install it")
    assert stopped.value.code == "knownbase: pip could not install it"
    assert capfd.readouterr().err == "no network\n"


class Machine:
    """A machine with these programs on PATH; each prints what the probe asks for, or fails."""

    def __init__(self, folder, monkeypatch):
        self.folder = folder
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.setattr(bootstrap.sys, "_base_executable", self.program("starter", "3 9", "complete"))

    def program(self, name, *lines, fails=False):
        path = self.folder / name
        path.write_text("#!/bin/sh\n" + "".join(f"echo {line}\n" for line in lines) + f"exit {int(fails)}\n")
        path.chmod(0o755)
        return str(path)


@pytest.fixture
def machine(tmp_path, monkeypatch):
    return Machine(tmp_path, monkeypatch)


def test_the_first_python_that_is_new_and_complete_is_taken(machine):
    machine.program("python3", "3 10", "complete")
    machine.program("python3.14", fails=True)  # a version manager's wrapper for a version not switched on
    machine.program("python3.13", "3 13")
    chosen = machine.program("python3.12", "3 12", "complete")
    machine.program("python3.11", "3 11", "complete")
    assert bootstrap.interpreter() == chosen


def test_the_python_that_runs_the_script_goes_first(machine):
    machine.program("python3.13", "3 13", "complete")
    starter = machine.program("starter", "3 11", "complete")
    assert bootstrap.interpreter() == starter


def test_without_a_usable_python_the_message_says_what_is_missing(machine):
    incomplete = machine.program("python3", "3 11")
    with pytest.raises(SystemExit) as stopped:
        bootstrap.interpreter()
    assert stopped.value.code.splitlines() == [
        "knownbase: needs Python 3.11 or later, with venv, on PATH",
        f"knownbase: {machine.folder}/starter is Python 3.9, which is too old",
        f"knownbase: {incomplete} is Python 3.11 without the modules venv and ensurepip; "
        "on Debian and Ubuntu: apt install python3.11-venv",
    ]


def test_the_venv_to_be_replaced_is_never_its_own_source(machine, monkeypatch):
    monkeypatch.setattr(bootstrap, "VENV", str(machine.folder))
    assert bootstrap.candidates() == []


@pytest.mark.parametrize("name", ["bootstrap.py", *COMMANDS])
def test_an_old_python_can_read_the_script(name):
    ast.parse((SCRIPTS / name).read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_script_is_executable(name):
    assert os.access(SCRIPTS / name, os.X_OK)


@pytest.mark.parametrize("name", ["bench", "test"])
def test_help_needs_no_venv(name):
    shown = subprocess.run([SCRIPTS / name, "--help"], capture_output=True, text=True, check=True)
    usage = ast.get_docstring(ast.parse((SCRIPTS / name).read_text(encoding="utf-8")))
    assert shown.stdout.startswith(usage)
