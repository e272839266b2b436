"""Pages rendered by MkDocs: what it refuses stops the publication, from `mkdocs build` and from ours."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from roots import BASE, built, copy_of, files_of, mkdocs_pages

from knownbase.failure import PagesError

OLD = {"index.html": b"old", "manifest.json": b'{"files": {}}'}


def spoil_link(root: Path) -> None:
    with (root / "docs" / "faq" / "index.md").open("a") as page:
        page.write("\n[gone](../gone.md)\n")


def spoil_slot(root: Path) -> None:
    (root / "docs_fr" / "index.md").write_text("# Accueil\n\n<!-- kb: home-new -->\n", "utf-8")


def spoil_entry(root: Path) -> None:
    (root / "faq" / "FAQ-0001.yaml").write_text("id: FAQ-0001\n", "utf-8")


def spoil_plugin(root: Path) -> None:
    file = root / "mkdocs.yml"
    file.write_text(file.read_text("utf-8").replace("  - knownbase:", "  - nobase:"), "utf-8")


SPOILT = {
    spoil_link: "Doc file 'en/faq/index.md' contains a link '../gone.md', but the target",
    spoil_slot: "docs_fr/index.md: `<!-- kb: home-new -->`: known are ",
    spoil_entry: "faq/FAQ-0001.yaml:1:1 KB201 `category` is missing; add `category: …`",
    spoil_plugin: 'The "nobase" plugin is not installed',
}


@pytest.fixture(scope="module")
def answers(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, tuple[int, str, dict[str, bytes], list[str]]]:
    """One `mkdocs build --strict` for each mistake, all at once: status, output, site, what lies beside it."""
    place = tmp_path_factory.mktemp("spoilt")
    running = {}
    for spoil in SPOILT:
        home = place / spoil.__name__
        root, site = copy_of(BASE, home / "content"), home / "public" / "site"
        spoil(root)
        site.mkdir(parents=True)
        for name, data in OLD.items():
            (site / name).write_bytes(data)
        running[spoil.__name__] = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
            cwd=root,
            env={**os.environ, "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    outputs = {name: process.communicate(timeout=120)[0] for name, process in running.items()}
    return {
        name: (
            running[name].returncode,
            output,
            files_of(place / name / "public" / "site"),
            [path.name for path in (place / name / "public").iterdir()],
        )
        for name, output in outputs.items()
    }


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_mkdocs_build_leaves_the_old_site_and_says_why(spoil, answers) -> None:  # type: ignore[no-untyped-def]
    status, output, site, beside = answers[spoil.__name__]
    assert status == 1
    assert SPOILT[spoil] in output
    assert "Traceback" not in output
    assert site == OLD
    assert beside == ["site"]


def test_our_build_names_the_page_and_the_next_one_works(tmp_path: Path) -> None:
    root = copy_of(BASE, tmp_path / "content")
    page = root / "docs" / "faq" / "index.md"
    right = page.read_text("utf-8")
    spoil_link(root)
    with pytest.raises(PagesError, match=r"'docs/faq/index\.md' contains a link '\.\./gone\.md'"):
        built(root, tmp_path / "site", pages=mkdocs_pages)
    assert not (tmp_path / "site").exists()
    page.write_text(right, "utf-8")
    built(root, tmp_path / "site", pages=mkdocs_pages)
    assert (tmp_path / "site" / "faq" / "index.html").is_file()


def test_our_build_needs_its_plugin_in_the_configuration(tmp_path: Path) -> None:
    root = copy_of(BASE, tmp_path / "content")
    text, _, _ = (root / "mkdocs.yml").read_text("utf-8").partition("  - knownbase:")
    (root / "mkdocs.yml").write_text(text, "utf-8")
    with pytest.raises(PagesError, match=r"mkdocs\.yml: the plugin `knownbase` is missing"):
        built(root, tmp_path / "site", pages=mkdocs_pages)
