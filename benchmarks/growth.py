#!/usr/bin/env python3
"""How seconds and memory of a whole build grow with the number of entries.

Example: benchmarks/growth.py --entries 1000 5000 10000 50000 --on /dev/shm

The exponent is the slope of a line through the logarithms of entries and seconds (least squares): 1 is linear. The
last line is one JSON object.
"""

import argparse
import json
import math
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from build_trial.content import make_root
from build_trial.trial import Trial


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, nargs="+", default=[1_000, 5_000, 10_000, 50_000], metavar="N")
    parser.add_argument(
        "--rounds", type=int, default=1, metavar="N", help="builds of each size; their median"
    )
    parser.add_argument("--on", type=Path, metavar="DIR", help="work here: a folder of the disk, or of tmpfs")
    options = parser.parse_args(arguments)
    rows = [_measured(count, options.rounds, options.on) for count in options.entries]
    figures = {
        "sizes": rows,
        "exponent": round(slope([(row["entries"], row["seconds"]) for row in rows]), 3),
    }
    print(json.dumps(figures))
    return 0


def _measured(entries: int, rounds: int, on: Path | None) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="knownbase-growth-", dir=on) as folder:
        root = Path(folder) / "root"
        print(f"making {entries:,} entries", file=sys.stderr, flush=True)
        make_root(root, entries)
        trial = Trial(root, Path(folder) / "site")
        seconds = statistics.median(trial.cold() for _ in range(rounds))
        row = {
            "entries": trial.entries,
            "seconds": round(seconds, 2),
            "ms_an_entry": round(1000 * seconds / trial.entries, 3),
            "peak_mb": round(trial.peak / 1e6),
            "nothing_changed": round(trial.again(), 2),
            "one_entry": round(trial.one_entry(), 2),
        }
    print("  ".join(f"{name} {value:,}" for name, value in row.items()), flush=True)
    return row


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Of the line nearest to the logarithms of the points; 0 for fewer than two."""
    if len(points) < 2:
        return 0.0
    line = statistics.linear_regression([math.log(x) for x, _ in points], [math.log(y) for _, y in points])
    return line.slope


if __name__ == "__main__":
    raise SystemExit(main())
