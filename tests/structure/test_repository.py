"""What stands once and is generated, and what may stand nowhere."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from roots import REPOSITORY, copy_of

from knownbase.cli import main

PLACES = ("faq", "anomalies_db", "downloads")
LEFT_OUT = {"site", "node_modules", "__pycache__", "dist"}
HOSTS = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
        ("golang", "org"),
        ("rubygems", "org"),
    ]
]
"""Package registries, in pieces: this file is looked at too."""


def files() -> Iterator[Path]:
    """Files of the repository; what tools have made is left out, as .gitignore leaves it out."""
    for folder, folders, names in os.walk(REPOSITORY):
        hidden = {name for name in folders if name.startswith(".") and name not in (".github", ".ci")}
        folders[:] = sorted(set(folders) - LEFT_OUT - hidden)
        yield from (Path(folder) / name for name in sorted(names) if not name.endswith((".pyc", "~")))


TEXTS = {
    file.relative_to(REPOSITORY).as_posix(): file.read_text("utf-8", errors="replace") for file in files()
}


def naming(words: list[str]) -> list[str]:
    pattern = re.compile("|".join(rf"(?<![\w]){re.escape(word)}" for word in words))
    return [f"{name}: {match[0]}" for name, text in TEXTS.items() for match in pattern.finditer(text)]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert {"README.md", "pyproject.toml", "requirements.lock", ".github/workflows/check.yml"} <= set(TEXTS)
    assert naming(HOSTS) == []


def test_no_file_names_a_place_of_the_machine_it_was_written_on() -> None:
    assert naming([f"/{'work'}/main", f"/{'work'}/shared", f"/{'root'}/", f"/{'tmp'}/w/"]) == []


def test_the_schemas_are_those_of_the_models() -> None:
    done = CliRunner().invoke(main, ["schema", "--check", "--root", str(REPOSITORY)])
    assert (done.output, done.exit_code) == ("", 0)


def test_a_stale_and_a_missing_schema_are_named(tmp_path: Path) -> None:
    copy_of(REPOSITORY, tmp_path)
    run = CliRunner()
    assert run.invoke(main, ["schema", "--root", str(tmp_path)]).output == "13 of 13 schemas written\n"
    (tmp_path / "schema" / "faq.schema.json").write_text("{}")
    (tmp_path / "schema" / "patch.schema.json").unlink()
    (tmp_path / "schema" / "api" / "v1" / "index.schema.json").write_text("{}")
    done = run.invoke(main, ["schema", "--check", "--root", str(tmp_path)])
    assert done.output.splitlines() == [
        "schema/faq.schema.json is stale; run `knownbase schema`",
        "schema/patch.schema.json is stale; run `knownbase schema`",
        "schema/api/v1/index.schema.json is stale; run `knownbase schema`",
    ]
    assert done.exit_code == 1


@pytest.mark.parametrize("place", PLACES)
def test_an_editor_finds_the_schema_of_every_content_file(place: str) -> None:
    wrong = []
    for file in sorted((REPOSITORY / place).glob("*.yaml")):
        first, _, _ = file.read_text("utf-8").partition("\n")
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        schema = (file.parent / match[1]).resolve() if match else None
        if schema is None or not schema.is_file() or schema.parent != REPOSITORY / "schema":
            wrong.append(f"{file.name}: {first}")
    assert wrong == []


def test_every_kind_has_its_own_schema() -> None:
    named = {
        (name.split("/")[0], Path(match[1]).name)
        for name, text in TEXTS.items()
        if name.startswith(PLACES) and (match := re.match(r"# yaml-language-server: \$schema=(\S+)", text))
    }
    assert named == {
        ("faq", "faq.schema.json"),
        ("anomalies_db", "anomaly.schema.json"),
        ("downloads", "patch.schema.json"),
    }


def test_the_required_top_level_is_there() -> None:
    folders = [
        "docs",
        "docs_fr",
        "faq",
        "anomalies_db",
        "downloads",
        "schema",
        "scripts",
        "tests",
        "src/knownbase",
    ]
    documents = [
        "README.md",
        "CONTRIBUTING.md",
        "MAINTAINING.md",
        "CHANGELOG.md",
        "LICENSE",
        "pyproject.toml",
    ]
    assert [name for name in folders if not (REPOSITORY / name).is_dir()] == []
    assert [
        name for name in [*documents, "mkdocs.yml", "taxonomy.yaml"] if not (REPOSITORY / name).is_file()
    ] == []
