"""`knownbase check --files`: size and checksum of every file that patches offer, in a folder that is asked about."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from roots import BASE, copy_of

from knownbase.check.files import FolderUnreadable, unnamed_files
from knownbase.cli import main

RELAY = (BASE / "downloads/files/relay-1.11.txt").read_bytes()
VIEWER = b"[viewer]\nletters = large\n"
OTHER = b"[viewer]\nletters = small\n"  # of the same size
OTHER_SHA256 = "1b3bea83c5dae21a0069ab38d8e6b0d25365e0bc7128b206d9c0768b64da9198"  # as sha256sum says


def run(root: Path, folder: Path, *more: str) -> tuple[int, str]:
    arguments = ["check", "--no-findability", "--root", str(root), "--files", str(folder), *more]
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.output


def rows(text: str) -> list[tuple[str, str, int, str, str]]:
    """What `--json` says besides the warnings of the root as it stands."""
    return [
        (one["rule"], one["path"], one["line"], one["message"], one["remedy"])
        for one in json.loads(text)
        if one["level"] != "warning"
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small root, in which the file of another site is stated as it is."""
    root = copy_of(BASE, tmp_path / "content")
    file = root / "downloads/PAT-0003.yaml"
    text = file.read_text("utf-8").replace("size: 1233920", f"size: {len(VIEWER)}")
    file.write_text(text.replace("0" * 64, hashlib.sha256(VIEWER).hexdigest()), "utf-8")
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "relay-1.11.txt").write_bytes(RELAY)
    (folder / "viewer.ini").write_bytes(VIEWER)
    return folder


def test_files_as_stated_are_no_finding(root: Path, folder: Path) -> None:
    (root / "downloads/files/relay-1.11.txt").unlink()  # they lie in the other folder alone
    code, text = run(root, folder, "--json")
    assert (code, rows(text)) == (0, [])
    assert CliRunner().invoke(main, ["check", "--no-findability", "--root", str(root)]).exit_code == 1


def test_every_fault_is_told_at_once_at_its_line(root: Path, folder: Path) -> None:
    (folder / "relay-1.11.txt").unlink()
    (folder / "viewer.ini").write_bytes(OTHER)
    (folder / "sub").mkdir()
    (folder / "sub/relay-1.9.txt").write_bytes(b"x")
    code, text = run(root, folder, "--json")
    correct = "correct it here, or replace the file"
    place = folder.as_posix()
    assert (code, rows(text)) == (
        1,
        [
            ("KB310", f"{place}/sub/relay-1.9.txt", 0, "no patch offers this file", "name it in a patch, or take it away"),
            ("KB309", "downloads/PAT-0001.yaml", 8, f"{place}/relay-1.11.txt is not a file that can be read", "put it there, or correct its name"),
            ("KB309", "downloads/PAT-0003.yaml", 9, f"the file's `sha256` is {OTHER_SHA256}", correct),
        ],
    )  # fmt: skip


def test_a_file_that_no_patch_offers_is_a_note_and_no_failure(root: Path, folder: Path) -> None:
    (folder / "left over.txt").write_bytes(b"x")
    code, text = run(root, folder, "--quiet")
    note = f"{folder.as_posix()}/left over.txt KB310 (note) no patch offers this file; name it in a patch, or take it away"
    assert (code, text.split("\n")[0]) == (0, note)
    code, text = run(root, folder, "--format", "github")
    assert (code, text.split("\n")[0].split(" ")[0]) == (0, "::notice")


def test_a_site_can_forbid_what_no_patch_offers(root: Path, folder: Path) -> None:
    taxonomy = root / "taxonomy.yaml"
    rule = 'rules:\n  KB310: {level: error, reason: "The server hands out whatever lies there."}'
    taxonomy.write_text(taxonomy.read_text("utf-8").replace("rules:", rule), "utf-8")
    assert run(root, folder)[0] == 0
    (folder / "left-over.txt").write_bytes(b"x")
    assert run(root, folder)[0] == 1


def test_the_way_out_of_the_folder_is_not_taken(root: Path, folder: Path) -> None:
    patch = root / "downloads/PAT-0001.yaml"
    patch.write_text(
        patch.read_text("utf-8").replace("relay-1.11.txt", "../content/downloads/files/relay-1.11.txt")
    )
    code, text = run(root, folder, "--json")
    assert (code, [row[:3] for row in rows(text)]) == (
        1,
        [("KB310", f"{folder.as_posix()}/relay-1.11.txt", 0), ("KB309", "downloads/PAT-0001.yaml", 8)],
    )


def test_a_folder_that_is_none_is_wrong_usage(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    for wrong, why in ((tmp_path / "nowhere", "does not exist"), (file, "is a file")):
        code, text = run(root, wrong)
        assert (code, f"Directory '{wrong}' {why}." in text) == (2, True), text


def test_a_folder_that_cannot_be_listed_is_told(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permissions do not stop the superuser who may run these tests: the system's answer is put in its place."""

    def refuse(_place: object) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr("os.scandir", refuse)
    with pytest.raises(FolderUnreadable, match=f"^{folder}: Permission denied$"):
        unnamed_files(folder, [])
    monkeypatch.undo()
    message = f"{folder}: Permission denied"

    def unreadable(*_arguments: object) -> list[str]:
        raise FolderUnreadable(message)

    monkeypatch.setattr("knownbase.check.run.unnamed_files", unreadable)
    code, text = run(root, folder)
    assert (code, f"Invalid value for --files: {message}" in text) == (2, True), text
