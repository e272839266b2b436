"""The check after an edit: the entries that changed, and those that name them.

Sound because what the rules look at besides an entry are the taxonomy, which has not changed, and the entries that
it names. It knows of no errors: with the first one it gives up, and the whole content is checked, so that the report
is the one that a check of its own would give.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from knownbase.cards import Card
from knownbase.catalogue import Catalogue
from knownbase.check.context import Context
from knownbase.check.findability import FINDABILITY, asked, findable
from knownbase.check.look import entry_problems
from knownbase.check.run import located, page_problems
from knownbase.model.clock import latest_today
from knownbase.model.finding import Finding, Problem
from knownbase.model.layout import PAGE_ROOTS
from knownbase.read.content import Loaded

_PAGES = tuple(f"{folder}/" for folder in PAGE_ROOTS.values())


class ErrorFound(Exception):
    """The content as a whole has to be checked."""


def check_again(
    root: Path,
    catalogue: Catalogue,
    changed: Mapping[str, Card],
    before: Mapping[str, Card],
    findings: Sequence[Finding],
    *,
    pages: bool,
) -> tuple[Finding, ...]:
    """All findings of content that had no error before; raises ErrorFound when it has one now.

    `changed`: cards of the entries that are new or were read again. `before`: the cards of the last check, which
    had `findings`. `pages`: whether hand-written pages have to be looked at too.
    """
    if _names_clash(catalogue.cards, changed):
        raise ErrorFound
    again = _again(catalogue.cards, changed, before)
    context = Context(
        root,
        catalogue.taxonomy,
        catalogue.visible("customers").by_id,
        frozenset(catalogue.cards),
        latest_today(),
    )
    problems: list[Problem] = list(
        entry_problems([_loaded(catalogue, one) for one in sorted(again)], context)
    )
    if pages:
        problems += page_problems(root)
    moved = bool(changed or before.keys() - catalogue.cards.keys())
    ask = moved and asked(catalogue.taxonomy, len(catalogue.cards))
    if ask:
        entries = context.by_id.values()
        problems += findable(entries, context.taxonomy, lambda entry: catalogue.cards[entry.id].path)
    new = located(root, problems, context.taxonomy)
    if any(finding.level == "error" for finding in new):
        raise ErrorFound
    looked_at = {catalogue.cards[one].path for one in again}
    there = {card.path for card in catalogue.cards.values()}
    kept = (
        one
        for one in findings
        if (not pages if one.path.startswith(_PAGES) else one.path not in looked_at)
        and ("/" not in one.path or one.path.startswith(_PAGES) or one.path in there)
        and not (ask and one.rule == FINDABILITY)
    )
    return tuple(sorted({*kept, *new}))


def _loaded(catalogue: Catalogue, entry_id: str) -> Loaded:
    return Loaded(catalogue.cards[entry_id].path, catalogue.entry(entry_id))


def _again(cards: Mapping[str, Card], changed: Mapping[str, Card], before: Mapping[str, Card]) -> set[str]:
    """Ids of entries that changed or name one that did, came or went; of patches whatever they lead to."""
    moved = set(changed) | (before.keys() - cards.keys())
    again = set(changed) | {card.id for card in cards.values() if not moved.isdisjoint(card.named)}
    patches = {one for one in again if cards[one].requires or one in moved}
    while patches:  # a loop of requirements is seen from each of its patches
        patches = {card.id for card in cards.values() if not patches.isdisjoint(card.requires)} - again
        again |= patches
    return again


def _names_clash(cards: Mapping[str, Card], changed: Mapping[str, Card]) -> bool:
    """Whether a changed entry has the id or an alias of another one."""
    asked = {name.casefold(): card.id for card in changed.values() for name in (card.id, *card.aliases)}
    # Ids are written in capitals.
    if any(cards[one].id != owner for name, owner in asked.items() if (one := name.upper()) in cards):
        return True
    others = (card for card in cards.values() if card.aliases)
    return any(asked.get(name.casefold(), card.id) != card.id for card in others for name in card.aliases)
