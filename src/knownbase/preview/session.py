"""The last good site, and what is wrong now."""

import secrets
import threading
import time
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from knownbase.build import build
from knownbase.check.report import summary
from knownbase.check.result import Report
from knownbase.failure import NotMade
from knownbase.model.audience import Audience
from knownbase.order import RenderPages
from knownbase.publish import Refused
from knownbase.read.strings import strings
from knownbase.render import templates


@dataclass(frozen=True, slots=True)
class State:
    """What the last build came to.

    `revision` differs after each build, also of another preview on the same port. `site`: there is a
    site to look at, be it an older one. A bad build has either a report with errors or a `message`.
    """

    revision: str
    result: Literal["building", "good", "bad"]
    site: bool
    report: Report | None = None
    message: str = ""
    pages: int = 0
    seconds: float = 0.0

    @property
    def headline(self) -> str:
        if self.result == "building":
            return "the first build is running"
        return summary(self.report) if self.report is not None else "the build broke off"


class Session:
    """Builds the site of a content root into `place` and tells every thread that waits how it went."""

    def __init__(self, root: Path, place: Path, audience: Audience, render_pages: RenderPages) -> None:
        self.place = place
        self.closed = False
        self._root = root
        self._audience = audience
        self._render_pages = render_pages
        self._name = secrets.token_hex(4)
        self._builds = 0
        self._told = threading.Condition()
        self._state = State(f"{self._name}-0", "building", site=False)

    @property
    def state(self) -> State:
        return self._state

    def after(self, revision: str, timeout: float) -> State | None:
        """The state as soon as it is another one than `revision`; None after `timeout` seconds, or when closed."""
        with self._told:
            news = self._told.wait_for(lambda: self.closed or self._state.revision != revision, timeout)
            return self._state if news and not self.closed else None

    def rebuild(self) -> State:
        """Builds; a failure of whatever kind leaves the last good site in its place."""
        strings.cache_clear()  # kept for the life of a process elsewhere, as templates are
        templates.forget()
        begun = time.perf_counter()
        self._builds += 1
        revision, site = f"{self._name}-{self._builds}", self._state.site
        try:
            outcome = build(self._root, self.place, self._audience, self._render_pages, _silent)
        except (NotMade, Refused) as error:
            state = State(revision, "bad", site, message=str(error))
        except Exception as error:  # noqa: BLE001 a template with a fault raises anything; the next edit mends it
            last = "".join(traceback.format_exception_only(error))
            state = State(revision, "bad", site, message=f"{last}\n{traceback.format_exc()}")
        else:
            report = replace(outcome.report, content=None)  # large, and of no more use
            good = outcome.published
            state = State(revision, "good" if good else "bad", site or good, report, pages=outcome.pages)
        return self._tell(replace(state, seconds=time.perf_counter() - begun))

    def close(self) -> None:
        """Lets go of every thread that waits."""
        with self._told:
            self.closed = True
            self._told.notify_all()

    def _tell(self, state: State) -> State:
        with self._told:
            self._state = state
            self._told.notify_all()
        return state


def _silent(_what: str, _count: int) -> None:
    """The console's one line for each build says enough."""
