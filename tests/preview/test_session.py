import shutil
import threading
from importlib.resources import files

import pytest
from preview.small_root import BAD_FAQ, FAQ

from knownbase.preview.session import Session


def test_a_bad_file_leaves_the_last_good_site_and_a_mended_one_replaces_it(root, session):
    assert (session.state.result, session.state.site) == ("building", False)
    good = session.rebuild()
    assert (good.result, good.site, good.report.findings) == ("good", True, ())
    page = session.place / "faq/FAQ-0001.html"
    assert "The password has changed." in page.read_text("utf-8")

    (root / "faq/FAQ-0001.yaml").write_text(BAD_FAQ.replace("has changed", "is old"), "utf-8")
    bad = session.rebuild()
    assert (bad.result, bad.site, bad.headline) == (
        "bad",
        True,
        "1 error, 0 warnings in 1 entry",
    )
    assert "The password has changed." in page.read_text("utf-8")

    (root / "faq/FAQ-0001.yaml").write_text(FAQ.replace("has changed", "is old"), "utf-8")
    assert session.rebuild().result == "good"
    assert "The password is old." in page.read_text("utf-8")
    assert len({good.revision, bad.revision, session.state.revision}) == 3


def test_refused_pages_are_told_in_their_own_words(root, session):
    (root / "docs/index.md").write_text("# broken\n")
    state = session.rebuild()
    assert (state.result, state.site, state.report, state.message) == (
        "bad",
        False,
        None,
        "docs/index.md links to nowhere",
    )


def test_any_other_failure_is_survived_and_told_with_its_place(root, tmp_path):
    def failing(_root, _tree):
        raise KeyError("hotline")

    session = Session(root, tmp_path / "preview/site", "public", failing)
    state = session.rebuild()
    assert (state.result, state.headline) == ("bad", "the build broke off")
    assert state.message.startswith("KeyError: 'hotline'\n")
    assert "in failing" in state.message


def test_a_changed_interface_text_is_read_again(root, session, tmp_path, monkeypatch):
    shutil.copytree(files("knownbase") / "strings", tmp_path / "package/strings")
    monkeypatch.setattr("knownbase.survey.PACKAGE", tmp_path / "package")
    monkeypatch.setattr("knownbase.read.strings.files", lambda _name: tmp_path / "package")
    session.rebuild()
    english = tmp_path / "package/strings/en.yaml"
    english.write_text(
        english.read_text("utf-8").replace("published: published", "published: first seen"), "utf-8"
    )
    session.rebuild()
    assert "first seen" in (session.place / "faq/FAQ-0001.html").read_text("utf-8")


@pytest.fixture(autouse=True)
def _texts_of_this_package_afterwards():
    from knownbase.read.strings import strings

    yield
    strings.cache_clear()


def test_who_waits_is_told_at_once_and_let_go_at_the_end(session):
    told = []
    waiting = threading.Thread(target=lambda: told.append(session.after(session.state.revision, 10)))
    waiting.start()
    state = session.rebuild()
    waiting.join()
    waiting = threading.Thread(target=lambda: told.append(session.after(state.revision, 10)))
    waiting.start()
    session.close()
    waiting.join()
    assert told == [state, None]
    assert session.after(state.revision, 0) is None
