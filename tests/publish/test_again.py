"""A build after an edit gives the bytes of a build of its own, and does not do it all again."""

import os
import random
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
import roots
from build_trial.edits import Editor
from roots import THEME, changed, files_of

from knownbase.memory import folder_of
from knownbase.model.audience import Audience

ANSWER = 'answer: {en: "'


def pages(root: Path, tree: Path) -> None:
    """In the place of MkDocs: pages that say what stands in the first one."""
    shutil.copytree(THEME, tree, dirs_exist_ok=True)
    for folder, below in (("docs", ""), ("docs_fr", "fr/")):
        page = tree / f"{below}index.html"
        said = (root / folder / "index.md").read_text("utf-8").rpartition("\n\n")[2]
        page.write_text(page.read_text("utf-8").replace("</article>", f"<p>{said}</p></article>"), "utf-8")


made = partial(roots.made, pages=pages)


@pytest.fixture(params=["here", "beside"])
def sites_looked_at(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a small site is, and as a large one is: in processes beside the build's own."""
    monkeypatch.setattr("knownbase.looking.WORTH_A_PROCESS", 0 if request.param == "beside" else 1_000_000)


@pytest.mark.usefixtures("sites_looked_at")
@pytest.mark.parametrize("seed", range(2))
def test_edits_at_random(root: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    editor = Editor(root, tmp_path / "kept", chance)
    audience: Audience = chance.choice(["public", "customers"])
    made(root, tmp_path / "again", audience)
    story = []
    for _ in range(6):
        story.append(editor.edit())
        again = made(root, tmp_path / "again", audience)
        alone = made(root, tmp_path / "alone", audience, clean=True)
        assert again.report.findings == alone.report.findings, story
        assert again.published == alone.published, story
        if again.published:
            assert files_of(tmp_path / "again") == files_of(tmp_path / "alone"), story
            assert (again.pages, again.files) == (alone.pages, alone.files), story
        else:
            editor.undo()
            story.pop()


def inodes(site: Path) -> dict[str, int]:
    return {
        file.relative_to(site).as_posix(): file.stat().st_ino for file in site.rglob("*") if file.is_file()
    }


def test_one_text_changed_costs_its_pages_and_its_part_of_the_search(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    made(root, out)
    before = inodes(out)
    changed(root, "faq/FAQ-0002.yaml", ANSWER, ANSWER + "Certainly so. ")
    outcome = made(root, out)
    other = {path for path, inode in inodes(out).items() if before.get(path) != inode}
    assert outcome.written == len(other) - 1
    assert {path for path in other if path.endswith(".html")} == {
        "faq/FAQ-0002.html",
        "fr/faq/FAQ-0002.html",  # it has no French text
    }
    assert {path.split("/")[0] for path in other} == {"api", "faq", "fr", "search", "manifest.json"}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("anomalies_db/ANO-0001.yaml", "category: B", "audience: customers\ncategory: B"),
        ("downloads/PAT-0001.yaml", "source: en", "audience: customers\nsource: en"),
    ],
)
def test_lists_of_patches_name_what_is_still_visible(
    root: Path, tmp_path: Path, path: str, old: str, new: str
) -> None:
    """A row says what a patch requires and how many anomalies it mends: that depends on other entries."""
    changed(root, "faq/FAQ-0001.yaml", "ANO-0001", "ANO-0002")  # public prose may not name what is hidden
    for text in ("See ANO-0001", "Voyez ANO-0001"):
        changed(root, "downloads/PAT-0001.yaml", text, text.replace("0001", "0002"))
    out = tmp_path / "again"
    made(root, out)
    lists = {
        f"{locale}downloads/{name}.html" for locale in ("", "fr/") for name in ("product-relay", "os-windows")
    }
    before = files_of(out)
    changed(root, path, old, new)
    assert made(root, out).published
    after = files_of(out)
    made(root, tmp_path / "alone", clean=True)
    assert after == files_of(tmp_path / "alone")
    hidden = Path(path).stem.encode()
    assert [one for one in lists if before[one] == after[one]] == []
    assert [
        one for one, data in after.items() if one.startswith(("downloads/", "search/")) and hidden in data
    ] == []


def test_nothing_changed_touches_nothing(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    made(root, out)
    before = inodes(out), out.stat().st_ino
    assert made(root, out).written == 0
    assert (inodes(out), out.stat().st_ino) == before


IN_A_PROCESS = """
import sys
from pathlib import Path
from knownbase.build import build
outcome = build(Path(sys.argv[1]), Path(sys.argv[2]), "public", None, None)
print(outcome.written, outcome.pages, *sorted({"pydantic", "yaml", "jinja2", "nh3"} & sys.modules.keys()))
"""


def test_a_build_that_finds_nothing_to_do_imports_no_library(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    pages = made(root, out).pages
    command = [sys.executable, "-c", IN_A_PROCESS, str(root), str(out)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"0 {pages}\n"


@pytest.mark.usefixtures("sites_looked_at")
@pytest.mark.parametrize(
    "harm",
    [
        "deleted",
        "changed",
        "added",
        "another site",
        "a filter deleted",
        "no folder",
        "linked",
        "empty folder",
    ],
)
def test_a_site_that_was_touched_is_made_whole_again(root: Path, tmp_path: Path, harm: str) -> None:
    out = tmp_path / "site"
    made(root, out)
    whole = files_of(out)
    page = out / "faq" / "FAQ-0002.html"
    if harm == "deleted":
        page.unlink()
    elif harm == "changed":
        page.write_text("not ours")
    elif harm == "a filter deleted":
        next((out / "search" / "fr").glob("f*.js")).unlink()
    elif harm == "no folder":
        shutil.rmtree(out / "faq")
        (out / "faq").write_text("in the way")
    elif harm == "linked":
        (out / "faq").rename(tmp_path / "faq")
        (out / "faq").symlink_to(tmp_path / "faq")
    elif harm == "empty folder":
        shutil.rmtree(out / "faq")
        (out / "faq").mkdir()
    elif harm == "added":
        (out / "more" / "stray").mkdir(parents=True)
        (out / "more" / "stray" / "x.html").write_text("stray")
    else:
        shutil.copytree(out, tmp_path / "copy")
        shutil.rmtree(out)
        (tmp_path / "copy" / "faq" / "FAQ-0002.html").write_text("older")
        (tmp_path / "copy").rename(out)
    made(root, out)
    assert files_of(out) == whole
    assert not (out / "more").exists()


def damages(folder: Path) -> list[Path]:
    return [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "spare" not in file.parts and file.name != "place"
    ]


@pytest.mark.parametrize("harm", ["cut", "flipped", "gone"])
def test_a_damaged_cache_is_not_believed(root: Path, tmp_path: Path, harm: str) -> None:
    out = tmp_path / "site"
    chance = random.Random(harm)
    made(root, out)
    folder = folder_of(root, out, "public")
    text = root / "faq" / "FAQ-0002.yaml"
    texts = [text.read_text("utf-8").replace(ANSWER, f"{ANSWER}Said {word}. ") for word in ("once", "twice")]
    names = [file.name for file in damages(folder)]
    assert len(names) == 14
    alone = {}
    for n, name in enumerate(names):
        file = folder / name
        data = bytearray(file.read_bytes())
        if harm == "cut":
            file.write_bytes(data[: chance.randrange(len(data))])
        elif harm == "gone":
            file.unlink()
        else:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            file.write_bytes(data)
        text.write_text(texts[n % 2], "utf-8")
        made(root, out)
        if n < 2:
            made(root, tmp_path / "alone", clean=True)
            alone[n] = files_of(tmp_path / "alone")
        assert files_of(out) == alone[n % 2], name


@pytest.mark.usefixtures("sites_looked_at")
@pytest.mark.parametrize("harm", ["gone", "another", "all gone", "empty"])
def test_a_spare_that_somebody_has_touched_does_no_harm(root: Path, tmp_path: Path, harm: str) -> None:
    out = tmp_path / "site"
    spare = folder_of(root, out, "public") / "spare"
    for n in range(2):
        made(root, out)
        changed(root, "faq/FAQ-0002.yaml", ANSWER, f"{ANSWER}Said {n} times. ")
    if harm == "all gone":
        shutil.rmtree(spare)
    elif harm == "empty":
        shutil.rmtree(spare)
        spare.mkdir()
    else:
        kept, written = spare / "anomalies" / "ANO-0003.html", spare / "faq" / "FAQ-0002.html"
        for file in (kept, written):
            file.unlink()
            if harm == "another":
                file.write_text("another")
        (spare / "more").mkdir()  # and one that nobody knows
        (spare / "more" / "stray.html").write_text("stray")
    made(root, out)
    made(root, tmp_path / "alone", clean=True)
    assert files_of(out) == files_of(tmp_path / "alone")
    assert not (out / "more").exists()


def test_files_of_the_live_site_are_never_written_into(root: Path, tmp_path: Path) -> None:
    """The spare shares them: what is open elsewhere, or linked into a backup, stays as it was."""
    out = tmp_path / "site"
    made(root, out)
    shutil.copytree(out, tmp_path / "backup", copy_function=lambda one, two: Path(two).hardlink_to(one))
    before = files_of(tmp_path / "backup")
    for n in range(3):
        changed(root, "faq/FAQ-0002.yaml", ANSWER, f"{ANSWER}Said {n} times. ")
        made(root, out)
    assert files_of(tmp_path / "backup") == before


def test_the_clock_set_back_hides_no_edit(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    made(root, out)
    file = root / "faq" / "FAQ-0002.yaml"
    changed(root, "faq/FAQ-0002.yaml", ANSWER, ANSWER + "Certainly so. ")
    os.utime(file, (0, 0))
    made(root, out)
    assert "Certainly so." in (out / "faq" / "FAQ-0002.html").read_text("utf-8")


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_file_for_download_is_looked_at_again(root: Path, tmp_path: Path, harm: str) -> None:
    made(root, tmp_path / "site")
    file = root / "downloads" / "files" / "relay-1.11.txt"
    content = file.read_bytes()
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(content[::-1])
    outcome = made(root, tmp_path / "site")
    assert not outcome.published
    assert [one.rule for one in outcome.report.findings if one.level == "error"] == ["KB309"]
    file.write_bytes(content)
    assert made(root, tmp_path / "site").published


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names there are Unicode")
def test_a_name_that_is_no_text_is_told_of(root: Path, tmp_path: Path) -> None:
    made(root, tmp_path / "site")
    (root / "faq" / os.fsdecode(b"caf\xe9.txt")).write_text("?")
    assert not made(root, tmp_path / "site").published
    assert not made(root, tmp_path / "site", clean=True).published


def test_the_memory_of_a_site_that_is_gone_goes_too(root: Path, tmp_path: Path) -> None:
    made(root, tmp_path / "one")
    made(root, tmp_path / "two")
    assert len(list((root / ".knownbase" / "builds").iterdir())) == 2
    shutil.rmtree(tmp_path / "one")
    changed(root, "faq/FAQ-0002.yaml", ANSWER, ANSWER + "Certainly so. ")
    made(root, tmp_path / "two")
    assert list((root / ".knownbase" / "builds").iterdir()) == [folder_of(root, tmp_path / "two", "public")]


def test_without_a_place_for_the_cache_the_site_is_made_all_the_same(root: Path, tmp_path: Path) -> None:
    (root / ".knownbase").write_text("in the way")
    outcome = made(root, tmp_path / "site")
    assert outcome.published
    assert "cannot be written" in outcome.notice
    assert made(root, tmp_path / "site").written > 50
