"""The matrix of an anomaly: releases across, operating systems down, in each cell what is stated of the release.

              5.2.0  5.2.1  5.2.2  5.3.0         ● affected   ✓ fixed   ○ not stated
    Windows     ●      ●      ✓      ○           – before it began      · not released
    Linux       ●      ●      ·      ●

Each cell says its word, which a reader sees as its shape. The verdict is that of `model/ranges.py`.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from markupsafe import Markup, escape

from knownbase.model.entry import Anomaly
from knownbase.model.ranges import Range, Statement, Verdict, verdict_of
from knownbase.model.reach import Reach
from knownbase.model.taxonomy import Product
from knownbase.render.site import Site

ALL_SHOWN = 14
"""So many releases of a product are all shown; where there are more, those around a change."""

ASK = "anomalies/affected.html"

Cell = Verdict | None
"""None: the release did not ship on the operating system."""

_SHAPES: dict[Cell, str] = {
    "affected": "bad",
    "fixed": "ok",
    "not_stated": "un",
    "not_affected": "no",
    None: "nr",
}
"""Class of each cell, in the order of the legend."""


class Line(NamedTuple):
    """An operating system: a cell for each column, None for left out releases; no cells where nothing is stated."""

    os: str
    cells: tuple[Cell | range, ...]


def matrices(entry: Anomaly, site: Site) -> list[Markup]:
    """A matrix for each product of which the anomaly states something, as HTML; none for a withdrawn one."""
    reach = site.view.reach(entry)
    return site.kept("matrices", reach, partial(_matrices, reach, site))


def _matrices(reach: Reach, site: Site) -> list[Markup]:
    stated = [(site.taxonomy.product_by_id[product], statement) for product, statement in reach.stated]
    return [_matrix(product, statement, site) for product, statement in stated if product.releases]


def columns(releases: int, stated: Statement) -> list[range]:
    """Ranks of releases in order: one in each column, but many in those that leave out what does not change."""
    if releases <= ALL_SHOWN:
        return [range(rank, rank + 1) for rank in range(releases)]
    changes = {bound for ranges in stated for one in ranges for bound in one if bound is not None}
    shown = {rank for bound in changes for rank in (bound - 1, bound) if 0 <= rank < releases}
    shown.add(releases - 1)
    found: list[range] = []
    for rank in sorted(shown):
        after = found[-1].stop if found else 0
        if rank > after:
            found.append(range(after, rank))
        found.append(range(rank, rank + 1))
    return found


def lines(product: Product, stated: Statement, shown: Sequence[range]) -> Iterator[Line]:
    """What is stated of the releases in the columns, system by system."""
    for os, plain in zip(product.os, stated, strict=True):
        ranges = [Range(*one) for one in plain]
        yield Line(os, tuple([_cell(product, os, ranges, ranks) for ranks in shown] if ranges else ()))


def _cell(product: Product, os: str, stated: Sequence[Range], ranks: range) -> Cell | range:
    if len(ranks) > 1:
        return ranks
    rank = ranks.start
    return verdict_of(product, os, stated, rank) if os in product.releases[rank].released else None


def _matrix(product: Product, stated: Statement, site: Site) -> Markup:
    shown = columns(len(product.releases), stated)
    found = list(lines(product, stated, shown))
    cells = {cell for line in found for cell in line.cells if not isinstance(cell, range)}
    name = f"matrix-{product.id}"
    caption = escape(site.t("matrix_caption", product=product.name))
    words = _words(site)
    rows = "".join(_row(line, len(shown), words, site) for line in found)
    return Markup(  # noqa: S704 - escaped here and below
        f'<div class="kb-scroll" role="region" aria-labelledby="{name}" tabindex="0">'
        f'<table class="kb-matrix"><caption id="{name}"><span>{caption}</span></caption>'
        f'<thead><tr><th scope="col">{escape(site.t("facet_os"))}</th>{_heads(product, shown, site)}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{_legend(cells, words)}{_left_out(shown, site)}"
    )


def _heads(product: Product, shown: Sequence[range], site: Site) -> str:
    return "".join(
        f'<th scope="col">{escape(product.releases[ranks.start].version)}</th>'
        if len(ranks) == 1
        else f'<th scope="col">{escape(site.t("more_releases", n=len(ranks)))}</th>'
        for ranks in shown
    )


def _words(site: Site) -> dict[Cell, Markup]:
    """What a cell says."""
    words: dict[Cell, str] = {
        "affected": site.t("affected"),
        "fixed": site.t("standing_fixed"),
        "not_stated": site.t("not_stated"),
        "not_affected": site.t("before_it_began"),
        None: site.t("not_released"),
    }
    return {cell: escape(word) for cell, word in words.items()}


def _row(line: Line, width: int, words: dict[Cell, Markup], site: Site) -> str:
    if line.cells:
        cells = "".join(
            "<td>…</td>"
            if isinstance(cell, range)
            else f'<td class="kb-{_SHAPES[cell]}"><span class="kb-vh">{words[cell]}</span></td>'
            for cell in line.cells
        )
    else:
        cells = f'<td class="kb-no" colspan="{width}">{escape(site.t("no_published_anomaly"))}</td>'
    return f'<tr><th scope="row">{escape(site.taxonomy.os_names[line.os])}</th>{cells}</tr>'


def _legend(cells: set[Cell], words: dict[Cell, Markup]) -> str:
    """The shapes that stand in the matrix; their words are in the cells already for who cannot see them."""
    found = " ".join(
        f'<span class="kb-{shape}">{words[cell]}</span>' for cell, shape in _SHAPES.items() if cell in cells
    )
    return f'<p class="kb-legend" aria-hidden="true">{found}</p>' if found else ""


def _left_out(shown: Sequence[range], site: Site) -> str:
    """Where to ask about a release that has no column."""
    if all(len(ranks) == 1 for ranks in shown):
        return ""
    url = site.page(ASK)
    more = f' <a href="{escape(url)}">{escape(site.t("affects_title"))}</a>' if url else ""
    return f'<p class="kb-quiet">{escape(site.t("around_changes"))}{more}</p>'
