"""What the terminal shows of a build: one line with time, cause and result, then what is wrong."""

import time
from collections.abc import Sequence

from knownbase.check.report import Style, as_text, summary
from knownbase.preview.session import State


def cause(changes: Sequence[str]) -> str:
    """`faq/FAQ-0001.yaml changed, and 2 more`."""
    more = len(changes) - 1
    return f"{changes[0]}, and {more} more" if more else changes[0]


def line(what: str, state: State, style: Style) -> str:
    """The text for a build because of `what`."""
    first = f"{time.strftime('%H:%M:%S')}  {what}: {_result(state, style)}"
    return "\n".join([first, *_details(state, style)])


def _result(state: State, style: Style) -> str:
    if state.result == "good":
        return f"{state.pages:,} pages in {state.seconds:.2f} s"
    kept = "the last good site stays" if state.site else "there is no site yet"
    return f"{style(state.headline, 'error')}; {kept}"


def _details(state: State, style: Style) -> list[str]:
    if state.report is None:
        return [state.message]
    if not state.report.findings:
        return []
    return [as_text(state.report, style).removesuffix("\n" + summary(state.report, style))]
