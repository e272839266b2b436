"""The rules over entries.

    first look, as an entry is read      rules that look at it alone, at the taxonomy and at the names of all files
    second look, once all are read       rules that look at another entry which it names

The first is nearly all of the work. It shares the entries out to the processes once: what a process has read it
checks and makes the card of, before it hands all of it over.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from knownbase.cards import Card, Cards
from knownbase.check.context import Context, Fault
from knownbase.check.rules import BY_CODE, RULES, Rule
from knownbase.model.entry import Entry
from knownbase.model.finding import Level, Problem
from knownbase.model.ids import Kind
from knownbase.model.taxonomy import Taxonomy
from knownbase.parallel import in_two
from knownbase.read.content import Loaded, load_file

_Look = Callable[[Entry, Context], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A file after the first look. `later`: rules that have to look at other entries, with the ids of those."""

    loaded: Loaded
    problems: tuple[Problem, ...] = ()
    later: tuple[tuple[str, tuple[str, ...]], ...] = ()
    card: Card | None = None


def level_of(rule: str, taxonomy: Taxonomy | None) -> Level:
    """The level that the taxonomy sets, or else the usual one."""
    if taxonomy is not None and rule in taxonomy.rules and not BY_CODE[rule].firm:
        return taxonomy.rules[rule].level
    return BY_CODE[rule].level


def active_rules(taxonomy: Taxonomy) -> list[Rule]:
    return [rule for rule in RULES if level_of(rule.code, taxonomy) != "off"]


def problem_of(path: str, rule: str, fault: Fault) -> Problem:
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


def first_look(
    root: Path, paths: Sequence[tuple[str, Kind]], context: Context | None, *, cards: bool
) -> list[Seen]:
    """Reads and checks entry files; with `cards` it makes the card of each that has no error.

    `context` knows no entry yet; None: the taxonomy cannot be made out, and the files are read only.
    """
    maker = Cards(context.taxonomy) if cards and context is not None else None
    return in_two("checking", partial(_first_look, root, context, maker), paths)


def _first_look(
    root: Path, context: Context | None, cards: Cards | None, paths: Sequence[tuple[str, Kind]]
) -> list[Seen]:
    files = [load_file(root, path, kind) for path, kind in paths]
    if context is None:
        return [Seen(loaded) for loaded in files]
    active = active_rules(context.taxonomy)
    alone = _looks(rule for rule in active if rule.others is None)
    others = [rule for rule in active if rule.others is not None]
    seen = [
        Seen(loaded, tuple(_problems(loaded, alone, context)), _later(loaded, others)) for loaded in files
    ]
    return seen if cards is None else _with_cards(seen, context.taxonomy, cards)


def _later(loaded: Loaded, rules: Iterable[Rule]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if loaded.draft is None:
        return ()
    named = [(rule.code, rule.others(loaded.draft)) for rule in rules if rule.others is not None]
    return tuple([one for one in named if one[1]])


def _with_cards(seen: Iterable[Seen], taxonomy: Taxonomy, cards: Cards) -> list[Seen]:
    """With the cards of those without errors; the others need not have what a card tells of."""
    return [
        Seen(one.loaded, one.problems, one.later, cards.of(entry, path, digest))
        if entry is not None and not any(level_of(found.rule, taxonomy) == "error" for found in one.problems)
        else one
        for one in seen
        for entry, path, digest in [(one.loaded.entry, one.loaded.path, one.loaded.digest)]
    ]


def second_look(seen: Iterable[Seen], context: Context) -> Iterator[Problem]:
    """What the rules find that look at other entries; `context` knows all of them."""
    for one in seen:
        rules = [BY_CODE[code] for code, ids in one.later if _minds(BY_CODE[code], ids, context)]
        if rules:
            yield from _problems(one.loaded, _looks(rules), context)


def _minds(rule: Rule, ids: Iterable[str], context: Context) -> bool:
    """Whether the rule may find fault because of one of these entries."""
    others = [context.by_id[one] for one in ids if one in context.by_id]
    return bool(others) and (rule.minds is None or any(rule.minds(one, context) for one in others))


def entry_problems(files: Sequence[Loaded], context: Context) -> Iterator[Problem]:
    """What all rules find in each entry that could be made out; `context` knows every entry."""
    for problems in in_two("checking", partial(_all_problems, context), files):
        yield from problems


def _all_problems(context: Context, files: Sequence[Loaded]) -> list[list[Problem]]:
    looks = _looks(active_rules(context.taxonomy))
    return [list(_problems(loaded, looks, context)) for loaded in files]


def _looks(rules: Iterable[Rule]) -> list[tuple[Rule, _Look]]:
    return [(rule, look) for rule in rules if (look := rule.look or rule.prose) is not None]


def _problems(loaded: Loaded, looks: Sequence[tuple[Rule, _Look]], context: Context) -> Iterator[Problem]:
    if loaded.draft is None:
        return
    wrong = {problem.at[0] for problem in loaded.problems if problem.at}
    for rule, look in looks:
        if not wrong or wrong.isdisjoint(rule.compares):
            for fault in look(loaded.draft, context):
                yield problem_of(loaded.path, rule.code, fault)
