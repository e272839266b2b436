"""What the commands about an installation share: its options, the entries that can be read, titles."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from knownbase.affected.installation import Installation
from knownbase.catalogue import View
from knownbase.cli.sound import sound_view
from knownbase.model.layout import TAXONOMY
from knownbase.model.locale import DEFAULT_LOCALE, LOCALES
from knownbase.model.nearest import did_you_mean
from knownbase.model.taxonomy import Taxonomy
from knownbase.read.content import load
from knownbase.render.site import Site

lang_option = click.option(
    "--lang",
    type=click.Choice(LOCALES),
    default=DEFAULT_LOCALE,
    show_default=True,
    help="The caller's language.",
)


def installation_options(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option("--os", required=True, help="Its operating system, by its id in taxonomy.yaml.")(
        command
    )
    return click.option("--product", required=True, help="The product, by its id in taxonomy.yaml.")(command)


def installation_of(taxonomy: Taxonomy, product: str, os: str, version: str) -> Installation:
    """Raises BadParameter for a product or operating system that the taxonomy does not have."""
    _known("--product", product, list(taxonomy.product_by_id))
    _known("--os", os, list(taxonomy.product_by_id[product].os))
    return Installation(taxonomy.product_by_id[product], os, version)


def _known(option: str, value: str, known: list[str]) -> None:
    if value not in known:
        remedy, _ = did_you_mean(value, known)
        raise click.BadParameter(f"{value!r} is not in {TAXONOMY}; {remedy}", param_hint=option)


def view_of(root: Path) -> View:
    """All entries that can be read; says how many cannot. Raises ClickException."""
    content = load(root)
    if content.taxonomy is None:
        raise click.ClickException(
            f"{TAXONOMY}: {content.taxonomy_problems[0].message}; run `knownbase check`"
        )
    view = sound_view(root, content.taxonomy, content.files)
    left_out = len(content.files) - len(view.cards)
    if left_out:
        click.echo(
            f"knownbase: {left_out} files have errors and are left out; run `knownbase check`", err=True
        )
    return view


def title_of(entry_id: str, site: Site) -> str:
    return site.title(site.view.by_id[entry_id])[0].replace("`", "")
