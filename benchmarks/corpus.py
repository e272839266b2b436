#!/usr/bin/env python3
"""Turns public records (JSON Lines, gzip) into a content root, to build the site from real text.

Example: benchmarks/corpus.py records/*.jsonl.gz --to ../corpus

Writes taxonomy.yaml, faq/, anomalies_db/, docs/, docs_fr/, mkdocs.yml and conversion.log below the folder
given with --to. Ids follow the order of the files and of the records in them.
"""

import argparse
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpus_conversion.entries import entry_file
from corpus_conversion.log import ConversionLog
from corpus_conversion.naming import entry_id
from corpus_conversion.pages import page_files, site_config
from corpus_conversion.portfolio import Numbered, portfolio
from corpus_conversion.records import Record, read_records
from corpus_conversion.taxonomy import SITE_NAME, taxonomy_file

LOG = "conversion.log"
REPOSITORY = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    begun = time.perf_counter()
    log = ConversionLog()
    try:
        numbered = number(read_records(options.files))
        files = list(convert(numbered, log))
        _make_room(options.to)
    except (OSError, ValueError) as error:
        print(f"corpus: {error}", file=sys.stderr)
        return 1
    for path, text in [*files, (LOG, log.text())]:
        _write(options.to / path, text)
    _report(numbered, log, time.perf_counter() - begun)
    return 0


def number(records: Iterable[Record]) -> list[Numbered]:
    """Records with ids: FAQ-0001, FAQ-0002, …, ANO-0001, …, in order."""
    counts: Counter[str] = Counter()
    numbered = []
    for record in records:
        counts[record.kind] += 1
        numbered.append(Numbered(entry_id(record.kind, counts[record.kind]), record))
    return numbered


def convert(numbered: Sequence[Numbered], log: ConversionLog) -> Iterator[tuple[str, str]]:
    """(path below the content root, text) of every file but the log."""
    products = portfolio(numbered, log)
    yield "taxonomy.yaml", taxonomy_file(numbered, products)
    for one in numbered:
        yield entry_file(one, products, log)
    yield from page_files()
    config = site_config(REPOSITORY, SITE_NAME)
    if config is not None:
        yield "mkdocs.yml", config


def _parser() -> argparse.ArgumentParser:
    about, example, rest = (__doc__ or "").split("\n\n", 2)
    parser = argparse.ArgumentParser(
        prog="corpus",
        description=about,
        epilog=f"{example}\n\n{rest}",
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="records, one JSON object a line, gzip"
    )
    parser.add_argument(
        "--to",
        required=True,
        type=Path,
        metavar="DIR",
        help=f"content root to write; must be new, empty, or an earlier conversion (with {LOG}), which is replaced",
    )
    return parser


def _make_room(folder: Path) -> None:
    """An empty folder, or ValueError when it holds anything but an earlier conversion."""
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / LOG).is_file():
            raise ValueError(f"{folder} is not empty and holds no earlier conversion; choose another folder")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8", newline="\n")


def _report(numbered: Sequence[Numbered], log: ConversionLog, seconds: float) -> None:
    kinds = Counter((one.record.source_repo, one.record.kind) for one in numbered)
    for (repository, kind), count in kinds.items():
        print(f"{count:7,}  {kind:8} {repository}")
    print(f"{len(log.changes):7,}  changes, in {LOG}:")
    for what, changes, entries in log.summary():
        print(f"{changes:7,}  {what} ({entries:,} entries)")
    print(f"{seconds:7.1f}  seconds")


if __name__ == "__main__":
    sys.exit(main())
