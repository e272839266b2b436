"""The same input gives the same bytes: elsewhere, in another time zone and locale, and through `mkdocs build`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from roots import BASE, copy_of, files_of

SURROUNDINGS = {
    "here": {"TZ": "UTC", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"},
    "elsewhere": {
        "TZ": "Pacific/Kiritimati",
        "LANG": "fr_FR.UTF-8",
        "LC_ALL": "fr_FR.UTF-8",
        "PYTHONHASHSEED": "2",
    },
    "mkdocs": {
        "TZ": "America/Los_Angeles",
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "3",
        "NO_COLOR": "1",
    },
}


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The same root, copied to three places, built by three processes at once."""
    place = tmp_path_factory.mktemp("reproducible")
    commands = {
        "here": (place, ["knownbase", "build", "--quiet", "--root", "here/content", "--out", "here/site"]),
        "elsewhere": (place / "elsewhere" / "content", ["knownbase", "build", "--quiet", "--out", "../site"]),
        "mkdocs": (
            place / "mkdocs" / "content",
            ["mkdocs", "build", "--strict", "--quiet", "--site-dir", "../site"],
        ),
    }
    for name in commands:
        copy_of(BASE, place / name / "content")
    running = {
        name: subprocess.Popen(
            [str(Path(sys.executable).with_name(command)), *arguments],
            cwd=folder,
            env={**os.environ, **SURROUNDINGS[name]},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name, (folder, [command, *arguments]) in commands.items()
    }
    ends = {
        name: (process.communicate(timeout=120)[0], process.returncode) for name, process in running.items()
    }
    assert {name: output for name, (output, status) in ends.items() if status != 0} == {}
    return {name: files_of(place / name / "site") for name in commands}


@pytest.mark.parametrize("other", ["elsewhere", "mkdocs"])
def test_the_trees_are_the_same(trees: dict[str, dict[str, bytes]], other: str) -> None:
    one, two = trees["here"], trees[other]
    assert set(one) ^ set(two) == set()
    assert [path for path in one if one[path] != two[path]] == []


def test_the_tree_is_whole(trees: dict[str, dict[str, bytes]]) -> None:
    expected = {
        "index.html", "fr/index.html", "404.html", "sitemap.xml", "manifest.json",
        "faq/index.html", "fr/anomalies/ANO-0001.html", "products/relay.html",
        "downloads/files/relay-1.11.txt", "assets/kb/css/tokens.css", "assets/kb/js/page.js",
    }  # fmt: skip
    assert expected - set(trees["here"]) == set()


def test_nothing_of_the_workshop_is_published(trees: dict[str, dict[str, bytes]]) -> None:
    """No prototypes, sources or source maps, no compressed copies with a time stamp, no path of the machine."""
    unwanted = (".yaml", ".map", ".gz", ".py", "site.json", "shell.html")
    assert [path for path in trees["here"] if path.endswith(unwanted)] == []
    twins = {f"{path.removesuffix('.html')}.md" for path in trees["here"]}
    assert [path for path in trees["here"] if path.endswith(".md") and path not in twins] == []
    place = str(Path(__file__).parents[2]).encode()
    assert [path for path, data in trees["here"].items() if place in data or b"/tmp/" in data] == []
