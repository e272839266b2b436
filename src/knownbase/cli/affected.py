"""`knownbase affected`: is this installation affected, and what mends it?"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from knownbase.affected.installation import Answer, Installation, answers
from knownbase.cards import Card
from knownbase.cli.installed import installation_of, installation_options, lang_option, title_of, view_of
from knownbase.cli.terminal import root_option, style
from knownbase.model.locale import Locale
from knownbase.read.strings import strings
from knownbase.render.site import Site


@click.command()
@installation_options
@click.option("--version", required=True, help="The release that is installed, as the product writes it.")
@lang_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@root_option
def affected(product: str, os: str, version: str, lang: Locale, as_json: bool, root: Path) -> None:
    """Say whether an installation is affected by known anomalies, and what mends each.

    Anomalies for customers are counted too. What nothing is published about is told as such: it is never called safe.

    Exit status: 0 no published anomaly affects it, 1 some do, 2 wrong usage, 3 nothing is published about the release.

    \b
    Examples:
      knownbase affected --product ua-fi --os windows --version 5.2.4
      knownbase affected --product mailmax400 --os windows --version 5.2.1 --lang fr --json
    """
    view = view_of(root)
    installation = installation_of(view.taxonomy, product, os, version)
    found = list(answers(installation, view.cards.values()))
    site = Site(view, lang, strings(lang))
    if as_json:
        click.echo(json.dumps(_as_json(installation, found, view.cards, site), ensure_ascii=False))
    else:
        _print(installation, found, site)
    if installation.rank is None:
        sys.exit(3)
    sys.exit(1 if any(one.verdict == "affected" for one in found) else 0)


def urgent_first(found: Sequence[Answer], cards: Mapping[str, Card]) -> list[Answer]:
    """Anomalies with an impact before those without, then the latest change first."""
    return sorted(
        found, key=lambda one: (not cards[one.anomaly].impacts, -cards[one.anomaly].updated, one.anomaly)
    )


def _as_json(
    installation: Installation, found: Sequence[Answer], cards: Mapping[str, Card], site: Site
) -> dict[str, object]:
    return {
        "product": installation.product.id,
        "os": installation.os,
        "version": installation.version,
        "listed": installation.rank is not None,
        "anomalies": [
            {
                "id": one.anomaly,
                "title": title_of(one.anomaly, site),
                "verdict": one.verdict,
                "fixes": list(one.fixes),
                "fixed_elsewhere": list(one.elsewhere),
                "impacts": list(cards[one.anomaly].impacts),
                "workaround": cards[one.anomaly].workaround,
            }
            for one in urgent_first(found, cards)
        ],
    }


def _print(installation: Installation, found: Sequence[Answer], site: Site) -> None:
    t = site.strings
    name = f"{installation.product.name} {installation.version} · {site.taxonomy.os_names[installation.os]}"
    click.echo(style(name, "place"))
    if installation.rank is None:
        click.echo(site.t("affects_unlisted"))
        return
    touched = urgent_first([one for one in found if one.verdict == "affected"], site.view.cards)
    click.echo(site.count("affects_count", len(touched)) if touched else t["affects_none"])
    for one in touched:
        click.echo(f"\n{style(one.anomaly, 'place')}  {title_of(one.anomaly, site)}")
        for impact in site.view.cards[one.anomaly].impacts:
            click.echo(
                style(f"          ▲ {site.taxonomy.impact_by_id[impact].label.get(site.locale)}", "warning")
            )
        click.echo(f"          {fix_text(one, site)}")
    for verdict, key in (("fixed", "affects_fixed_count"), ("not_stated", "affects_unstated_count")):
        count = sum(one.verdict == verdict for one in found)
        if count:
            click.echo(f"\n{site.count(key, count)}")


def fix_text(answer: Answer, site: Site) -> str:
    """`fixed in 5.2.5`, `fixed on Linux only`, or that nothing mends it yet."""
    if answer.fixes:
        return site.t("fixed_in", version=answer.fixes[0])
    if answer.elsewhere:
        systems = ", ".join(site.taxonomy.os_names[os] for os in answer.elsewhere)
        return site.t("affects_elsewhere", os=systems)
    return site.t("affects_no_fix")
