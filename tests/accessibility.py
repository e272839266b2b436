"""axe-core on an open page, for WCAG 2.2 level AA. The script comes inside a package; nothing is fetched."""

from importlib.resources import files

from playwright.sync_api import Page

SCRIPT = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# Only what is broken is worked out in full and sent back: half the time.
RUN = """async tags => (
    await axe.run(document, {runOnly: tags, resultTypes: ["violations"]})
).violations"""
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""Those of the rules that look at colours: nothing else differs between light and dark."""


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a rule: "color-contrast: .md-nav__link: remedy"."""
    page.evaluate(SCRIPT)
    return _broken(page, WCAG_22_AA)


def violations_light_and_dark(page: Page) -> list[str]:
    """The same in the colours that the page has, and then in the other ones; they stay."""
    found = violations(page)
    shown = page.evaluate("document.body.dataset.mdColorScheme")
    other = {"default": ("dark", "slate"), "slate": ("light", "default")}[shown]
    page.emulate_media(color_scheme=other[0])  # type: ignore[arg-type]
    page.wait_for_function("wanted => document.body.dataset.mdColorScheme === wanted", arg=other[1])
    return found + [f"{other[0]}: {line}" for line in _broken(page, OF_COLOURS)]


def _broken(page: Page, rules: list[str]) -> list[str]:
    broken_rules = page.evaluate(RUN, rules)
    return [
        f"{broken['id']}: {' '.join(map(str, node['target']))}: {_remedy(node['failureSummary'])}"
        for broken in broken_rules
        for node in broken["nodes"]
    ]


def _remedy(summary: str) -> str:
    """The advice on one line, without axe's heading ("Fix any of the following:")."""
    return "; ".join(line.strip() for line in summary.splitlines()[1:] if line.strip())
