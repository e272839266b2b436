"""What the preview adds to a page while it is sent, and its own page of findings."""

from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from knownbase.model.finding import Finding
from knownbase.preview.session import State

SCRIPT = "/_kb/overlay.js"
REPORT = "/_kb/report"
EVENTS = "/_kb/events"
_TAG = '<script src="{script}" data-revision="{revision}" data-page="{page}"></script>'


def with_script(page: bytes, state: State, *, of_site: bool = True) -> bytes:
    """The page with the script that follows the preview, before </body>, or at the end where there is none."""
    tag = _TAG.format(script=SCRIPT, revision=state.revision, page="site" if of_site else "own").encode()
    end = page.lower().rfind(b"</body>")
    end = len(page) if end < 0 else end
    return page[:end] + tag + page[end:]


def report_page(state: State) -> bytes:
    """The page that tells what is wrong, readable without a script."""
    findings = state.report.findings if state.report is not None else ()
    parts = [(finding, *_source(finding)) for finding in findings]
    text = _template().render(state=state, findings=parts)
    return with_script(text.encode(), state, of_site=False)


def missing_page(state: State) -> bytes:
    """For an unknown address where the site has no 404.html."""
    text = '<!doctype html><html lang="en"><title>Not found</title><body><p>There is nothing at this address.</body>'
    return with_script(text.encode(), state)


def script() -> bytes:
    return (files("knownbase.preview") / "templates" / "overlay.js").read_bytes()


def _source(finding: Finding) -> tuple[str, str, str]:
    """The source line in three pieces; the fault is the middle one."""
    begin, end = finding.column - 1, finding.column - 1 + finding.width
    return finding.source[:begin], finding.source[begin:end] or " ", finding.source[end:]


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("knownbase.preview", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("report.html")
