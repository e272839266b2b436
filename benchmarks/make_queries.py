#!/usr/bin/env python3
"""Makes the relevance queries that follow rules; run once, before any engine was tuned on them.

Example: benchmarks/make_queries.py --corpus ../corpus

Writes benchmarks/relevance_queries/made-en.yaml and made-fr.yaml. The same content makes the same queries.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import yaml
from relevance_trial.documents import combined
from relevance_trial.queries import Maker

from knownbase.model.locale import LOCALES

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDER = REPOSITORY / "benchmarks" / "relevance_queries"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True, help="a content root of benchmarks/corpus.py")
    options = parser.parse_args(arguments)
    roots = {"corpus": options.corpus, "shipped": REPOSITORY}
    documents = {locale: list(combined(roots, locale)) for locale in LOCALES}
    for locale in LOCALES:
        (other,) = (one for one in LOCALES if one != locale)
        made = list(Maker(documents[locale], dict(documents[other]), locale).made())
        lines = "".join(
            yaml.safe_dump(
                [{"class": query.kind, "text": query.text, "answers": list(query.answers)}],
                allow_unicode=True,
                sort_keys=False,
                default_flow_style=None,
                width=10_000,
            )
            for query in made
        )
        note = "# Made by benchmarks/make_queries.py; not changed since.\n"
        (FOLDER / f"made-{locale}.yaml").write_text(note + lines, "utf-8")
        print(f"{locale}: {len(made)} queries")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
