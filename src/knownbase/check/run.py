"""All rules over all content → findings, sorted, each with its place."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from knownbase.check import taxonomy as taxonomy_rules
from knownbase.check import whole
from knownbase.check.context import Context, Fault
from knownbase.check.findability import RUN_UP_TO, findable
from knownbase.check.result import Report
from knownbase.check.rules import BY_CODE, RULES, Rule
from knownbase.check.typography import page_typography
from knownbase.model.clock import latest_today
from knownbase.model.entry import Entry
from knownbase.model.finding import Finding, Level, Problem
from knownbase.model.layout import TAXONOMY
from knownbase.model.taxonomy import Taxonomy
from knownbase.parallel import in_halves, side_by_side
from knownbase.progress import counted
from knownbase.read.content import Content, Loaded, load
from knownbase.read.locate import locate


def check(root: Path, *, findability: bool | None = None) -> Report:
    """Reads and checks a content root. `findability` forces KB701 on or off; None: up to 1,000 entries."""
    content = load(root)
    problems = [*content.problems(), *page_problems(root)]
    taxonomy = content.taxonomy
    if taxonomy is not None:
        problems += taxonomy_rules.holds_together(taxonomy)
        problems += taxonomy_rules.levels(taxonomy, {rule.code: rule.firm for rule in RULES})
        context = _context(content, taxonomy)
        found = [*whole.duplicate_ids(content), *_taxonomy_problems(context)]
        found += entry_problems(content.files, context)
        problems += _not_yet_named(found, content)
        if findability or (findability is None and len(content.files) <= RUN_UP_TO):
            paths = {one.entry.id: one.path for one in content.files if one.entry is not None}
            problems += findable(context.by_id.values(), taxonomy, lambda entry: paths[entry.id])
    return Report(tuple(located(root, problems, taxonomy)), len(content.files), taxonomy, content)


def page_problems(root: Path) -> Iterator[Problem]:
    """What is wrong with hand-written pages."""
    yield from whole.pages_without_twin(root)
    yield from whole.links_out_of_the_tree(root)
    yield from page_typography(root)


def located(root: Path, problems: Iterable[Problem], taxonomy: Taxonomy | None) -> list[Finding]:
    """Findings, sorted, at the levels that the taxonomy sets."""
    return locate(root, problems, lambda rule: _level(rule, taxonomy))


def _level(rule: str, taxonomy: Taxonomy | None) -> Level:
    if taxonomy is not None and rule in taxonomy.rules and not BY_CODE[rule].firm:
        return taxonomy.rules[rule].level
    return BY_CODE[rule].level


def _context(content: Content, taxonomy: Taxonomy) -> Context:
    by_id: dict[str, Entry] = {}
    for loaded in content.files:
        if loaded.entry is not None:
            by_id.setdefault(loaded.entry.id, loaded.entry)
    named = (loaded.path.rsplit("/", 1)[-1].removesuffix(".yaml") for loaded in content.files)
    return Context(content.root, taxonomy, by_id, frozenset(named), latest_today())


def _active(taxonomy: Taxonomy) -> list[Rule]:
    return [rule for rule in RULES if _level(rule.code, taxonomy) != "off"]


def _taxonomy_problems(context: Context) -> Iterator[Problem]:
    """What the rules find in the taxonomy's prose."""
    for rule in _active(context.taxonomy):
        for fault in rule.prose(context.taxonomy, context) if rule.prose is not None else ():
            yield _problem(TAXONOMY, rule.code, fault)


def entry_problems(files: Sequence[Loaded], context: Context) -> Iterator[Problem]:
    """What the rules find in each entry that could be made out."""
    active = _active(context.taxonomy)
    for problems in side_by_side(
        [partial(_entry_problems, part, active, context) for part in in_halves(files)]
    ):
        yield from problems


def _entry_problems(files: Sequence[Loaded], active: Sequence[Rule], context: Context) -> list[Problem]:
    return list(_each_problem(files, active, context))


def _each_problem(files: Sequence[Loaded], active: Sequence[Rule], context: Context) -> Iterator[Problem]:
    rules = [(rule, look) for rule in active if (look := rule.look or rule.prose) is not None]
    for loaded in counted("checking", files):
        if loaded.draft is None:
            continue
        wrong = {problem.at[0] for problem in loaded.problems if problem.at}
        for rule, look in rules:
            if not wrong or wrong.isdisjoint(rule.compares):
                for fault in look(loaded.draft, context):
                    yield _problem(loaded.path, rule.code, fault)


def _not_yet_named(problems: Iterable[Problem], content: Content) -> Iterator[Problem]:
    """The problems that are not about a value which the reader found wrong, and put a blank for."""
    named = {(problem.path, problem.at) for problem in content.problems() if problem.at}
    for problem in problems:
        if not any((problem.path, problem.at[:n]) in named for n in range(1, len(problem.at) + 1)):
            yield problem


def _problem(path: str, rule: str, fault: Fault) -> Problem:
    return Problem(
        path,
        rule,
        fault.message,
        fault.remedy,
        fault.at,
        fault.key,
        fault.span,
        replacement=fault.replacement,
    )
