"""The hotline's search: what it finds and prints, and that its index follows every change."""

import gc
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from roots import BASE, REPOSITORY, catalogue_of, copy_of

from knownbase.cli import main
from knownbase.search.desk import in_memory


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of(BASE, tmp_path / "root")


def ask(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        main, ["search", "--root", str(root), "--index", str(root.parent / "index"), *arguments]
    )


def answer(root: Path, *arguments: str) -> dict[str, Any]:
    result = ask(root, "--json", *arguments)
    assert result.exit_code in (0, 1), result.output
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def ids(root: Path, *arguments: str) -> list[str]:
    return [hit["id"] for hit in answer(root, *arguments)["hits"]]


@pytest.mark.parametrize("said", ["ANO-0002", "ano2", "anomalie 2", "2"])
def test_an_id_is_found_however_it_is_said(root: Path, said: str) -> None:
    assert ids(root, said)[0] == "ANO-0002"


def test_text_json_and_reply_say_the_same(root: Path) -> None:
    hit = answer(root, "ano1", "--lang", "fr")["hits"][0]
    text = ask(root, "ano1", "--lang", "fr").stdout
    assert hit["title"] in text.splitlines()[0]
    assert hit["url"] in text
    assert hit["url"].endswith("/fr/anomalies/ANO-0001.html")
    reply = ask(root, "ano1", "--lang", "fr", "--reply").stdout
    assert reply.startswith("Bonjour,\n")
    assert f"ANO-0001 – {hit['title']}" in reply
    assert hit["url"] in reply


def test_filters_narrow_and_unknown_ones_are_refused(root: Path) -> None:
    everything = set(ids(root, "message", "--limit", "50"))
    faqs = set(ids(root, "message", "--limit", "50", "--kind", "faq"))
    assert faqs <= everything
    assert all(one.startswith("FAQ") for one in faqs)
    assert set(ids(root, "message", "--limit", "50", "--product", "viewer")) < everything
    refused = ask(root, "message", "--product", "nothing")
    assert refused.exit_code == 2
    assert "known: relay, viewer" in refused.output


def test_nothing_found_is_exit_1(root: Path) -> None:
    result = ask(root, "zzqqxx")
    assert (result.exit_code, result.stdout) == (1, "Nothing found.\n")


def test_a_slip_is_corrected_and_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, ["search", "--root", str(REPOSITORY), "--index", str(tmp_path / "index"), "--json", "passwrod"]
    )
    data = json.loads(result.stdout)
    assert data["tried"] == {"passwrod": "password"}
    assert {"FAQ-0003", "FAQ-0017"} & {hit["id"] for hit in data["hits"]}


def test_the_glossary_finds_the_term_of_the_other_language(tmp_path: Path) -> None:
    def found(*words: str) -> list[str]:
        arguments = [
            "search",
            "--root",
            str(REPOSITORY),
            "--index",
            str(tmp_path / "index"),
            "--json",
            *words,
        ]
        return [hit["id"] for hit in json.loads(CliRunner().invoke(main, arguments).stdout)["hits"]]

    assert found("BAL")
    assert set(found("BAL", "--limit", "5")) <= set(found("mailbox", "--limit", "20"))


@pytest.mark.parametrize("text", ["<b>", "(a OR", "*", "a:b AND", "\\", "x" * 5000, "📬", "title:[a TO"])
def test_odd_texts_do_no_harm(root: Path, text: str) -> None:
    assert ask(root, "--", text).exit_code in (0, 1)


def edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def title_of(root: Path, entry_id: str) -> str:
    return next(catalogue_of(root).visible("customers").by_id[entry_id].texts())[1].en or ""


def test_a_change_is_followed_by_reindexing_that_entry_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = sys.modules["knownbase.cli.search"]
    indexed: list[str] = []
    whole = command.document
    monkeypatch.setattr(
        command, "document", lambda entry, *rest: indexed.append(entry.id) or whole(entry, *rest)
    )
    ids(root, "anything")
    assert len(set(indexed)) == 13
    indexed.clear()
    ids(root, "anything")
    assert indexed == []
    edit(root, "anomalies_db/ANO-0003.yaml", title_of(root, "ANO-0003"), "Quetzal feathers stick")
    assert ids(root, "quetzal") == ["ANO-0003"]
    assert set(indexed) == {"ANO-0003"}
    (root / "anomalies_db" / "ANO-0003.yaml").unlink()
    assert ids(root, "quetzal") == []


def test_a_changed_taxonomy_makes_all_of_it_anew(root: Path) -> None:
    ids(root, "ano1")
    edit(root, "taxonomy.yaml", "name: Relay", "name: Forwarder")
    assert "Forwarder" in answer(root, "patch 1")["hits"][0]["title"]


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Whoosh leaves files open then
@pytest.mark.parametrize("damage", ["cut", "garbage", "gone", "state"])
def test_a_damaged_index_is_made_anew(root: Path, damage: str) -> None:
    good = ids(root, "message")
    folder = root.parent / "index"
    files = (
        [folder / "state.json"]
        if damage == "state"
        else sorted(folder.glob("MAIN_*.seg")) or sorted(folder.glob("*MAIN*"))
    )
    assert files
    for file in files:
        if damage == "gone":
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[:20] if damage == "cut" else b"\x00garbage" * 9)
    assert ids(root, "message") == good
    assert ids(root, "message") == good
    gc.collect()  # what Whoosh left open is told of here, not in another test


def test_a_folder_that_cannot_be_written_is_done_without(root: Path) -> None:
    (root.parent / "file").write_text("")
    result = CliRunner().invoke(
        main, ["search", "--root", str(root), "--index", str(root.parent / "file" / "index"), "ano1"]
    )
    assert result.exit_code == 0
    assert "ANO-0001" in result.stdout
    assert "made one in memory" in result.stderr


def test_two_processes_at_once_both_answer(root: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from knownbase.cli import main; main()",
        "search",
        "--root",
        str(root),
        "--index",
    ]
    running = [
        subprocess.Popen([*command, str(root.parent / "index"), "ano1"], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert all("ANO-0001" in one.communicate(timeout=60)[0] for one in running)


def test_after_any_edits_the_index_answers_as_a_new_one(root: Path) -> None:
    chance = random.Random(20261124)
    words = ["zebra", "yucca", "xylem", "walrus"]
    paths = sorted((root / "faq").glob("*.yaml")) + sorted((root / "anomalies_db").glob("*.yaml"))
    for _ in range(6):
        for file in chance.sample(paths, 2):
            if not file.exists():
                continue
            if chance.random() < 0.2:
                file.unlink()
            else:
                text = file.read_text("utf-8")
                file.write_text(text.replace("  en: ", f"  en: {chance.choice(words)} ", 1), "utf-8")
        kept = {word: ids(root, word, "--limit", "50") for word in words}
        shutil.rmtree(root.parent / "index")
        assert {word: ids(root, word, "--limit", "50") for word in words} == kept


def test_the_findability_rule_asks_the_same_index() -> None:
    everything = catalogue_of(REPOSITORY).visible("customers")
    searcher = in_memory(everything.entries, everything.taxonomy)
    assert searcher.search("Which TCP port must the firewall open for P7?", "en", 3)[0].id == "FAQ-0001"
    assert searcher.ask("faq 1", "en", 3)[0][0].id == "FAQ-0001"
