"""`knownbase affected` and `knownbase upgrade`: what they say, their exit status, and mistakes of the caller."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from roots import REPOSITORY, catalogue_of

from knownbase.affected.installation import Installation, answers
from knownbase.cli import main

VIEW = catalogue_of(REPOSITORY).visible("customers")
HERE = ["--product", "ua-fi", "--os", "linux"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--root", str(REPOSITORY)])


def told(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*arguments, "--json").stdout)
    return found


def test_the_answers_are_those_of_the_catalogue() -> None:
    found = told("affected", *HERE, "--version", "5.2.4")
    expected = answers(
        Installation(VIEW.taxonomy.product_by_id["ua-fi"], "linux", "5.2.4"), VIEW.cards.values()
    )
    assert {one["id"]: (one["verdict"], tuple(one["fixes"])) for one in found["anomalies"]} == {
        one.anomaly: (one.verdict, one.fixes) for one in expected
    }
    urgent = [bool(one["impacts"]) for one in found["anomalies"]]
    assert urgent == sorted(urgent, reverse=True)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "known anomalies affect it"), ("fr", "anomalies connues la concernent")]
)
def test_the_text_begins_with_the_verdict(lang: str, words: str) -> None:
    found = run("affected", *HERE, "--version", "5.2.4", "--lang", lang)
    assert found.exit_code == 1
    assert words in found.stdout.splitlines()[1]


def test_a_release_that_is_not_listed_is_never_called_safe() -> None:
    found = run("affected", *HERE, "--version", "9.9.9")
    assert found.exit_code == 3
    assert "Nothing is published about this release" in found.stdout
    assert all(
        one["verdict"] == "not_stated" for one in told("affected", *HERE, "--version", "9.9.9")["anomalies"]
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["affected", "--product", "uafi", "--os", "linux", "--version", "5"], "did you mean ua-fi?"),
        (["affected", "--product", "mailmax400", "--os", "linux", "--version", "5"], "known: windows"),
        (["upgrade", *HERE, "--from", "5.2.4", "--to", "5.9"], "known: 5.2.0"),
        (["upgrade", *HERE, "--from", "5.2.6", "--to", "5.3.1"], "'5.2.6' has not shipped there"),
    ],
)
def test_mistakes_are_told_with_what_is_known(arguments: list[str], message: str) -> None:
    found = run(*arguments)
    assert found.exit_code == 2
    assert message in found.stderr


def test_an_upgrade_names_what_it_changes_and_the_patches() -> None:
    found = told("upgrade", "--product", "ua-fi", "--os", "windows", "--from", "5.2.4", "--to", "5.3.1")
    before = {
        one["id"]: one["verdict"]
        for one in told("affected", "--product", "ua-fi", "--os", "windows", "--version", "5.2.4")[
            "anomalies"
        ]
    }
    after = {
        one["id"]: one["verdict"]
        for one in told("affected", "--product", "ua-fi", "--os", "windows", "--version", "5.3.1")[
            "anomalies"
        ]
    }
    assert set(found["still"]) == {one for one in before if before[one] == after[one] == "affected"}
    assert set(found["introduced"]) == {one for one in after if after[one] == "affected" != before[one]}
    assert found["patches"] is None or all(one.startswith("PAT-") for one in found["patches"])
    text = run(
        "upgrade", "--product", "ua-fi", "--os", "windows", "--from", "5.2.4", "--to", "5.3.1", "--lang", "fr"
    )
    assert text.exit_code == 0
    assert "Corrigées par elle" in text.stdout


def test_broken_files_are_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "taxonomy.yaml").write_bytes((REPOSITORY / "taxonomy.yaml").read_bytes())
    (tmp_path / "anomalies_db").mkdir()
    (tmp_path / "anomalies_db" / "ANO-0001.yaml").write_text("id: [", "utf-8")
    found = CliRunner().invoke(main, ["affected", *HERE, "--version", "5.2.4", "--root", str(tmp_path)])
    assert found.exit_code == 0
    assert "1 files have errors" in found.stderr
