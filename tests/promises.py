"""The rows of PROMISES.md; run as a program, pictures of their pages: scripts/pictures FOLDER [SITE]."""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parent.parent
SIZES = {"phone": (390, 844), "desk": (1280, 800)}
SCHEMES = ("light", "dark")
LANGUAGES = {"en": "", "fr": "fr/"}


class Promise(NamedTuple):
    """`page` with its query or fragment, below the root of a language; `picture` is a file's name without its ending."""

    promise: str
    page: str
    test: str
    picture: str


def promises(text: str) -> list[Promise]:
    """The rows of the table. Raises ValueError for a line of it that is no row."""
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [_promise(line) for line in lines]


def _promise(line: str) -> Promise:
    row = re.fullmatch(r"\| ([^|]+) \| `([^`|]+)` \| `([^`|]+)` \| ([a-z-]+) \|", line)
    if row is None:
        raise ValueError(f"no row of four cells: {line}")
    return Promise(*row.groups())


def pictures(site: Path, folder: Path) -> Iterator[Path]:
    """Takes every picture of a built site: NAME-SIZE-LANGUAGE-SCHEME.png."""
    from chromium import ARGUMENTS, find
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    rows = promises((REPOSITORY / "PROMISES.md").read_text("utf-8"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        for size, (width, height) in SIZES.items():
            for scheme in SCHEMES:
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
                )
                context.add_init_script("localStorage.clear()")  # what one page keeps is not for the next
                page = context.new_page()
                for language, root in LANGUAGES.items():
                    for row in rows:
                        page.goto("about:blank")  # another fragment alone would load nothing
                        page.goto(f"{site.resolve().as_uri()}/{root}{row.page}")
                        page.wait_for_load_state("networkidle")
                        place = folder / f"{row.picture}-{size}-{language}-{scheme}.png"
                        # Of a page with a part the part, which it has gone to; of others all, and of states of scripts.
                        part = row.page.partition("#")[2]
                        page.screenshot(path=place, full_page=not part or "/" in part)
                        yield place
                context.close()
        browser.close()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="for the pictures")
    parser.add_argument("site", type=Path, nargs="?", default=REPOSITORY / "site", metavar="SITE")
    options = parser.parse_args(arguments)
    if not (options.site / "index.html").is_file():
        print(f"pictures: no site in {options.site}: scripts/build makes one", file=sys.stderr)
        return 1
    print(f"{sum(1 for _ in pictures(options.site, options.folder))} pictures in {options.folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
