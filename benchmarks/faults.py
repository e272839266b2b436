#!/usr/bin/env python3
"""Kills builds, fills their disk, starts two at once, edits at random: is the site always whole and right?

Example: benchmarks/faults.py --kills 100 --edits 200

A site of the repository's content is published, an entry is changed, and the next build is killed (SIGKILL) at a
random moment of its run. Afterwards the site is the old one or the new one, each with every file of its manifest;
in the end it is what a clean build makes of the same content. A full disk is tried on a tmpfs of its own, which needs
the right to mount one. After each of the edits at random, of content without the slowest rule, the build that follows
is compared with a clean one, byte for byte. Any failure: exit status 1. The last line is one JSON object.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from build_trial.content import make_root
from build_trial.edits import Editor

from knownbase.tree import MANIFEST
from knownbase.verify import NoManifest, verify

KNOWNBASE = Path(sys.executable).with_name("knownbase")
ENTRY = "faq/FAQ-0001.yaml"
SEED = 20261126


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=100, metavar="N")
    parser.add_argument("--edits", type=int, default=200, metavar="N")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="knownbase-faults-") as temporary:
        work = Path(temporary)
        root = work / "root"
        make_root(root, 0)
        figures: dict[str, object] = {"kills": _kills(root, work / "site", options.kills)}
        figures["two_at_once"] = _two_at_once(root, work / "site")
        figures["disk_full"] = _disk_full(root, work / "small")
        figures["edits"] = _edits(work / "edited", options.edits)
    figures["failures"] = sum(
        count
        for found in figures.values()
        for name, count in dict(found).items()
        if name.startswith("BROKEN")  # type: ignore[call-overload]
    )
    for name, found in figures.items():
        print(f"  {name:<12} {found}")
    print(json.dumps(figures))
    return 1 if figures["failures"] else 0


def _build(root: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [str(KNOWNBASE), "build", "-q", "--root", str(root), "--out", str(out)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _edit(root: Path, mark: int) -> None:
    file = root / ENTRY
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("aliases:")]
    file.write_text("\n".join([*lines, f"aliases: [mark-{mark}]\n"]), "utf-8")


def _state(out: Path, before: str) -> str:
    """`old`, `new`, or what is wrong."""
    try:
        found = verify(out)
    except NoManifest as error:
        return f"BROKEN: {error}"
    if not found.none:
        return f"BROKEN: {len(found.missing)} missing, {len(found.changed)} changed, {len(found.added)} added"
    return "old" if (out / MANIFEST).read_text("utf-8") == before else "new"


def _kills(root: Path, out: Path, count: int) -> dict[str, int]:
    begun = time.perf_counter()
    _build(root, out).communicate()
    whole = time.perf_counter() - begun
    chance = random.Random(SEED)
    states: Counter[str] = Counter()
    for n in range(count):
        before = (out / MANIFEST).read_text("utf-8")
        _edit(root, n)
        process = _build(root, out)
        time.sleep(chance.uniform(0, 1.05 * whole))
        process.kill()
        process.communicate()
        states[_state(out, before)] += 1
        print(f"\r{n + 1} of {count} killed: {dict(states)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    _edit(root, count)
    _build(root, out).communicate()
    states["BROKEN: left behind"] += len(list(out.parent.glob(f".{out.name}.new-*")))
    states["BROKEN: not what a clean build makes"] += not _is_as_clean(root, out)
    return {name: number for name, number in states.items() if number}


def _is_as_clean(root: Path, out: Path) -> bool:
    """Whether a site is what a clean build makes of the content; or neither of them can be made."""
    alone = out.with_name(f"{out.name}-alone")
    command = [str(KNOWNBASE), "build", "-q", "--clean", "--root", str(root), "--out", str(alone)]
    made = subprocess.run(command, capture_output=True, check=False).returncode == 0
    return not made or (alone / MANIFEST).read_bytes() == (out / MANIFEST).read_bytes()


def _edits(work: Path, count: int) -> dict[str, int]:
    """Builds after edits at random; what the content does not survive is taken back."""
    root, out = work / "root", work / "site"
    make_root(root, 0)
    taxonomy = root / "taxonomy.yaml"
    off = 'rules: {KB701: {level: "off", reason: "the slowest rule looks at all entries, each time"}}'
    taxonomy.write_text(taxonomy.read_text("utf-8").replace("rules: {}", off), "utf-8")
    editor = Editor(root, work / "kept", random.Random(SEED))
    states: Counter[str] = Counter()
    _build(root, out).communicate()
    for n in range(count):
        story = editor.edit()
        process = _build(root, out)
        process.communicate()
        if process.returncode != 0:
            states["refused"] += 1
            editor.undo()
        elif verify(out).none and _is_as_clean(root, out):
            states["the same"] += 1
        else:
            states["BROKEN"] += 1
            print(f"\n{story}", file=sys.stderr)
        print(f"\r{n + 1} of {count} edited: {dict(states)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return dict(states)


def _two_at_once(root: Path, out: Path) -> dict[str, int]:
    states: Counter[str] = Counter()
    for n in range(10):
        before = (out / MANIFEST).read_text("utf-8")
        _edit(root, 10_000 + n)
        both = [_build(root, out), _build(root, out)]
        ends = sorted((process.communicate(), process.returncode)[1] for process in both)
        state = _state(out, before)
        # Both may be refused when they begin in the same instant; never may both write.
        states[state if ends in ([0, 2], [2, 2], [0, 0]) else f"BROKEN: exit statuses {ends}"] += 1
    return dict(states)


def _disk_full(root: Path, place: Path) -> dict[str, int]:
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)]
    if os.name != "posix" or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        return {"no right to mount a tmpfs": 1}
    try:
        out = place / "site"
        process = _build(root, out)
        said = process.communicate()[1].decode()
        if process.returncode != 0:
            return {"BROKEN: 64 MB do not hold one site": 1}
        before = (out / MANIFEST).read_text("utf-8")
        _edit(root, 20_000)
        # What has not changed is linked and takes no room; what has changed must not find any.
        (place / "filler").write_bytes(bytes(max(0, shutil.disk_usage(place).free - (8 << 10))))
        process = _build(root, out)
        said = process.communicate()[1].decode()
        state = _state(out, before)
        told = process.returncode != 0 and "Traceback" not in said and "space" in said
        return {state if told else f"BROKEN: exit status {process.returncode}, said {said[-300:]!r}": 1}
    finally:
        subprocess.run(["umount", str(place)], check=False)


if __name__ == "__main__":
    raise SystemExit(main())
