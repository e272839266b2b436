"""Bar charts as SVG text: figures in, picture out; nothing here knows what is counted.

    5.3.2                      A 1 · B 4      what a row counts stands above its bar in words,
    ██▒▒▒▒▒▒▒▒                                so that no bar is too short to be labelled
    5.3.1                      A 3 · B 2
    ██████▒▒▒▒

Lengths are percentages of the width and multiples of the type's size: the type stays as large as the text around it
on a phone and on a desk. Colours are classes (css/pictures.css), each kind of figure lighter than the one before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

LINE = 2.6
"""Height of a row, in em."""

SHADES = 4
"""So many kinds of figures are told apart; a fifth looks as the first, and the words tell it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A bar: its label, and a figure for each series, none below 0."""

    label: str
    figures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`name` begins the ids of its parts, so it is one of its own on a page. A series has a name, and what it means ("": the same)."""

    name: str
    title: str
    about: str
    series: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]

    @property
    def longest(self) -> int:
        return max((sum(row.figures) for row in self.rows), default=0)


def drawn(chart: Chart) -> Markup:
    """The chart as an image with its title and what it is about. Raises ValueError when it has nothing to draw."""
    if not chart.longest:
        raise ValueError(f"{chart.name} has no figure above 0")
    rows = "".join(_row(chart, n, row) for n, row in enumerate(chart.rows))
    name, height = chart.name, _number(LINE * len(chart.rows))
    return Markup(  # noqa: S704 - escaped here and below
        f'<svg class="kb-chart" role="img" aria-labelledby="{name}-title" aria-describedby="{name}-about"'
        f' width="100%" height="{height}em"><title id="{name}-title">{escape(chart.title)}</title>'
        f'<desc id="{name}-about">{escape(chart.about)}</desc>{rows}</svg>'
    )


def _row(chart: Chart, n: int, row: Row) -> str:
    top = n * LINE
    words = " · ".join(
        f"{name} {figure}" for (name, _), figure in zip(chart.series, row.figures, strict=True) if figure
    )
    parts = [
        f'<text x="0" y="{_number(top + 1)}em">{escape(row.label)}</text>'
        f'<text x="100%" y="{_number(top + 1)}em" text-anchor="end">{escape(words or 0)}</text>'
    ]
    before = 0
    for shade, figure in enumerate(row.figures):
        if figure:
            parts.append(
                f'<rect class="kb-s{shade % SHADES}" x="{_share(before, chart.longest)}"'
                f' y="{_number(top + 1.4)}em" width="{_share(figure, chart.longest)}" height=".7em"/>'
            )
        before += figure
    return "".join(parts)


def _share(part: int, whole: int) -> str:
    return f"{_number(100 * part / whole)}%"


def _number(value: float) -> str:
    """At most two decimals, and none that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def legend(series: Iterable[tuple[str, str]]) -> Markup:
    """What each shade counts."""
    items = "".join(
        f'<li><svg class="kb-chart" aria-hidden="true" width="1em" height=".7em">'
        f'<rect class="kb-s{n % SHADES}" width="100%" height="100%"/></svg> {escape(f"{name} {meaning}".rstrip())}</li>'
        for n, (name, meaning) in enumerate(series)
    )
    return Markup(f'<ul class="kb-legend">{items}</ul>')  # noqa: S704 - escaped above


def tabled(chart: Chart, rows: Sequence[Row], first: str, total: str) -> Markup:
    """The figures of `rows` as a table, with their sum in the last column; `first` heads the labels."""
    heads = "".join(_head(*one) for one in ((first, ""), *chart.series, (total, "")))
    lines = "".join(
        f'<tr><th scope="row">{escape(row.label)}</th>'
        + "".join(f"<td>{figure}</td>" for figure in (*row.figures, sum(row.figures)))
        + "</tr>"
        for row in rows
    )
    return Markup(  # noqa: S704 - escaped above
        f'<div class="kb-scroll" role="region" aria-labelledby="{chart.name}-table" tabindex="0">'
        f'<table class="kb-figures"><caption class="kb-vh" id="{chart.name}-table">{escape(chart.title)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _head(name: str, meaning: str) -> str:
    more = f'<span class="kb-vh"> {escape(meaning)}</span>' if meaning else ""
    return f'<th scope="col">{escape(name)}{more}</th>'
