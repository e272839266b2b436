import threading
from pathlib import Path

from knownbase.preview.ending import Ending
from knownbase.preview.watch import Place, Watch, changes, places, snapshot


def test_it_looks_at_the_sources_and_at_the_packages_own_texts_templates_and_theme(root):
    names = snapshot(places(root))
    assert {name for name in names if not name.startswith("knownbase/")} == {
        "taxonomy.yaml",
        "mkdocs.yml",
        "faq/FAQ-0001.yaml",
        "docs/index.md",
        "docs_fr/index.md",
    }
    own = {name for name in names if name.startswith("knownbase/")}
    assert {
        "knownbase/strings/fr.yaml",
        "knownbase/render/templates/faq.html",
        "knownbase/theme/overrides/main.html",
    } <= own
    assert [name for name in own if name.endswith((".py", ".pyc"))] == []


def test_changes_are_told_by_file(root):
    before = snapshot(places(root))
    (root / "docs/index.md").write_text("# Changed\n")
    (root / "docs/new.md").write_text("# New\n")
    (root / "docs/.new.md.swp").write_text("an editor's own file")
    (root / "taxonomy.yaml").unlink()
    assert changes(before, snapshot(places(root))) == [
        "docs/index.md changed",
        "docs/new.md added",
        "taxonomy.yaml removed",
    ]


def test_it_sees_through_links_and_a_link_to_a_parent_ends(tmp_path: Path):
    real = tmp_path / "elsewhere"
    (real / "deep").mkdir(parents=True)
    file = real / "deep" / "FAQ-0001.yaml"
    file.write_text("one")
    (tmp_path / "faq").symlink_to(real, target_is_directory=True)
    (real / "deep" / "up").symlink_to(real, target_is_directory=True)
    (real / "nowhere").symlink_to(tmp_path / "nothing")
    watched = (Place("faq", tmp_path / "faq"),)
    before = snapshot(watched)
    file.write_text("three")
    told = changes(before, snapshot(watched))
    assert told == ["faq/deep/FAQ-0001.yaml changed", "faq/deep/up/deep/FAQ-0001.yaml changed"]
    assert "faq/nowhere" in before


def test_changes_that_arrive_together_are_one(root):
    watch = Watch(places(root))
    (root / "docs/index.md").write_text("# One\n")
    later = threading.Timer(0.05, (root / "docs_fr/index.md").write_text, ["# Un\n"])
    later.start()
    assert watch.wait(Ending()) == ["docs/index.md changed", "docs_fr/index.md changed"]
    later.join()


def test_a_change_is_told_once_even_when_it_comes_between_two_waits(root):
    watch, ending, name = Watch(places(root)), Ending(), "docs/index.md"
    (root / name).write_text("changed")
    assert watch.wait(ending) == [f"{name} changed"]
    (root / name).write_text("changed during the build")
    assert watch.wait(ending) == [f"{name} changed"]
    threading.Timer(0.1, setattr, [ending, "asked", True]).start()
    assert watch.wait(ending) == []
