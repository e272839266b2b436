"""What a build does when something has changed: check, theme, search, pages, publish, and remember it all."""

import tempfile
from collections.abc import Collection
from contextlib import suppress
from functools import partial
from pathlib import Path

from knownbase.cards import Card, Cards, same
from knownbase.catalogue import Catalogue, View, cards_of
from knownbase.check.again import ErrorFound, check_again
from knownbase.check.result import Report
from knownbase.check.run import check
from knownbase.failure import PagesError
from knownbase.looking import Looked, fits
from knownbase.make import make_site
from knownbase.memory import SPARE, Memory, sign
from knownbase.model.audience import Audience
from knownbase.model.entry import Entry
from knownbase.model.ids import kind_of_path
from knownbase.model.layout import FILES_FOLDER, TAXONOMY
from knownbase.model.locale import DEFAULT_LOCALE
from knownbase.order import Order, Outcome, Rendered
from knownbase.outputs.compressed import compress
from knownbase.outputs.weight import Weight, weigh
from knownbase.past import Past, recalled
from knownbase.progress import Clock, Progress
from knownbase.publish import publish, refill
from knownbase.read.content import load_file, load_taxonomy, taxonomy_data, taxonomy_of
from knownbase.recorded import Changes, Recorded
from knownbase.render.edit import Edit
from knownbase.render.theme import Files, Theme, files_below, theme_of
from knownbase.store import Damaged, load, save
from knownbase.survey import Now, is_download, is_entry, surveyed
from knownbase.tree import Strange, Tree, empty
from knownbase.works import Job


def remake(
    order: Order,
    now: Now,
    memory: Memory,
    looked: Looked | None,
    clock: Clock,
    pages: Rendered,
) -> Outcome:
    """Makes the site of what stands in the content root `now`, and replaces the memory by one of it.

    `looked`: who looks at the live site; None when nothing is known of one. `pages` gives the hand-written pages, where
    those of the last build are of no use.
    Raises Damaged when it cannot be used after all, NotMade, OSError.
    """
    fit = looked is not None and fits(memory, now)
    with clock.stage("check"):
        past = recalled(memory.folder, memory.past) if fit else Past(memory.folder)
        again = _checked_again(order.root, now, memory, past) if fit else None
        report, catalogue = again or checked(order.root)
    if catalogue is None:
        return Outcome(report, published=False, seconds=clock.seconds)
    order.progress("entries checked", report.entries)
    with clock.stage("theme"):
        theme = theme_of(theme_files(now, memory, pages))
    view = catalogue.visible(order.audience)
    new_pages = now.theme != memory.theme
    new_day = now.today != memory.today
    edit = _edit(view, past, order.audience, pages=new_pages, new_day=new_day) if fit else Edit(view.cards)
    known, gone, strange = _live(memory, looked)
    filled = refill(order.place, memory.folder / SPARE)
    tree = Tree(order.place, known, strange if filled else empty(known))
    job = Job(order.root, now.base, edit, past, now.downloads, gone, order.copies)
    made = make_site(view, theme, job, tree, clock.stage, order.progress)
    if order.copies:
        with clock.stage("compress"):
            compress(tree, order.out, order.copies)
    with clock.stage("publish"):
        if looked is not None and looked.harm[0] != gone:  # found meanwhile
            raise Damaged(f"{order.out}: somebody has changed files")
        changes = publish(tree, order.out, memory.folder / SPARE)
    with clock.stage("memory"):
        past.shell, past.keys, past.closed = theme.digest, made.keys, made.closed
        past.ledgers, past.listed, past.rows = made.ledgers, made.listed, made.rows
        past.pages = made.pages
        past.taxonomy = past.taxonomy or taxonomy_data(order.root, now.sources[TAXONOMY][0])
        memory.base, memory.theme, memory.today, memory.sources = now.base, now.theme, now.today, now.sources
        memory.findings, memory.pages = report.findings, made.pages
        notice = _remember(
            memory, changes, catalogue, past, whole=looked is not None and not any(looked.harm)
        )
        if not notice:
            with suppress(OSError):
                sign(memory.folder, order.out)
    written = len(tree.written) - 1
    weight = _weight(theme, memory.files()) if new_pages or not fit else None
    return Outcome(report, True, made.pages, memory.count - 1, written, clock.seconds, notice, weight)


def _live(memory: Memory, looked: Looked | None) -> tuple[Recorded, Collection[str], Strange | None]:
    """The files of the live site that are as the last build left them, those that are not, and what is prepared.

    As far as that is known: to look at every file of a large site takes as long as to check an edit and to index it.
    """
    if looked is None:
        return Recorded(), (), None
    prepared = looked.prepared
    gone, _ = looked.harm_so_far
    return memory.files().without(gone), gone, prepared


def _weight(theme: Theme, files: Recorded) -> Weight:
    shell = b"".join(theme.shells[DEFAULT_LOCALE].pieces).decode()
    sizes = {path: files.sizes[row] for path, row in files.rows.items() if path.endswith(".html")}
    return weigh(shell, theme.assets, sizes)


def finish(catalogue: Catalogue, root: Path, tree: Path, out: Path) -> None:
    """Makes and publishes the public site out of what the site generator has left in `tree`.

    Nothing is kept for the next build. Raises NotMade.
    """
    now = surveyed(root, "public", {})
    theme = theme_of(files_below(tree, root))
    publish(make_once(catalogue.visible("public"), theme, root, now, tree, lambda _what, _count: None), out)


def make_once(view: View, theme: Theme, root: Path, now: Now, folder: Path, progress: Progress) -> Tree:
    """Makes every file of a site into a folder, of which nothing is kept for the next build. Raises NotMade."""
    with tempfile.TemporaryDirectory(prefix="knownbase-") as past:
        job = Job(root, now.base, Edit(view.cards), Past(Path(past)), now.downloads)
        tree = Tree(folder)
        make_site(view, theme, job, tree, Clock().stage, progress)
    return tree


def remembered(root: Path, memory: Memory) -> Catalogue:
    """The catalogue of the last build, where the content is still as that found it. Raises Damaged, NotMade."""
    taxonomy, _ = load_taxonomy(root)
    if taxonomy is None:
        raise PagesError(f"{TAXONOMY} was changed meanwhile; try again")
    return Catalogue(taxonomy, recalled(memory.folder, memory.past).cards, partial(_read, root))


def checked(root: Path) -> tuple[Report, Catalogue | None]:
    """The report, and the catalogue unless there are errors."""
    report = check(root, cards=True)
    return report, None if report.failed else report.catalogue


def _checked_again(root: Path, now: Now, memory: Memory, past: Past) -> tuple[Report, Catalogue] | None:
    """As `checked`, by what has changed; None when an error is found, for all of it has to be told."""
    with suppress(ErrorFound):
        return _edited(root, now, memory, past)
    return None


def _edited(root: Path, now: Now, memory: Memory, past: Past) -> tuple[Report, Catalogue]:
    """Raises ErrorFound."""
    taxonomy = taxonomy_of(past.taxonomy) if past.taxonomy else load_taxonomy(root)[0]
    moved = set(filter(is_entry, now.moved))
    # Came, went or changed: what a patch says of its file has to be looked at again.
    files = set(filter(is_download, now.moved))
    moved |= {card.path for card in past.cards.values() if f"{FILES_FOLDER}/{card.file}" in files}
    there = sorted(moved & now.sources.keys())
    if taxonomy is None or not all(now.sources[path][0] for path in there):
        raise ErrorFound
    loaded = {path: load_file(root, path, kind_of_path(path)) for path in there}
    if any(one.entry is None for one in loaded.values()):
        raise ErrorFound
    cards = {card.id: card for card in past.cards.values() if card.path not in moved}
    new = {card.id: card for card in cards_of(Cards(taxonomy), loaded.values()) if card is not None}
    if len(new) < len(loaded) or not cards.keys().isdisjoint(new):
        raise ErrorFound  # two files of one id
    catalogue = Catalogue(taxonomy, cards | new, partial(_read, root))
    pages = now.theme != memory.theme
    findings = check_again(root, catalogue, new, past.cards, memory.findings, pages=pages)
    return Report(findings, len(catalogue.cards), taxonomy), catalogue


def theme_files(now: Now, memory: Memory, pages: Rendered) -> Files:
    """What the site generator makes of the hand-written pages, or has made of the same ones. Raises what it raises."""
    if memory.theme == now.theme:
        with suppress(Damaged):
            key, files = load(memory.theme_file)
            if key == now.theme:
                found: Files = files
                return found
    found = pages()
    save(memory.theme_file, (now.theme, dict(found)))
    return found


def _edit(view: View, past: Past, audience: Audience, *, pages: bool, new_day: bool) -> Edit:
    """What is another than in the site of the last build."""
    before = {
        one: card for one, card in past.cards.items() if audience == "customers" or card.audience == "public"
    }
    changed = {one for one, card in view.cards.items() if not same(card, before.get(one))}
    moved = before.keys() ^ view.cards.keys()
    # What is found of a patch and said in lists names what it mends and requires, as far as that is visible.
    named = (card for card in view.cards.values() if card.fixes or card.requires)
    changed |= {card.id for card in named if not moved.isdisjoint((*card.fixes, *card.requires))}
    gone = sorted(before.keys() - view.cards.keys())
    return Edit(sorted(changed), gone, before, pages=pages, whole=False, new_day=new_day)


def _read(root: Path, card: Card) -> Entry:
    loaded = load_file(root, card.path, kind_of_path(card.path))
    if loaded.entry is None or loaded.digest != card.digest:
        raise PagesError(f"{card.path} was changed while the site was made; build again")
    return loaded.entry


def _remember(
    memory: Memory,
    changes: Changes,
    catalogue: Catalogue,
    past: Past,
    *,
    whole: bool,
) -> str:
    """Keeps what the next build can use; why not, where that cannot be done."""
    try:
        memory.now_has(changes, whole=whole)
        past.now_has(catalogue.cards)
        memory.past = past.save()
        memory.save()
    except OSError as error:
        return f"{memory.folder} cannot be written ({error.strerror}); the next build makes everything anew"
    return ""
