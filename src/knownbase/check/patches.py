"""KB304-307, KB309: a patch leads upwards, on one product and operating system, to what it says."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from knownbase.cards import saved_as
from knownbase.check.context import Context, Fault
from knownbase.model.entry import Anomaly, Entry, Patch
from knownbase.model.finding import FieldPath
from knownbase.model.layout import FILES_FOLDER
from knownbase.model.ranges import ranges, verdict
from knownbase.model.taxonomy import Product


def patch_order(entry: Entry, context: Context) -> Iterator[Fault]:
    """A patch leads upwards; a configuration file yields no release."""
    for patch, product in _patch(entry, context):
        rank = product.order
        if patch.form == "configuration" and patch.to is not None:
            yield Fault("a configuration file yields no release", "take `to` out", ("to",), key=True)
        elif patch.form != "configuration" and patch.to is None:
            yield Fault(
                f"a patch of kind {patch.form} must say which release it yields", "add `to: …`", ("to",)
            )
        elif patch.to in rank and patch.from_release in rank and rank[patch.to] <= rank[patch.from_release]:
            message = f"leads from {patch.from_release} to {patch.to}, which is not later"
            yield Fault(message, "swap `from` and `to`, or correct one", ("to",))


def patch_date(entry: Entry, context: Context) -> Iterator[Fault]:
    """A patch is not released before the release that it yields."""
    for patch, product in _patch(entry, context):
        date = product.date(patch.to, patch.os) if patch.to else None
        if date is not None and patch.released < date:
            message = f"released on {patch.released}, but {patch.to} shipped on {date}"
            remedy = "correct the date here or in the taxonomy"
            yield Fault(message, remedy, ("released",), replacement=str(date))


def named(entry: Entry) -> tuple[str, ...]:
    """What a patch mends and requires."""
    return (*entry.fixes, *entry.requires) if isinstance(entry, Patch) else ()


def patch_fixes(entry: Entry, context: Context) -> Iterator[Fault]:
    """A patch mends anomalies of its own product and operating system, in the release it yields."""
    for patch, product in _patch(entry, context):
        for n, target in enumerate(patch.fixes):
            anomaly = context.by_id.get(target)
            fault = _fix_fault(patch, product, anomaly, context) if isinstance(anomaly, Anomaly) else None
            if fault is not None:
                yield Fault(*fault, ("fixes", n))


def _fix_fault(patch: Patch, product: Product, anomaly: Anomaly, context: Context) -> tuple[str, str] | None:
    on = f"{product.name} on {context.os_name(patch.os)}"
    if not ranges(product, patch.os, anomaly.affects):
        remedy = "take it out: a fix on one operating system says nothing about another"
        return f"{anomaly.id} does not affect {on}", remedy
    if patch.to in product.order and verdict(product, patch.os, anomaly.affects, patch.to) != "fixed":
        remedy = f"correct `to` here or `fixed` in {anomaly.id}"
        return f"{anomaly.id} is not stated as fixed in {patch.to} of {on}", remedy
    return None


def requires(entry: Entry, context: Context) -> Iterator[Fault]:
    """What a patch requires is of the same product and operating system, and never leads back to it."""
    if not isinstance(entry, Patch):
        return
    for n, target in enumerate(entry.requires):
        needed = context.by_id.get(target)
        if not isinstance(needed, Patch) or needed.id == entry.id:
            continue
        if (needed.product, needed.os) != (entry.product, entry.os):
            message = (
                f"{target} is for {needed.product} on {needed.os}, this one for {entry.product} on {entry.os}"
            )
            yield Fault(message, "name a patch of the same product and operating system", ("requires", n))
        if _leads_to(target, entry.id, context):
            yield Fault(
                f"{target} requires {entry.id} in turn: a loop", "take one of them out", ("requires", n)
            )


def download(entry: Entry, context: Context) -> Iterator[Fault]:
    """A file for download states its size and checksum; one of ours is there, and they are right.

    In a folder named by `knownbase check --files` those of other sites (`url`) are looked for too.
    """
    if not isinstance(entry, Patch) or not (entry.file or entry.url):
        return
    at: FieldPath = ("file",) if entry.file else ("url",)
    true: dict[str, int | str] = {}
    if entry.file or context.files is not None:
        folder = Path(FILES_FOLDER) if context.files is None else context.files
        found = _measured(context.root / folder if context.files is None else folder, file_name(entry))
        if found is None:
            message = f"{(folder / file_name(entry)).as_posix()} is not a file that can be read"
            yield Fault(message, "put it there, or correct its name", at)
        else:
            true = found
    for name in ("size", "sha256"):
        stated, right = getattr(entry, name), true.get(name)
        if stated is None:
            yield Fault(f"a file for download has no `{name}`", f"add `{name}: {right or '…'}`", at)
        elif right is not None and stated != right:
            message = f"the file's `{name}` is {right}"
            yield Fault(message, "correct it here, or replace the file", (name,), replacement=str(right))


def file_name(patch: Patch) -> str:
    """The file's path below the folder of files for download; of one on another site, the last part of its URL."""
    return patch.file or saved_as(patch)


def _measured(folder: Path, name: str) -> dict[str, int | str] | None:
    """Size in octets and SHA-256 of a file inside the folder; None when there is none that can be read."""
    home = folder.resolve()
    file = (home / name).resolve()
    if not file.is_relative_to(home) or not file.is_file() or not os.access(file, os.R_OK):
        return None
    try:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256")
            return {"size": os.fstat(stream.fileno()).st_size, "sha256": digest.hexdigest()}
    except OSError:  # a disk or a network that fails in the middle
        return None


def _leads_to(start: str, goal: str, context: Context) -> bool:
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        one = ahead.pop()
        if one == goal:
            return True
        patch = context.by_id.get(one)
        if one not in seen and isinstance(patch, Patch):
            ahead += patch.requires
        seen.add(one)
    return False


def _patch(entry: Entry, context: Context) -> Iterator[tuple[Patch, Product]]:
    """The patch and its product, when there is such a product; KB202 names the others."""
    if isinstance(entry, Patch) and entry.product in context.taxonomy.product_by_id:
        yield entry, context.taxonomy.product_by_id[entry.product]
