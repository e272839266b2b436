"""A live site that somebody has touched, found late; and what a whole build leaves as it was."""

import os
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from roots import changed, files_of, made

from knownbase import answers, looking
from knownbase.recorded import Recorded
from knownbase.tree import Standing, as_recorded


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no second process")
def test_what_is_found_after_all_was_made_is_mended_too(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that looks at the site is slow: the edit is made meanwhile."""
    here = os.getpid()
    looked: list[int] = []

    def slowly(site: Path, records: Recorded, folders: Iterable[str]) -> Standing:
        if os.getpid() == here:
            looked.append(here)
        else:
            time.sleep(1)
        return as_recorded(site, records, folders)

    monkeypatch.setattr(answers, "can_fork", lambda: True)
    monkeypatch.setattr(looking, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr(looking, "as_recorded", slowly)
    out = tmp_path / "site"
    made(root, out)
    (out / "anomalies" / "ANO-0003.html").write_text("not ours")
    changed(root, "faq/FAQ-0002.yaml", 'answer: {en: "', 'answer: {en: "Certainly so. ')
    made(root, out)
    assert not looked
    made(root, tmp_path / "alone", clean=True)
    assert files_of(out) == files_of(tmp_path / "alone")


@pytest.mark.parametrize("copies", [(), ("gz",)])
def test_a_whole_build_leaves_what_is_the_same_and_drops_what_is_no_more(
    root: Path, tmp_path: Path, copies: tuple[str, ...]
) -> None:
    out = tmp_path / "site"
    more = root / "faq" / "FAQ-0009.yaml"
    more.write_text(
        (root / "faq" / "FAQ-0002.yaml").read_text("utf-8").replace("FAQ-0002", "FAQ-0009"), "utf-8"
    )
    made(root, out, copies=copies)
    before = {path: (out / path).stat().st_ino for path in files_of(out)}
    changed(root, "taxonomy.yaml", "{id: linux, name: Linux}", "{id: linux, name: GNU}")
    more.unlink()
    outcome = made(root, out, copies=copies)
    after = {path: (out / path).stat().st_ino for path in files_of(out)}
    written = {path for path, inode in after.items() if before.get(path) != inode}
    assert outcome.written == len(written) - 1
    assert 10 < len(written) < len(after) // 2
    assert {path.split(".")[0] for path in before.keys() - after.keys() if "search" not in path} == {
        "faq/FAQ-0009", "fr/faq/FAQ-0009", "api/v1/entries/FAQ-0009",
    }  # fmt: skip
    made(root, tmp_path / "alone", clean=True, copies=copies)
    assert files_of(out) == files_of(tmp_path / "alone")
