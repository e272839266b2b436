"""A content root → taxonomy, entries and problems. One bad file never hides the others."""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from knownbase.model.entry import MODELS, Entry
from knownbase.model.finding import FieldPath, Problem
from knownbase.model.ids import PLACES, Kind, kind_of
from knownbase.model.layout import FILES_FOLDER, TAXONOMY
from knownbase.model.taxonomy import Taxonomy
from knownbase.parallel import in_two
from knownbase.read.document import Mark, Refused, decode, parse
from knownbase.read.validate import RULE_OF_TAG, validate
from knownbase.store import digest

MAX_BYTES = 256 * 1024
MAX_TAXONOMY_BYTES = 16 * MAX_BYTES
"""One file holds every product and release; 500 products with 2,000 releases take 300 KB."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One entry file.

    `draft` is what the rules look at: with blanks in place of what is wrong with the file, None when
    nothing can be made out. `entry` is for everybody else: None when anything is wrong.
    """

    path: str
    draft: Entry | None
    problems: tuple[Problem, ...] = ()
    digest: bytes = b""
    """Of the file's text."""

    @property
    def entry(self) -> Entry | None:
        return None if self.problems else self.draft


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
    files = in_two("reading", partial(_load_files, root), all_paths(root))
    return Content(root, taxonomy, tuple(problems), tuple(files))


def _load_files(root: Path, paths: Sequence[tuple[str, Kind]]) -> list[Loaded]:
    return [load_file(root, path, kind) for path, kind in paths]


def all_paths(root: Path) -> list[tuple[str, Kind]]:
    """The path of every entry file, and the kind in whose folder it lies; in order."""
    return [(path, kind) for kind in PLACES for path in entry_paths(root, kind)]


def load_taxonomy(root: Path) -> tuple[Taxonomy | None, list[Problem]]:
    try:
        document = parse(read_text(root, TAXONOMY))
    except Refused as refused:
        return None, [refusal(TAXONOMY, refused)]
    taxonomy, problems = validate(Taxonomy, document.data, TAXONOMY, {})
    return (None if problems else taxonomy), problems + _duplicate_keys(TAXONOMY, document.duplicates)


def taxonomy_data(root: Path, known: bytes) -> Any:
    """What a taxonomy without fault says, as plain values; None when its file has not the digest that is known of it."""
    with suppress(OSError, Refused):
        raw = (root / TAXONOMY).read_bytes()
        if digest(raw) == known:
            return parse(decode(raw)).data
    return None


def taxonomy_of(data: Any) -> Taxonomy | None:
    """The taxonomy of which `taxonomy_data` gave the values."""
    return validate(Taxonomy, data, TAXONOMY, {})[0]


def entry_paths(root: Path, kind: Kind) -> Iterator[str]:
    """Relative paths, in order, of what lies in a kind's folder; files for download are left out."""
    top = PLACES[kind].folder
    if (root / top).is_symlink():
        yield top
        return
    unreadable: list[OSError] = []
    for folder, folders, names in os.walk(root / top, onerror=unreadable.append):
        below = Path(folder).relative_to(root).as_posix()
        names += [name for name in folders if (Path(folder) / name).is_symlink() or name.endswith(".yaml")]
        folders[:] = sorted(
            name
            for name in folders
            if not {name, f"{below}/{name}"} & {*names, FILES_FOLDER} and name[0] != "."
        )
        yield from (f"{below}/{name}" for name in sorted(names) if name[0] != ".")
    for error in unreadable:
        if not isinstance(error, FileNotFoundError):
            yield Path(error.filename).relative_to(root).as_posix()


def load_file(root: Path, path: str, kind: Kind) -> Loaded:
    """Reads one entry file; a file that is no entry at all is a problem too."""
    name = path.rsplit("/", 1)[-1]
    misnamed = not name.endswith(".yaml") or kind_of(name.removesuffix(".yaml")) != kind
    if misnamed and _plain_size(os.path.join(root, path)) is not None:
        remedy = (
            f"name it {PLACES[kind].prefix}-0001.yaml (four digits or more), or move it out of this folder"
        )
        message = f'"{name}" is not the name of an entry file'
        return Loaded(path, None, (Problem(path, "KB113", message, remedy),))
    try:
        text = read_text(root, path)
    except Refused as refused:
        return Loaded(path, None, (refusal(path, refused),))
    return load_entry(path, kind, text)


def load_entry(path: str, kind: Kind, text: str) -> Loaded:
    """The entry in `text`; a pure function of its arguments."""
    try:
        document = parse(text)
    except Refused as refused:
        return Loaded(path, None, (refusal(path, refused),))
    draft, problems = validate(MODELS[kind], document.data, path, RULE_OF_TAG)
    problems += _duplicate_keys(path, document.duplicates)
    stem = path.rsplit("/", 1)[-1].removesuffix(".yaml")
    if draft is not None and draft.id != stem:
        if not any(problem.at == ("id",) for problem in problems):
            message = f'the id "{draft.id}" is not the file\'s name'
            remedy = f"write `id: {stem}`, or rename the file"
            problems.append(Problem(path, "KB109", message, remedy, ("id",), replacement=stem))
        draft = draft.model_copy(update={"id": stem})
    return Loaded(path, draft, tuple(problems), digest(text.encode("utf-8", "surrogatepass")))


def read_text(root: Path, path: str) -> str:
    """The text of a plain file inside `root`. Raises Refused."""
    file = os.path.join(root, path)
    limit = MAX_TAXONOMY_BYTES if path == TAXONOMY else MAX_BYTES
    try:
        size = _plain_size(file)
        if size is None:
            size = _size(root / path, root, path)
        if size > limit:
            message = f"the file has {size:,} bytes; the limit is {limit:,}"
            raise Refused("KB105", message, "say it in fewer words, or make two of it")
        with open(file, "rb", buffering=0) as stream:
            return decode(stream.read())
    except OSError as error:
        raise Refused("KB111", f"cannot be read: {error.strerror}", "check its permissions") from None


def _plain_size(file: str) -> int | None:
    """Bytes of a plain file; None for everything else. One call to the system: a build reads ten thousand."""
    try:
        status = os.lstat(file)
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _size(file: Path, root: Path, path: str) -> int:
    """Bytes of the plain file to which a link inside `root` leads. Raises Refused with what it is instead."""
    if leads_out(file, root):
        raise Refused("KB111", "a symbolic link leads out of the content folder", "put the file itself here")
    if not file.exists():
        raise Refused(
            "KB111", "the file does not exist", f"create {path}; see the documentation of the format"
        )
    if not file.is_file():
        raise Refused("KB111", "this is no plain file that can be read", "put the file itself here")
    return file.stat().st_size


def leads_out(file: Path, root: Path) -> bool:
    """Whether `file` is a symbolic link to something that is not below `root`, or to itself."""
    if not file.is_symlink():
        return False
    try:
        return not file.resolve().is_relative_to(root.resolve())
    except RuntimeError:  # a link to itself, before Python 3.13
        return True


def refusal(path: str, refused: Refused) -> Problem:
    """The problem that a refused file is."""
    place = (refused.mark.line, refused.mark.column) if refused.mark is not None else None
    return Problem(path, refused.rule, refused.message, refused.remedy, place=place)


def _duplicate_keys(path: str, duplicates: list[tuple[FieldPath, Mark]]) -> list[Problem]:
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
