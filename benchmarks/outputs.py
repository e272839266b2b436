#!/usr/bin/env python3
"""What feeds, JSON API, sitemap and Markdown twins add to a build, in seconds and octets; seconds and size of the offline ZIP.

Example: benchmarks/outputs.py --entries 10000 --rounds 7 --on /dev/shm

Two content roots that are the same are built in turn, one by the program as it is, one by the program without those
four: whole, then after a change of one entry. In every other round the second goes first. Figures are medians of the
rounds, and of each round's own difference: what slows the machine slows both. What the index of the search records for
the API on its way is on both sides. Then the site is packed by `knownbase bundle`. More than 1,000 entries: up to there the
check asks whether each title is found, which made ones are not (KB701). The last line is one JSON object.
"""

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from build_trial.content import make_root
from build_trial.trial import KNOWNBASE, Trial

LAUNCHER = Path(__file__).parent / "build_trial" / "without.py"
MEASURED = ("feeds", "api", "sitemap", "twins")
"""Modules of knownbase.outputs, together."""
PLACES = {
    "feeds": r"(fr/)?feeds/.*",
    "api": r"api/.*",
    "sitemap": r"sitemap(-.*)?\.xml",
    "twins": r".*\.md",
    "calendars": r"(fr/)?calendars/.*",
    "llms_txt": r"(fr/)?llms\.txt",
    "search": r"search/.*",
    "pages": r".*\.html",
}
"""Where each output lies in the site; the first that fits."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=10_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument(
        "--edits", type=int, default=3, metavar="N", help="builds after an edit, in each round"
    )
    parser.add_argument("--on", type=Path, metavar="DIR", help="work here: a folder of the disk, or of tmpfs")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="knownbase-outputs-", dir=options.on) as temporary:
        figures = _measured(Path(temporary), options)
    for name, value in figures.items():
        if not isinstance(value, dict):
            print(f"  {name:<32} {value:>14,}")
    for name, (files, octets) in figures["files_and_octets"].items():
        print(f"  {name:<32} {files:>8,} files {octets:>14,} octets")
    print(json.dumps(figures))
    return 0


def _measured(work: Path, options: argparse.Namespace) -> dict[str, Any]:
    _say(f"making {options.entries:,} entries")
    make_root(work / "with", options.entries)
    shutil.copytree(work / "with", work / "without")
    trials = {
        name: Trial(work / name, work / name / "site", program=program(left_out))
        for name, left_out in (("with", ()), ("without", MEASURED))
    }
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for n in range(options.rounds):
        _say(f"round {n + 1} of {options.rounds}")
        sides = list(trials.items())[:: 1 if n % 2 == 0 else -1]
        for name, trial in sides:
            seconds[f"{name}_cold"].append(trial.cold())
        for _ in range(options.edits):
            for name, trial in sides:
                seconds[f"{name}_one_entry"].append(trial.one_entry())
        seconds["bundle"].append(bundled(work / "with", work / "kb.zip"))
    figures: dict[str, Any] = {"entries": trials["with"].entries, "rounds": options.rounds}
    figures |= {name: round(statistics.median(all_), 3) for name, all_ in seconds.items()}
    for what in ("cold", "one_entry"):
        pairs = zip(seconds[f"with_{what}"], seconds[f"without_{what}"], strict=True)
        figures[f"added_{what}"] = round(statistics.median(one - other for one, other in pairs), 3)
    figures["zip_octets"] = (work / "kb.zip").stat().st_size
    figures["files_and_octets"] = sizes(trials["with"].out)
    return figures


def program(left_out: Sequence[str]) -> list[str]:
    return [sys.executable, str(LAUNCHER), ",".join(left_out)]


def bundled(root: Path, place: Path) -> float:
    """Seconds that the program takes to pack the site that stands."""
    place.unlink(missing_ok=True)
    command = [str(KNOWNBASE), "bundle", "--quiet", "--root", str(root), "--out", str(place)]
    begun = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - begun


def sizes(site: Path) -> dict[str, tuple[int, int]]:
    """Output → its files and their octets; what is none of `PLACES` is `other`."""
    found = dict.fromkeys([*PLACES, "other", "all"], (0, 0))
    for file in site.rglob("*"):
        if file.is_file():
            path, octets = file.relative_to(site).as_posix(), file.stat().st_size
            place = next((name for name, form in PLACES.items() if re.fullmatch(form, path)), "other")
            for name in (place, "all"):
                files, before = found[name]
                found[name] = files + 1, before + octets
    return found


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
