"""`knownbase bundle`."""

import gc
import json
import sys
import time
from pathlib import Path

import click

from knownbase.bundle import Bundled, Wish
from knownbase.bundle import bundle as run_bundle
from knownbase.check.report import as_text
from knownbase.cli.making import audience_option, jobs_option, making, render_pages
from knownbase.cli.terminal import root_option, style
from knownbase.model.audience import Audience

NOTHING = "Nothing was written."


@click.command()
@root_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    show_default="knownbase-DATE.zip in the current folder",
    help="The ZIP, or the folder to put it in; a ZIP of that name is replaced.",
)
@audience_option
@click.option("--product", default=None, help="Only what concerns this product, by its id in taxonomy.yaml.")
@jobs_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with place, date and sizes.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
def bundle(
    root: Path,
    out: Path | None,
    audience: Audience,
    product: str | None,
    processes: int | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Pack the site, with its search, into a ZIP that opens from a folder without a network.

    Unpack it and open index.html. A site that is as a build would make it now is packed as it is; otherwise one is
    made for this alone, and the published site stays as it is. The same content on the same day gives the same ZIP.

    Exit status: 0 written, 1 not written, 2 wrong usage, or the place cannot be used.

    \b
    Examples:
      knownbase bundle
      knownbase bundle --product ua-fi --out /media/usb
      knownbase bundle --audience customers --out customers.zip --json
    """
    gc.disable()  # as in `knownbase build`
    begun = time.perf_counter()
    with making(processes, speaks=not quiet and not as_json, nothing=NOTHING) as progress:
        done = run_bundle(Wish(root, audience, product, render_pages, progress), out)
    seconds = time.perf_counter() - begun
    if as_json:
        click.echo(json.dumps(_plain(done, audience, product, seconds), ensure_ascii=False))
    elif done.file is None:
        assert done.report is not None, "it says why there is no ZIP"
        click.echo(as_text(done.report, style))
        click.echo(NOTHING)
    elif not quiet:
        click.echo(
            f"{done.file}: {done.files:,} files, {_mb(done.octets)}, {_mb(done.unpacked)} unpacked, {seconds:.2f} s"
        )
    sys.exit(1 if done.file is None else 0)


def _plain(done: Bundled, audience: Audience, product: str | None, seconds: float) -> dict[str, object]:
    return {
        "file": None if done.file is None else str(done.file),
        "date": done.day.isoformat(),
        "audience": audience,
        "product": product,
        "files": done.files,
        "octets": done.octets,
        "unpacked": done.unpacked,
        "findings": 0 if done.report is None else len(done.report.findings),
        "seconds": round(seconds, 3),
    }


def _mb(octets: int) -> str:
    return f"{octets / 1e6:,.1f} MB"
