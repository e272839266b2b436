"""`knownbase upgrade`: what would another release change?"""

import json
import sys
from pathlib import Path

import click

from knownbase.affected.upgrade import change, way
from knownbase.cli.installed import installation_of, installation_options, lang_option, title_of, view_of
from knownbase.cli.terminal import root_option, style
from knownbase.model.locale import Locale
from knownbase.read.strings import strings
from knownbase.render.site import Site


@click.command()
@installation_options
@click.option("--from", "old", required=True, help="The release that is installed.")
@click.option("--to", "new", required=True, help="The release that would be installed.")
@lang_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@root_option
def upgrade(product: str, os: str, old: str, new: str, lang: Locale, as_json: bool, root: Path) -> None:
    """Say what another release on the same operating system would change, and which patches lead to it.

    Exit status: 0 told, 2 wrong usage, or a release that has not shipped on the operating system.

    \b
    Examples:
      knownbase upgrade --product ua-fi --os windows --from 5.2.4 --to 5.3.1
      knownbase upgrade --product ua-fi --os linux --from 5.2.0 --to 5.3.2 --lang fr --json
    """
    view = view_of(root)
    before, after = (installation_of(view.taxonomy, product, os, one) for one in (old, new))
    for option, one in (("--from", before), ("--to", after)):
        if one.rank is None:
            known = ", ".join(release.version for release in one.product.shipped(os))
            raise click.BadParameter(
                f"{one.version!r} has not shipped there; known: {known}", param_hint=option
            )
    cards = list(view.cards.values())
    found, steps = change(before, after, cards), way(before, new, cards)
    site = Site(view, lang, strings(lang))
    parts = {name: getattr(found, name) for name in ("fixed", "still", "introduced", "unsure")}
    if as_json:
        told = {"product": product, "os": os, "from": old, "to": new, **parts}
        told["patches"] = None if steps is None else [one.id for one in steps]
        click.echo(json.dumps(told, ensure_ascii=False))
        sys.exit(0)
    name = site.taxonomy.os_names[os]
    click.echo(style(f"{before.product.name} {old} → {new} · {name}", "place"))
    for part, ids in parts.items():
        click.echo(f"\n{site.t(f'upgrade_{part}')} ({len(ids)})")
        for one in ids:
            click.echo(f"  {style(one, 'place')}  {title_of(one, site)}")
    click.echo(f"\n{site.t('upgrade_way')}")
    if steps is None:
        click.echo(f"  {site.t('upgrade_no_way')}")
    for step in steps or ():
        needs = f" ({site.t('requires')}: {', '.join(step.requires)})" if step.requires else ""
        click.echo(f"  {style(step.id, 'place')}  {title_of(step.id, site)}{needs}")
    click.echo(f"\n{site.t('upgrade_covered')}")
