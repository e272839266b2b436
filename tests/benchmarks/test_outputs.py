"""What the benchmark of outputs leaves out is there to be left out, and every file of a site has its place."""

import sys
from pathlib import Path

import pytest
from roots import BASE, REPOSITORY, built

sys.path.insert(0, str(REPOSITORY / "benchmarks"))

from build_trial.without import left_out
from outputs import MEASURED, PLACES, sizes

from knownbase.outputs.all import ENTRY_FILES, OUTPUTS


@pytest.mark.parametrize("name", MEASURED)
def test_an_output_is_left_out_and_no_other(name: str) -> None:
    kept = [left_out(outputs, [name]) for outputs in (OUTPUTS, ENTRY_FILES)]
    assert kept[0][1] | kept[1][1] == {name}
    gone = len(OUTPUTS) + len(ENTRY_FILES) - len(kept[0][0]) - len(kept[1][0])
    assert gone == {"feeds": 1, "api": 2, "sitemap": 1, "twins": 2}[name]


def test_what_is_not_there_is_not_met() -> None:
    assert left_out(OUTPUTS, ["feed"]) == (OUTPUTS, set())


def test_every_output_has_its_files(tmp_path: Path) -> None:
    built(BASE, tmp_path / "site")
    found = sizes(tmp_path / "site")
    assert [name for name in PLACES if 0 in found[name]] == []
    for n in (0, 1):
        assert sum(one[n] for name, one in found.items() if name != "all") == found["all"][n]
