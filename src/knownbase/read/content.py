"""A content root → taxonomy, entries and problems. One bad file never hides the others."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from knownbase.model.entry import MODELS, Entry
from knownbase.model.finding import Problem
from knownbase.model.ids import PLACES, Kind, kind_of
from knownbase.model.locale import Locale
from knownbase.model.taxonomy import Taxonomy
from knownbase.read.events import Mark, Refused, decode, parse
from knownbase.read.validate import validate

TAXONOMY = "taxonomy.yaml"
MAX_BYTES = 256 * 1024
MAX_TAXONOMY_BYTES = 16 * MAX_BYTES
"""One file holds every product and release; 500 products with 2,000 releases take 300 KB."""
FILES_FOLDER = "downloads/files"
PAGE_ROOTS: dict[Locale, str] = {"en": "docs", "fr": "docs_fr"}
"""Hand-written pages of each language, at the same paths below these folders."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One entry file. `entry` is None when it cannot be made out."""

    path: str
    entry: Entry | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Content:
    """Everything that stands in a content root. `taxonomy` is None when it cannot be made out."""

    root: Path
    taxonomy: Taxonomy | None
    taxonomy_problems: tuple[Problem, ...] = ()
    files: tuple[Loaded, ...] = field(default=())

    def problems(self) -> Iterator[Problem]:
        yield from self.taxonomy_problems
        for loaded in self.files:
            yield from loaded.problems


def load(root: Path) -> Content:
    """Reads the taxonomy and every entry below `root`."""
    taxonomy, problems = load_taxonomy(root)
    files = [load_file(root, path, kind) for kind in PLACES for path in entry_paths(root, kind)]
    return Content(root, taxonomy, tuple(problems), tuple(files))


def load_taxonomy(root: Path) -> tuple[Taxonomy | None, list[Problem]]:
    try:
        raw = read_bytes(root, TAXONOMY, MAX_TAXONOMY_BYTES)
        document = parse(decode(raw))
    except Refused as refused:
        return None, [_refusal(TAXONOMY, refused)]
    problems = _duplicate_keys(TAXONOMY, document.duplicates)
    taxonomy, wrong = validate(Taxonomy, document.data, TAXONOMY)
    return (taxonomy if not wrong else None), problems + wrong


def entry_paths(root: Path, kind: Kind) -> Iterator[str]:
    """Relative paths, in order, of what lies in a kind's folder; files for download are left out."""
    top = PLACES[kind].folder
    for folder, folders, names in os.walk(root / top):
        below = Path(folder).relative_to(root).as_posix()
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and f"{below}/{name}" != FILES_FOLDER
        )
        for name in sorted([*names, *linked]):
            if not name.startswith("."):
                yield f"{below}/{name}"


def load_file(root: Path, path: str, kind: Kind) -> Loaded:
    """Reads one entry file; a file that is no entry at all is a problem too."""
    name = path.rsplit("/", 1)[-1]
    stem, _, ending = name.rpartition(".")
    if ending != "yaml" or kind_of(stem) != kind:
        prefix = PLACES[kind].prefix
        expected = f"name it {prefix}-0001.yaml (four digits or more), or move it out of this folder"
        return Loaded(path, None, (Problem(path, "KB113", f'"{name}" is not the name of an entry file', expected),))
    try:
        raw = read_bytes(root, path, MAX_BYTES)
    except Refused as refused:
        return Loaded(path, None, (_refusal(path, refused),))
    return load_entry(path, kind, raw)


def load_entry(path: str, kind: Kind, raw: bytes) -> Loaded:
    """The entry in `raw`; a pure function of its arguments."""
    try:
        document = parse(decode(raw))
    except Refused as refused:
        return Loaded(path, None, (_refusal(path, refused),))
    problems = _duplicate_keys(path, document.duplicates)
    entry, wrong = validate(MODELS[kind], document.data, path)
    problems += wrong
    stem = path.rsplit("/", 1)[-1].removesuffix(".yaml")
    if entry is not None and entry.id != stem:
        if not any(problem.at == ("id",) for problem in wrong) and isinstance(document.data.get("id"), str):
            message = f'the id "{entry.id}" is not the file\'s name'
            problems.append(Problem(path, "KB109", message, f"write `id: {stem}`, or rename the file", ("id",), replacement=stem))
        entry = entry.model_copy(update={"id": stem})
    return Loaded(path, entry, tuple(problems))


def read_bytes(root: Path, path: str, limit: int) -> bytes:
    """The bytes of a plain file inside `root`, `limit` at most. Raises Refused."""
    file = root / path
    if file.is_symlink() and not file.resolve().is_relative_to(root.resolve()):
        raise Refused("KB111", "a symbolic link leads out of the content folder", "put the file itself here")
    if not file.exists():
        raise Refused("KB111", "the file does not exist", f"create {path}; see the documentation of the format")
    if not file.is_file():
        raise Refused("KB111", "this is not a plain file", "put the file itself here")
    try:
        size = file.stat().st_size
        if size > limit:
            message = f"the file has {size:,} bytes; the limit is {limit:,}"
            raise Refused("KB105", message, "say it in fewer words, or make two of it")
        return file.read_bytes()
    except OSError as error:
        raise Refused("KB111", f"cannot be read: {error.strerror}", "check its permissions") from None


def _refusal(path: str, refused: Refused) -> Problem:
    return Problem(
        path, refused.rule, refused.message, refused.remedy, place=(refused.mark.line, refused.mark.column)
    )


def _duplicate_keys(path: str, duplicates: list[tuple[tuple[str | int, ...], Mark]]) -> list[Problem]:
    return [
        Problem(
            path,
            "KB103",
            f'the key "{at[-1]}" stands here a second time',
            "keep one of the two",
            place=(mark.line, mark.column),
        )
        for at, mark in duplicates
    ]
