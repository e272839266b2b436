"""All rules over all content → findings, sorted, each with its place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from knownbase.catalogue import Catalogue
from knownbase.check import taxonomy as taxonomy_rules
from knownbase.check import whole
from knownbase.check.context import Context, Fault
from knownbase.check.findability import RUN_UP_TO, findable
from knownbase.check.rules import BY_CODE, RULES, Rule
from knownbase.check.typography import page_typography
from knownbase.model.clock import latest_today
from knownbase.model.finding import Finding, Level, Problem
from knownbase.model.taxonomy import Taxonomy
from knownbase.parallel import in_halves, side_by_side
from knownbase.read.content import TAXONOMY, Content, Loaded, load
from knownbase.read.locate import locate


@dataclass(frozen=True)
class Report:
    """What a check found. `catalogue` is None when the taxonomy cannot be made out."""

    findings: tuple[Finding, ...]
    catalogue: Catalogue | None
    entries: int

    @property
    def failed(self) -> bool:
        return any(finding.level == "error" for finding in self.findings)


def check(root: Path, *, findability: bool | None = None) -> Report:
    """Reads and checks a content root. `findability` forces KB701 on or off; None: up to 1,000 entries."""
    content = load(root)
    problems = list(content.problems())
    taxonomy, catalogue = content.taxonomy, None
    problems += whole.pages_without_twin(root)
    problems += whole.links_out_of_the_tree(root)
    problems += page_typography(root)
    if taxonomy is not None:
        problems += taxonomy_rules.holds_together(taxonomy)
        problems += taxonomy_rules.levels(taxonomy, {rule.code: rule.firm for rule in RULES})
        catalogue = Catalogue.of(content, taxonomy)
        problems += _not_yet_named(_rule_problems(content, catalogue), content)
        if findability or (findability is None and len(content.files) <= RUN_UP_TO):
            problems += findable(catalogue.visible("customers"))
    findings = locate(root, problems, lambda rule: _level(rule, taxonomy))
    return Report(tuple(findings), catalogue, len(content.files))


def _level(rule: str, taxonomy: Taxonomy | None) -> Level:
    if taxonomy is not None and rule in taxonomy.rules and not BY_CODE[rule].firm:
        return taxonomy.rules[rule].level
    return BY_CODE[rule].level


def _rule_problems(content: Content, catalogue: Catalogue) -> Iterator[Problem]:
    """What the rules find in each entry that could be made out, and in the taxonomy's prose."""
    context = Context(
        content.root,
        catalogue.taxonomy,
        catalogue,
        catalogue.visible("customers"),
        frozenset(loaded.path.rsplit("/", 1)[-1].removesuffix(".yaml") for loaded in content.files),
        latest_today(),
    )
    yield from whole.duplicate_ids(content)
    active = [rule for rule in RULES if _level(rule.code, context.taxonomy) != "off"]
    for rule in active:
        for fault in rule.prose(context.taxonomy, context) if rule.prose is not None else ():
            yield _problem(TAXONOMY, rule.code, fault)
    parts = in_halves(content.files)
    for problems in side_by_side([partial(_entry_problems, part, active, context) for part in parts]):
        yield from problems


def _entry_problems(files: Sequence[Loaded], active: Sequence[Rule], context: Context) -> list[Problem]:
    return list(_each_problem(files, active, context))


def _each_problem(files: Sequence[Loaded], active: Sequence[Rule], context: Context) -> Iterator[Problem]:
    rules = [(rule, look) for rule in active if (look := rule.look or rule.prose) is not None]
    for loaded in files:
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
