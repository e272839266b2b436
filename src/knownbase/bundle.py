"""The site, or what of it concerns one product, as one ZIP that opens from a folder without a network.

    a site that is as a build would make it now ──────────────┐
    else, or for one product: check ─► theme ─► made aside ───┴─► packed aside ─► renamed to its name

Whatever fails before the last step leaves what was there as it was.
"""

import datetime as dt
import os
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from knownbase.build import standing
from knownbase.catalogue import Catalogue
from knownbase.check.result import Report
from knownbase.failure import NotMade
from knownbase.model.audience import Audience
from knownbase.model.clock import today
from knownbase.model.layout import TAXONOMY
from knownbase.model.nearest import did_you_mean
from knownbase.model.taxonomy import Product
from knownbase.order import RenderPages
from knownbase.outputs.archive import pack
from knownbase.outputs.offline import COMPRESSED, is_for_servers, offline_pages
from knownbase.progress import Progress
from knownbase.publish import Refused, aside, is_among_sources, is_site, manifest_of
from knownbase.read.content import load_taxonomy
from knownbase.remake import checked, make_once, remembered, theme_files
from knownbase.render.theme import Theme, rendered, theme_of
from knownbase.survey import Now, surveyed
from knownbase.tree import MANIFEST

_NAME = "knownbase"


@dataclass(frozen=True)
class Bundled:
    """What came of it; `file` is None when the check found errors. `report` is None where a site was there already."""

    file: Path | None
    day: dt.date
    files: int = 0
    unpacked: int = 0
    """Octets of all files."""
    octets: int = 0
    """Of the ZIP."""
    report: Report | None = None


class Wish(NamedTuple):
    """What is asked for: the site of `root` for an audience, or what of it concerns a product, by its id."""

    root: Path
    audience: Audience
    product: str | None
    render_pages: RenderPages
    progress: Progress


class _Tree(NamedTuple):
    """Files of a site in a folder: path → octets. `site_url` ends with a slash or is empty."""

    folder: Path
    sizes: Mapping[str, int]
    site_url: str
    report: Report | None = None


def bundle(wish: Wish, out: Path | None) -> Bundled:
    """Writes the ZIP to `out`: a file, a folder, or None for the current folder.

    Raises Refused (the place cannot be used, there is no such product), NotMade, OSError.
    """
    day = today()
    product = None if wish.product is None else _product(wish.root, wish.product)
    place = _target(out or Path(), _name(day, wish), wish.root)
    with aside(place) as folder:
        tree = _tree(wish, product, folder / "site")
        if isinstance(tree, Report):
            return Bundled(None, day, report=tree)
        wish.progress("files to pack", len(tree.sizes))
        before = _state(tree.folder)
        pages = offline_pages(day, product, tree.site_url)
        packed = folder / "site.zip"
        manifest = MANIFEST, lambda sums: manifest_of(sums.items())
        unpacked = pack(tree.folder, tree.sizes, packed, day, pages.page, manifest)
        if _state(tree.folder) != before:
            raise NotMade(f"{tree.folder} was published anew meanwhile; try again")
        os.replace(packed, place)
    return Bundled(place, day, len(tree.sizes) + 1, unpacked, place.stat().st_size, tree.report)


def _product(root: Path, product_id: str) -> Product | None:
    """None where no taxonomy can be read: the check says why."""
    taxonomy, _ = load_taxonomy(root)
    if taxonomy is None:
        return None
    if product_id not in taxonomy.product_by_id:
        remedy, _ = did_you_mean(product_id, list(taxonomy.product_by_id))
        raise Refused(f"{product_id!r} is no product of {TAXONOMY}; {remedy}")
    return taxonomy.product_by_id[product_id]


def _name(day: dt.date, wish: Wish) -> str:
    audience = "" if wish.audience == "public" else wish.audience
    return f"{'-'.join(filter(None, [_NAME, audience, wish.product, day.isoformat()]))}.zip"


def _target(out: Path, name: str, root: Path) -> Path:
    """The place of the ZIP. Raises Refused where something else is, or would be harmed."""
    place = out / name if out.is_dir() else out
    if is_among_sources(place.resolve(), root.resolve()):
        raise Refused(f"{place} lies among the sources; name another place with --out")
    if any(map(is_site, place.resolve().parents)):
        raise Refused(
            f"{place} lies in a site, whose next build would delete it; name another place with --out"
        )
    if place.is_symlink() or (place.exists() and not zipfile.is_zipfile(place)):
        raise Refused(f"{place} is no ZIP that could be replaced; name another place with --out")
    return place


def _tree(wish: Wish, product: Product | None, folder: Path) -> _Tree | Report:
    """The site that is there, or one made into `folder`; a report of errors. Raises NotMade, OSError."""
    found = standing(wish.root, wish.audience)
    render = partial(rendered, wish.root, wish.render_pages)
    if found is None:
        report, catalogue = checked(wish.root)
        if catalogue is None:
            return report
        wish.progress("entries checked", report.entries)
        now = surveyed(wish.root, wish.audience, {})
        return _made(wish, product, catalogue, theme_of(render()), now, folder)._replace(report=report)
    site, memory, now = found
    theme = theme_of(theme_files(now, memory, render))
    if product is not None:
        return _made(wish, product, remembered(wish.root, memory), theme, now, folder)
    files = memory.files()
    return _Tree(site, {path: files[path][1] for path in files if _wanted(path, files)}, theme.site_url)


def _wanted(path: str, files: Collection[str]) -> bool:
    compressed = path.endswith(COMPRESSED) and path.rpartition(".")[0] in files
    return not is_for_servers(path) and path != MANIFEST and not compressed


def _made(
    wish: Wish, product: Product | None, catalogue: Catalogue, theme: Theme, now: Now, folder: Path
) -> _Tree:
    """A site of what is wanted of the catalogue, in a new folder."""
    if product is not None:
        catalogue = catalogue.within(product)
    folder.mkdir()
    tree = make_once(catalogue.visible(wish.audience), theme, wish.root, now, folder, wish.progress)
    sizes = {path: record[1] for path, record in tree.written.items() if not is_for_servers(path)}
    return _Tree(folder, sizes, theme.site_url)


def _state(site: Path) -> tuple[int, int] | None:
    """What another manifest would be seen by; None where there is none."""
    try:
        status = os.stat(site / MANIFEST)
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns
