"""Makes .venv from the locks when it is missing or stale, then runs a command in it.

Every entry point beside this file begins here, so this file must start on any Python 3, even one
that is too old for the project: it then looks for a better one. Standard library only.

    stamp fits? ──yes──► exec .venv/bin/COMMAND            (well under 0.1 s)
        │ no
    take .venv.lock ─► stamp away ─► venv ─► locks with hashes ─► project ─► stamp ─► exec

The stamp is written last and taken away first, so a killed run leaves no stamp and the next one
starts over. It names every input: this checkout's place, the locks, pyproject.toml.
"""

import collections
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time

MINIMUM = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "knownbase-stamp.json")
LOCK = os.path.join(ROOT, ".venv.lock")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
RUN_TIME, TESTS, PROJECT = "requirements.lock", "requirements-test.lock", "pyproject.toml"


def run(command, *arguments, with_tests=False):
    """Replaces this process by `.venv/bin/COMMAND ARGUMENTS`, in the repository's top folder."""
    prepare(with_tests)
    os.chdir(ROOT)
    path = tool(command)
    if os.name == "nt":  # exec there returns to the prompt at once, before the program has ended
        sys.exit(subprocess.call([path, *arguments], env=environment()))
    os.execve(path, [path, *arguments], environment())


def tool(name):
    """The path of a program of .venv."""
    return os.path.join(BIN, name + (".exe" if os.name == "nt" else ""))


def environment():
    """The caller's environment, without what would lead .venv to another Python's packages."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    kept["VIRTUAL_ENV"] = VENV
    kept["PATH"] = BIN + os.pathsep + kept.get("PATH", os.defpath)
    return kept


def prepare(with_tests=False):
    """Brings .venv up to the locks. Exits with a plain message when that cannot be done."""
    wanted = inputs()
    if fits(stamp(), wanted, with_tests):
        return
    begun = time.monotonic()
    try:
        with alone() as held:
            make(wanted, with_tests, held)
    except KeyboardInterrupt:
        sys.exit("knownbase: interrupted; the next run starts over")
    say(f"ready after {time.monotonic() - begun:.0f} s")


def inputs():
    """What .venv is made from: its place (scripts in it hold absolute paths) and three files."""
    return {"root": ROOT, **{name: digest(os.path.join(ROOT, name)) for name in (RUN_TIME, TESTS, PROJECT)}}


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def stamp():
    """What .venv was made from; empty when it is missing, unfinished, or its Python has gone."""
    if not os.path.exists(tool("python")):
        return {}
    try:
        with open(STAMP, encoding="utf-8") as file:
            return json.load(file)
    except (FileNotFoundError, ValueError):
        return {}


def fits(found, wanted, with_tests):
    names = ["root", RUN_TIME, PROJECT, *([TESTS] if with_tests else [])]
    return all(found.get(name) == wanted[name] for name in names)


def make(wanted, with_tests, held):
    """Does the steps that the stamp does not vouch for, then writes the new stamp.

    None are left when another process did them while this one waited for the lock.
    """
    found = stamp()
    with contextlib.suppress(FileNotFoundError):
        os.remove(STAMP)
    if found.get("root") != wanted["root"] or found.get(RUN_TIME) != wanted[RUN_TIME]:
        found = {}
        create(held)
        install(RUN_TIME, held)
    if with_tests and found.get(TESTS) != wanted[TESTS]:
        install(TESTS, held)
    if found.get(PROJECT) != wanted[PROJECT]:
        say("installing the project itself (editable)")
        pip(["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--editable", ROOT], held)
    if not with_tests:
        wanted = {**wanted, TESTS: found.get(TESTS)}
    with open(STAMP + ".new", "w", encoding="utf-8") as file:
        json.dump(wanted, file, indent=1)
    os.replace(STAMP + ".new", STAMP)


def create(held):
    python = interpreter()
    say(f"making .venv with {python}")
    shutil.rmtree(VENV, ignore_errors=True)
    call([python, "-I", "-m", "venv", VENV], held, "could not make .venv (see above)")


def install(lock, held):
    """Installs a lock; one line for every ten packages, as a slow network would else look like a hang."""
    with open(os.path.join(ROOT, lock), encoding="utf-8") as file:
        total = sum(1 for line in file if line[0].isalnum())
    say(f"installing the {total} packages of {lock}")
    pip(["--require-hashes", "--progress-bar", "off", "--requirement", os.path.join(ROOT, lock)], held, lock)


def pip(arguments, held, what="the project"):
    command = [tool("python"), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    fault = f"pip could not install {what} (see above); run the same command again"
    call(command + arguments, held, fault, "Collecting ")


def call(command, held, fault, counted=None):
    """Runs a step, showing its errors and, in tens, how many lines began with `counted`.

    Without `counted` its last lines are shown when it fails; pip says on stderr what is wrong.
    The child inherits the lock: should this process be killed, the next one waits for the child.
    """
    options = {} if os.name == "nt" else {"pass_fds": (held.fileno(),)}
    count, last = 0, collections.deque(maxlen=20)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, universal_newlines=True, env=environment(), cwd=ROOT, **options
    ) as child:
        for line in child.stdout:
            if counted is None:
                last.append(line)
            elif line.startswith(counted):
                count += 1
                if count % 10 == 0:
                    say(f"{count} packages fetched")
    if child.returncode != 0:
        sys.stderr.write("".join(last))
        sys.exit("knownbase: " + fault)


@contextlib.contextmanager
def alone():
    """Holds .venv.lock; the system lets go of it when the process ends, however it ends."""
    with open(LOCK, "a+") as held:
        if os.name == "nt":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(held.fileno(), msvcrt.LK_LOCK, 1)  # gives up after ten tries, one a second
                    break
                except OSError:
                    say("another process is preparing .venv; waiting")
        else:
            import fcntl

            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("another process is preparing .venv; waiting")
                fcntl.flock(held, fcntl.LOCK_EX)
        yield held


def interpreter():
    """The path of a Python that is new enough and can make a venv; exits with advice when there is none."""
    advice = []
    for candidate in candidates():
        version, complete = probe(candidate)
        name = ".".join(map(str, version))
        if version >= MINIMUM and complete:
            return candidate
        if version >= MINIMUM:
            advice.append(
                f"{candidate} is Python {name} without the modules venv and ensurepip; "
                f"on Debian and Ubuntu: apt install python{name}-venv"
            )
        elif version:
            advice.append(f"{candidate} is Python {name}, which is too old")
    needed = "needs Python {}.{} or later, with venv, on PATH".format(*MINIMUM)
    sys.exit("\n".join("knownbase: " + line for line in [needed, *advice]))


def candidates():
    """The Python that runs this file, outside any virtual environment, then those on PATH."""
    names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"]
    starter = getattr(sys, "_base_executable", None) or sys.executable
    paths = [starter, *map(shutil.which, names)]
    inside = os.path.join(VENV, "")
    return list(dict.fromkeys(path for path in paths if path and not path.startswith(inside)))


def probe(python):
    """(major, minor) and whether it can make a venv; () for a wrapper that does not start."""
    question = (
        "import sys\nprint(*sys.version_info[:2])\n"
        "try:\n import venv, ensurepip\n print('complete')\nexcept ImportError: pass"
    )
    try:
        done = subprocess.run(
            [python, "-I", "-c", question],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return (), False
    answer = done.stdout.split()
    return tuple(int(part) for part in answer[:2]), b"complete" in answer


def say(line):
    sys.stderr.write("knownbase: " + line + "\n")
    sys.stderr.flush()
