"""What is asked of a build, and what comes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from knownbase.check.result import Report
from knownbase.model.audience import Audience
from knownbase.progress import Progress

if TYPE_CHECKING:
    from knownbase.outputs.weight import Weight

RenderPages = Callable[[Path, Path], None]
"""(content root, folder) → hand-written pages and shells in the folder; raises PagesError."""


Rendered = Callable[[], Mapping[str, bytes]]
"""Gives what the site generator makes of them, by path, as soon as it is there. Raises what that raises."""


class Order(NamedTuple):
    """The site of `root`, to be published as `out`; `place` is an empty folder beside it to make it in."""

    root: Path
    out: Path
    audience: Audience
    render_pages: RenderPages
    progress: Progress
    place: Path
    copies: Sequence[str] = ()
    """Endings of the compressed copies that are wanted: `gz`, `br`."""


@dataclass(frozen=True)
class Outcome:
    """What a build did. `published` is False when the check found errors; `written` counts files made anew."""

    report: Report
    published: bool
    pages: int = 0
    files: int = 0
    written: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    notice: str = ""
    weight: "Weight | None" = None
    """What a reader loads; weighed when the theme was made anew."""
