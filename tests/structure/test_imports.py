"""Imports go downwards, foreign libraries stay behind their door, and the model touches nothing outside.

__main__
cli
plugin · preview · bundle
build
remake
make
works · looking
past · order
publish · memory
outputs
render · check
affected
search
catalogue
survey · cards · closures
read · schema
model · parallel · store · tree
answers
progress · runs · failure · walk · recorded
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from roots import REPOSITORY

SOURCE = REPOSITORY / "src" / "knownbase"
TIERS = [
    {"progress", "runs", "failure", "walk", "recorded"},
    {"answers"},
    {"model", "parallel", "store", "tree"},
    {"read", "schema"},
    {"survey", "cards", "closures"},
    {"catalogue"},
    {"search"},
    {"affected"},
    {"render", "check"},
    {"outputs"},
    {"publish", "memory"},
    {"past", "order"},
    {"works", "looking"},
    {"make"},
    {"remake"},
    {"build", "verify"},
    {"plugin", "preview", "bundle"},
    {"cli"},
    {"__main__"},
]
RANK = {part: rank for rank, parts in enumerate(TIERS) for part in parts}


@dataclass(frozen=True)
class Import:
    file: str
    line: int
    module: str
    names: tuple[str, ...]

    @property
    def importer(self) -> str:
        """The part of the package that imports: "model", "publish" …"""
        return self.file.split("/")[0].removesuffix(".py")

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module}: {', '.join(self.names)}"


def imports_of(source: str, file: str) -> Iterator[Import]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Import(file, node.lineno, alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            if node.module == "knownbase":  # `from knownbase import publish`
                yield from (Import(file, node.lineno, f"knownbase.{name}", ()) for name in names)
            else:
                yield Import(file, node.lineno, node.module or "", names)


FILES = {
    file.relative_to(SOURCE).as_posix(): file.read_text("utf-8") for file in sorted(SOURCE.rglob("*.py"))
}


@cache
def imports() -> list[Import]:
    return [one for file, source in FILES.items() for one in imports_of(source, file)]


def own() -> list[Import]:
    return [
        one
        for one in imports()
        if one.module.startswith("knownbase.") and not one.module.endswith("__version__")
    ]


def imported(one: Import) -> str:
    return one.module.split(".")[1]


def upwards(imports: list[Import]) -> list[str]:
    return [
        str(one)
        for one in imports
        if one.importer != imported(one) and RANK[one.importer] <= RANK[imported(one)]
    ]


def outside_door(imports: list[Import], library: tuple[str, ...], door: str) -> list[str]:
    return [
        str(one) for one in imports if one.module.split(".")[0] in library and not one.file.startswith(door)
    ]


def test_every_part_has_its_tier() -> None:
    assert {file.split("/")[0].removesuffix(".py") for file in FILES} - {"__init__"} == set(RANK)


def test_imports_go_downwards_only() -> None:
    assert len(own()) > 100
    assert upwards(own()) == []


@pytest.mark.parametrize(
    ("source", "file"),
    [
        ("from knownbase.read.document import parse", "model/text.py"),
        ("from knownbase.render.site import Site", "check/tags.py"),
        ("import knownbase.check.run", "render/site.py"),
        ("def f():\n    from knownbase import plugin", "build.py"),
        ("from knownbase import build", "publish.py"),
    ],
)
def test_an_import_upwards_or_sideways_is_seen(source: str, file: str) -> None:
    assert len(upwards(list(imports_of(source, file)))) == 1


@pytest.mark.parametrize(
    ("library", "door"),
    [
        (("mkdocs", "material", "mkdocs_static_i18n"), "plugin.py"),
        (("yaml",), "read/"),
        (("whoosh",), ("search/desk.py", "search/desk_store.py")),
        (("click",), "cli/"),
        (("nh3",), "render/"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_a_library_has_one_door(library: tuple[str, ...], door: str) -> None:
    assert outside_door(imports(), library, door) == []
    assert [one for one in imports() if one.module.split(".")[0] in library]


def test_only_one_module_imports_mkdocs() -> None:
    assert {one.file for one in imports() if one.module.split(".")[0] == "mkdocs"} == {"plugin.py"}


# No I/O in the model

SILENT = {"open", "print", "input", "exec", "eval", "__import__"}
WORLD = {
    "io",
    "pathlib",
    "shutil",
    "socket",
    "subprocess",
    "sys",
    "tempfile",
    "urllib",
    "logging",
    "importlib",
}


def world_of(source: str) -> list[str]:
    """What a module would read or write: modules of the outer world, and os for more than the environment."""
    found = sorted({one.module for one in imports_of(source, "") if one.module.split(".")[0] in WORLD})
    has_os = any(one.module == "os" for one in imports_of(source, ""))
    for node in ast.walk(ast.parse(source)):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if name in SILENT:
            found.append(name)
        if has_os and isinstance(node, ast.Attribute) and re.match(r"os\.(?!environ)", ast.unparse(node)):
            found.append(ast.unparse(node))
    return found


def test_the_model_reads_and_writes_nothing() -> None:
    pure = {file: source for file, source in FILES.items() if file.startswith(("model/", "search/analysis"))}
    assert len(pure) > 10
    assert {file: world for file, source in pure.items() if (world := world_of(source))} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [("open('x')", ["open"]), ("import pathlib", ["pathlib"]), ("import os\nos.listdir()", ["os.listdir"])],
)
def test_reading_is_seen(source: str, found: list[str]) -> None:
    assert world_of(source) == found


# Small courtesies


def test_nothing_prints_but_the_command_line() -> None:
    printing = [
        file
        for file, source in FILES.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_private_names_stay_in_their_module() -> None:
    assert [str(one) for one in own() if any(name.startswith("_") for name in one.names)] == []


def test_scripts_hold_no_domain_logic() -> None:
    scripts = [file for file in (REPOSITORY / "scripts").iterdir() if file.is_file()]
    known = [
        str(one)
        for file in scripts
        for one in imports_of(file.read_text("utf-8"), file.name)
        if one.module.startswith("knownbase")
    ]
    assert known == []


def test_the_source_is_where_this_test_looks() -> None:
    import knownbase

    assert Path(knownbase.__file__).parent == SOURCE
