#!/usr/bin/env python3
"""Seconds of a whole build and of one after a changed entry, beside Hugo, Pagefind, Zensical and MkDocs.

Example: benchmarks/build.py --entries 10000 --peers hugo --peers-bin ../peers/bin --on /dev/shm

The entries are made from the shipped ones (build_trial/content.py), the same for the same number; with --corpus
they are those of another content root. In every round each engine builds once, in turn; figures are medians of the
rounds. Pagefind runs over what Hugo made.

`lean` is the same program without the outputs that no peer makes: feeds, calendars, the API, Markdown twins, what the
browser knows of installations, checksums, redirects. It has pages, lists, search, sitemap, manifest; all is checked.
The last line is one JSON object.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from build_trial import peers
from build_trial.content import make_root
from build_trial.trial import KNOWNBASE, Trial

PEERS = ("hugo", "zensical", "mkdocs")
WITHOUT = Path(__file__).parent / "build_trial" / "without.py"
MORE = "api,calendars,checksums,feeds,installations,llms,marks,redirects,twins"
"""Modules of knownbase.outputs that `lean` is without."""
EDITS = 3
"""Builds after a changed entry, in each round."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=10_000, metavar="N")
    parser.add_argument("--corpus", type=Path, metavar="ROOT", help="a content root instead of made entries")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=[], metavar="PEER")
    parser.add_argument(
        "--peers-bin", type=Path, default=KNOWNBASE.parent, metavar="DIR", help="where their programs are"
    )
    parser.add_argument("--on", type=Path, metavar="DIR", help="work here: a folder of the disk, or of tmpfs")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="knownbase-build-", dir=options.on) as temporary:
        figures = _measured(Path(temporary), options)
    for name, value in figures.items():
        if not isinstance(value, dict):
            print(f"  {name:<32} {value:>12,}")
    print(json.dumps(figures))
    return 0


def _measured(work: Path, options: argparse.Namespace) -> dict[str, Any]:
    root = work / "root"
    if options.corpus:
        shutil.copytree(options.corpus, root, ignore=shutil.ignore_patterns("site", ".*"))
    else:
        _say(f"making {options.entries:,} entries")
        make_root(root, options.entries)
    engines: list[peers.Peer] = []
    for peer in peers.available(options.peers_bin, options.peers, root, work / "peers"):
        if isinstance(peer, str):
            _say(f"left out: {peer}")
        else:
            engines.append(peer)
    pagefind = _pagefind(options.peers_bin)
    shutil.copytree(root, work / "lean")
    trial = Trial(root, work / "site")
    lean = Trial(work / "lean", work / "lean-site", program=(sys.executable, str(WITHOUT), MORE))
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for n in range(options.rounds):
        _say(f"round {n + 1} of {options.rounds}")
        seconds["knownbase_cold"].append(trial.cold())
        seconds["knownbase_nothing_changed"].append(trial.again())
        seconds["knownbase_one_entry"].append(_one_entry(trial))
        seconds["knownbase_taxonomy"].append(trial.taxonomy())
        seconds["lean_cold"].append(lean.cold())
        seconds["lean_one_entry"].append(_one_entry(lean))
        for peer in engines:
            shutil.rmtree(peer.out, ignore_errors=True)
            seconds[peer.name].append(_timed(peer.run))
            if peer.name == "hugo" and pagefind is not None:
                seconds["pagefind"].append(_timed(lambda to=peer.out: peers.pagefind(pagefind, to)))  # type: ignore[misc]
            peer.edit()
            seconds[f"{peer.name}_one_entry"].append(_timed(peer.run))
    figures: dict[str, Any] = {"entries": trial.entries, "rounds": options.rounds}
    figures |= {name: round(statistics.median(all_), 3) for name, all_ in seconds.items()}
    figures |= _ratios(seconds)
    figures["peak_mb"] = round(trial.peak / 1e6)
    sizes = [file.stat().st_size for file in trial.out.rglob("*") if file.is_file()]
    figures |= {"files": len(sizes), "mb": round(sum(sizes) / 1e6, 1)}
    for name, of in (("stages", trial), ("lean_stages", lean)):
        figures[name] = {
            stage: round(statistics.median(one[stage] for one in of.stages), 3) for stage in of.stages[0]
        }
    if "hugo" in figures:
        figures["ratio_stamped_hugo"] = round(figures["lean_stages"]["stamp"] / figures["hugo"], 3)
    return figures


def _one_entry(trial: Trial) -> float:
    return statistics.median(trial.one_entry() for _ in range(EDITS))


def _ratios(seconds: dict[str, list[float]]) -> dict[str, float]:
    """Medians of the rounds' own ratios: what slows the machine slows both."""

    def median(names: str, below: str) -> float:
        rounds = zip(*(seconds[name] for name in [names, *below.split()]), strict=True)
        return round(statistics.median(one / sum(others) for one, *others in rounds), 3)

    ratios = {}
    for own, ratio in (("knownbase", "ratio"), ("lean", "ratio_lean")):
        if "hugo" in seconds:
            ratios[f"{ratio}_hugo"] = median(f"{own}_cold", "hugo")
        if "pagefind" in seconds:
            ratios[f"{ratio}_hugo_pagefind"] = median(f"{own}_cold", "hugo pagefind")
        beside = {
            peer: median(f"{own}_one_entry", f"{peer}_one_entry")
            for peer in PEERS
            if f"{peer}_one_entry" in seconds
        }
        ratios |= {f"{ratio}_one_entry_{peer}": value for peer, value in beside.items()}
        if beside:
            ratios[f"{ratio}_one_entry"] = max(beside.values())
    return ratios


def _pagefind(programs: Path) -> Path | None:
    """The program of pagefind-bin, which lies in its package."""
    found = sorted(programs.parent.glob("lib/python*/site-packages/pagefind_bin/pagefind"))
    return found[0] if found else None


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
