"""Dependencies: declared where imported; locks whole, hashed, without addresses, in step with pyproject.toml."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ["requirements.lock", "requirements-test.lock"]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = DECLARED["dependency-groups"]


def locked(name):
    """The requirements of a lock, each with the number of its hashes."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if not line.startswith("#"):
            requirement, *hashes = re.split(r"\s+--hash=sha256:", line.strip())
            yield Requirement(requirement), len(hashes)


def versions(name):
    return {
        (canonicalize_name(requirement.name), str(requirement.marker), str(requirement.specifier))
        for requirement, _ in locked(name)
    }


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes_and_without_address(name):
    faults = [
        str(requirement)
        for requirement, hashes in locked(name)
        if not re.fullmatch(r"==[^*,]+", str(requirement.specifier)) or not hashes or requirement.url
    ]
    assert faults == []
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "groups"), [(LOCKS[0], ["build"]), (LOCKS[1], ["build", "test"])], ids=LOCKS
)
def test_every_declared_requirement_is_locked_at_a_version_that_it_allows(name, groups):
    pins = {canonicalize_name(requirement.name): requirement for requirement, _ in locked(name)}
    declared = [*DECLARED["project"]["dependencies"], *(item for group in groups for item in GROUPS[group])]
    faults = [
        wanted
        for wanted in map(Requirement, declared)
        if not (pin := pins.get(canonicalize_name(wanted.name)))
        or not wanted.specifier.contains(str(pin.specifier).removeprefix("=="))
    ]
    assert faults == []


def test_the_tests_run_on_the_very_versions_that_are_shipped():
    assert versions(LOCKS[0]) - versions(LOCKS[1]) == set()


def test_every_package_that_is_imported_is_declared():
    imported = {
        name.split(".")[0]
        for file in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in imports(node)
    }
    owners = packages_distributions()
    needed = {
        canonicalize_name(owners[name][0])
        for name in imported - sys.stdlib_module_names - {"knownbase"}
        if name != "pydantic_core"  # a part of pydantic, which pins it exactly
    }
    declared = {canonicalize_name(Requirement(item).name) for item in DECLARED["project"]["dependencies"]}
    assert needed - declared == set()


def imports(node):
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
    return []
