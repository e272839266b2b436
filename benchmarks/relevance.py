#!/usr/bin/env python3
"""Finds known records by labelled queries: knownbase, Pagefind, MiniSearch and lunr side by side.

Example: benchmarks/relevance.py ../records/anomalies-en-fr.jsonl.gz ../records/faq.jsonl.gz

The documents are those records, turned into entries by benchmarks/corpus.py, and the entries of this repository;
the queries stand in benchmarks/relevance_queries/. MRR@10 is the mean of 1/rank of the first right document
(0 beyond the tenth), success@10 the share of queries with one among the first ten. The last line is one JSON object.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import corpus
from npm_cache import NoPeers, peers
from relevance_trial import engines
from relevance_trial.documents import combined, site_of
from relevance_trial.queries import APART, CLASSES, KNOWN_ITEM, Query, faults, read

from knownbase.model.locale import LOCALES

REPOSITORY = Path(__file__).resolve().parents[1]
QUERIES = REPOSITORY / "benchmarks" / "relevance_queries"
ENGINES = ("knownbase", "pagefind", "minisearch", "lunr")

Figures = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="knownbase-relevance-") as temporary:
        work = options.work or Path(temporary)
        root = work / "corpus"
        if not root.is_dir():
            corpus.main([*map(str, options.files), "--to", str(root)])
        try:
            results = {locale: _trial(locale, root, work, options) for locale in LOCALES}
        except NoPeers as error:
            print(f"relevance: no peers: {error}; --only knownbase works without", file=sys.stderr)
            return 1
    line = {
        engine: {locale: results[locale][engine]["known items"] for locale in LOCALES}
        | {"classes": {locale: results[locale][engine] for locale in LOCALES}}
        for engine in options.only
    }
    print(json.dumps(line))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="records: JSON Lines, gzip")
    parser.add_argument("--only", nargs="+", choices=ENGINES, default=ENGINES, metavar="ENGINE")
    parser.add_argument(
        "--work", type=Path, metavar="DIR", help="keep the converted records and indexes here"
    )
    parser.add_argument(
        "--misses", action="store_true", help="list what was not found first, by the first engine"
    )
    return parser


def _trial(locale: str, root: Path, work: Path, options: argparse.Namespace) -> dict[str, dict[str, Figures]]:
    """Engine → class → figures in one language."""
    roots = {"corpus": root, "shipped": REPOSITORY}
    labelled = list(combined(roots, locale))
    queries = read(QUERIES, locale)
    wrong = faults(queries, {label for label, _ in labelled})
    if wrong:
        raise SystemExit("relevance: the queries do not fit the documents:\n" + "\n".join(wrong[:10]))
    documents = [document for _, document in labelled]
    label_of = {document.id: label for label, document in labelled}
    glossary = site_of(REPOSITORY, locale).taxonomy.glossary
    texts = [query.text for query in queries]
    print(f"\n{locale}: {len(documents)} documents, {len(queries)} queries")
    results = {}
    for n, engine in enumerate(options.only):
        begun = time.perf_counter()
        if engine == "knownbase":
            found = engines.knownbase(documents, glossary, texts, locale, work)
        elif engine == "pagefind":
            found = engines.pagefind(documents, texts, locale, work, peers())
        else:
            found = engines.in_node(f"{engine}.js", documents, texts, locale, peers())
        ranks = [
            _rank(query, [label_of[one] for one in ids]) for query, ids in zip(queries, found, strict=True)
        ]
        results[engine] = _figures(queries, ranks)
        print(f"{engine}: {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        if options.misses and n == 0:
            for query, rank, ids in zip(queries, ranks, found, strict=True):
                if rank != 1:
                    first = [label_of[one] for one in ids[:3]]
                    print(f"  {query.kind:<15} {rank or '-':>2}  {query.text[:90]}  {query.answers} {first}")
    _table(results)
    return results


def _rank(query: Query, labels: Sequence[str]) -> int:
    """Place of the first right document, from 1; 0 when there is none."""
    return next((n for n, label in enumerate(labels, 1) if label in query.answers), 0)


def _figures(queries: Sequence[Query], ranks: Sequence[int]) -> dict[str, Figures]:
    groups = {kind: (kind,) for kind in CLASSES} | {"known items": KNOWN_ITEM}
    figures = {}
    for name, kinds in groups.items():
        chosen = [rank for query, rank in zip(queries, ranks, strict=True) if query.kind in kinds]
        figures[name] = {
            "queries": len(chosen),
            "mrr": round(sum(1 / rank for rank in chosen if rank) / len(chosen), 4),
            "success10": round(sum(1 for rank in chosen if rank) / len(chosen), 4),
        }
    return figures


def _table(results: dict[str, dict[str, Figures]]) -> None:
    print(f"  {'MRR@10 / success@10':<22}" + "".join(f"{engine:>16}" for engine in results))
    for kind in [*KNOWN_ITEM, "known items", *APART]:
        cells = "".join(
            f"{one[kind]['mrr']:>10.3f} /{one[kind]['success10']:>5.2f}"[-16:] for one in results.values()
        )
        count = next(iter(results.values()))[kind]["queries"]
        print(f"  {kind:<16}{count:>5} {cells}")


if __name__ == "__main__":
    raise SystemExit(main())
