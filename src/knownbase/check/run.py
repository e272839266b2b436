"""All rules over all content → findings, sorted, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knownbase.catalogue import Catalogue
from knownbase.check import whole
from knownbase.check.context import Context, Fault
from knownbase.check.findability import RUN_UP_TO, findable
from knownbase.check.rules import BY_CODE, RULES
from knownbase.check.typography import page_typography
from knownbase.model.clock import latest_today
from knownbase.model.finding import Finding, Level, Problem
from knownbase.model.taxonomy import Taxonomy
from knownbase.read.content import Content, Loaded, load
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
    problems += whole.duplicate_ids(content)
    if taxonomy is not None:
        problems += whole.taxonomy_holds_together(taxonomy)
        problems += whole.unknown_rules(taxonomy, BY_CODE)
        catalogue = Catalogue.of(content, taxonomy)
        problems += entry_problems(content, catalogue)
        if findability or (findability is None and len(content.files) <= RUN_UP_TO):
            problems += _findability(content, catalogue)
    findings = locate(root, problems, lambda rule: _level(rule, taxonomy))
    return Report(tuple(findings), catalogue, len(content.files))


def _level(rule: str, taxonomy: Taxonomy | None) -> Level:
    if taxonomy is not None and rule in taxonomy.rules:
        return taxonomy.rules[rule].level
    return BY_CODE[rule].level


def entry_problems(content: Content, catalogue: Catalogue) -> Iterator[Problem]:
    """What the entry rules find in each entry that could be made out."""
    context = Context(
        content.root,
        catalogue.taxonomy,
        catalogue,
        catalogue.visible("customers"),
        frozenset(loaded.path.rsplit("/", 1)[-1].removesuffix(".yaml") for loaded in content.files),
        latest_today(),
    )
    off = {code for code, rule in catalogue.taxonomy.rules.items() if rule.level == "off"}
    active = [(rule.code, rule.look) for rule in RULES if rule.look is not None and rule.code not in off]
    for loaded in content.files:
        if loaded.entry is not None:
            for code, look in active:
                for fault in look(loaded.entry, context):
                    if not _already_named(loaded, fault):
                        yield _problem(loaded.path, code, fault)


def _already_named(loaded: Loaded, fault: Fault) -> bool:
    """Whether the reader has found this very value wrong (and put a blank in its place)."""
    return any(
        problem.at and (fault.at[: len(problem.at)] == problem.at)
        for problem in loaded.problems
        if not problem.key
    )


def _problem(path: str, rule: str, fault: Fault) -> Problem:
    return Problem(
        path,
        rule,
        fault.message,
        fault.remedy,
        fault.at,
        fault.key,
        fault.offset,
        replacement=fault.replacement,
    )


def _findability(content: Content, catalogue: Catalogue) -> Iterator[Problem]:
    """KB701 for whole entries; what is broken is mended first."""
    broken = {loaded.path for loaded in content.files if loaded.problems}
    return (problem for problem in findable(catalogue.visible("customers")) if problem.path not in broken)

