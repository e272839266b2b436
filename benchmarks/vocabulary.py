#!/usr/bin/env python3
"""Compares the text analysis of Python and of the browser on every word of content roots.

Example: benchmarks/vocabulary.py . ../corpus

Each run of letters and digits of every text is analysed as English and as French, with and without stop words,
by Python and, under Node, by the scripts of the pages. Exit status 1 when anything differs. The last line is one
JSON object.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from knownbase.catalogue import Catalogue
from knownbase.model.locale import LOCALES
from knownbase.read.content import load
from knownbase.search.analysis import terms, words
from knownbase.search.engine import engine_script

RUN = re.compile(r"\S+")
SCRIPT = """
const texts = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const found = texts.map((text) => [
  kbSearch.words(text).map(({ word }) => word),
  ...["en", "fr"].flatMap((locale) => [false, true].map((keep) => kbSearch.terms(text, locale, keep))),
]);
console.log(JSON.stringify(found));
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("roots", nargs="+", type=Path, metavar="ROOT", help="content roots")
    options = parser.parse_args(arguments)
    runs = sorted({run for root in options.roots for text in _texts(root) for run in RUN.findall(text)})
    done = subprocess.run(
        ["node", "-e", engine_script() + SCRIPT],
        input=json.dumps(runs),
        capture_output=True,
        text=True,
        check=True,
    )
    differing = [
        (run, ours, theirs)
        for run, theirs in zip(runs, json.loads(done.stdout), strict=True)
        if (ours := _analysed(run)) != theirs
    ]
    for run, ours, theirs in differing[:20]:
        print(f"{run!r}\n  Python  {ours}\n  browser {theirs}")
    print(f"{len(runs)} different runs of characters, {len(differing)} analysed differently")
    print(json.dumps({"runs": len(runs), "differences": len(differing)}))
    return 1 if differing else 0


def _analysed(run: str) -> list[list[str]]:
    return [list(words(run)), *(terms(run, locale, keep) for locale in LOCALES for keep in (False, True))]


def _texts(root: Path) -> list[str]:
    content = load(root)
    if content.taxonomy is None:
        sys.exit(f"vocabulary: {root} has no readable taxonomy")
    entries = Catalogue.of(content, content.taxonomy).visible("customers").entries
    return [text for entry in entries for _, both in entry.texts() for text in (both.en, both.fr) if text]


if __name__ == "__main__":
    raise SystemExit(main())
