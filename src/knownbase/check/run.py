"""All rules over all content → findings, sorted, each with its place."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from knownbase.check import taxonomy as taxonomy_rules
from knownbase.check import whole
from knownbase.check.context import Context
from knownbase.check.files import unnamed_files
from knownbase.check.findability import asked, findable
from knownbase.check.look import active_rules, first_look, level_of, problem_of, second_look
from knownbase.check.moved import former_addresses
from knownbase.check.result import Report
from knownbase.check.rules import RULES
from knownbase.check.typography import page_typography
from knownbase.model.clock import latest_today
from knownbase.model.entry import Entry
from knownbase.model.finding import Finding, Problem
from knownbase.model.ids import Kind
from knownbase.model.layout import TAXONOMY
from knownbase.model.taxonomy import Taxonomy
from knownbase.read.content import Content, all_paths, load_taxonomy
from knownbase.read.locate import locate, one_line

_UNNAMED = "KB310"


def check(
    root: Path, *, findability: bool | None = None, cards: bool = False, files: Path | None = None
) -> Report:
    """Reads and checks a content root. `findability` forces KB701 on or off; None: up to 1,000 entries.

    `cards`: makes the cards of the catalogue while the entries are at hand, for whoever asks for it afterwards.
    `files`: where the files for download lie, if not in the content root; KB310 then looks through that folder.
    Raises FolderUnreadable.
    """
    taxonomy, refused = load_taxonomy(root)
    paths = all_paths(root)
    context, faults = None, list(refused)
    if taxonomy is not None:
        faults += taxonomy_rules.holds_together(taxonomy)
        faults += taxonomy_rules.levels(taxonomy, {rule.code: rule.firm for rule in RULES})
        context = Context(root, taxonomy, {}, frozenset(map(_id_in, paths)), latest_today(), files)
    cards = cards and not faults
    seen = first_look(root, paths, context, cards=cards)
    content = Content(root, taxonomy, tuple(refused), tuple([one.loaded for one in seen]))
    problems = [*faults, *page_problems(root)]
    for one in seen:
        problems += one.loaded.problems
    if context is not None:
        context = replace(context, by_id=_by_id(content))
        found = [*whole.duplicate_ids(content), *_taxonomy_problems(context)]
        for one in seen:
            found += one.problems
        found += second_look(seen, context)
        problems += _not_yet_named(found, content)
        if findability or (findability is None and asked(context.taxonomy, len(content.files))):
            places = {one.entry.id: one.path for one in content.files if one.entry is not None}
            problems += findable(context.by_id.values(), context.taxonomy, lambda entry: places[entry.id])
    findings = tuple(located(root, problems, taxonomy))
    if files is not None:
        entries = [one.draft for one in content.files if one.draft is not None]
        findings = tuple(sorted({*findings, *_unnamed(files, entries, taxonomy)}))
    made = tuple([one.card for one in seen]) if cards else ()
    return Report(findings, len(content.files), taxonomy, content, made)


def page_problems(root: Path) -> Iterator[Problem]:
    """What is wrong with hand-written pages."""
    yield from whole.pages_without_twin(root)
    yield from whole.links_out_of_the_tree(root)
    yield from former_addresses(root)
    yield from page_typography(root)


def located(root: Path, problems: Iterable[Problem], taxonomy: Taxonomy | None) -> list[Finding]:
    """Findings, sorted, at the levels that the taxonomy sets."""
    return locate(root, problems, lambda rule: level_of(rule, taxonomy))


def _unnamed(folder: Path, entries: Iterable[Entry], taxonomy: Taxonomy | None) -> Iterator[Finding]:
    """A finding about each file that no patch offers; it has no line, for it is no file of content."""
    level = level_of(_UNNAMED, taxonomy)
    for name in unnamed_files(folder, entries) if level != "off" else ():
        path = one_line((folder / name).as_posix())
        yield Finding(
            path, 0, 0, _UNNAMED, "no patch offers this file", "name it in a patch, or take it away", level
        )


def _id_in(path: tuple[str, Kind]) -> str:
    """The id that the name of an entry file says."""
    return path[0].rsplit("/", 1)[-1].removesuffix(".yaml")


def _by_id(content: Content) -> dict[str, Entry]:
    by_id: dict[str, Entry] = {}
    for loaded in content.files:
        if loaded.entry is not None:
            by_id.setdefault(loaded.entry.id, loaded.entry)
    return by_id


def _taxonomy_problems(context: Context) -> Iterator[Problem]:
    """What the rules find in the taxonomy's prose."""
    for rule in active_rules(context.taxonomy):
        for fault in rule.prose(context.taxonomy, context) if rule.prose is not None else ():
            yield problem_of(TAXONOMY, rule.code, fault)


def _not_yet_named(problems: Iterable[Problem], content: Content) -> Iterator[Problem]:
    """The problems that are not about a value which the reader found wrong, and put a blank for."""
    named = {(problem.path, problem.at) for problem in content.problems() if problem.at}
    for problem in problems:
        if not any((problem.path, problem.at[:n]) in named for n in range(1, len(problem.at) + 1)):
            yield problem
