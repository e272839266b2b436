#!/usr/bin/env python3
"""Makes many records out of some: paragraphs of real records, put together anew, with numbers of their own.

Example: benchmarks/grow.py anomalies-en-fr.jsonl.gz faq.jsonl.gz --records 10000 --to grown.jsonl.gz

A new record has the structure of one record and about half of its paragraphs from others of the same source,
each with its translation; codes such as CVE-2014-3613 get new digits, the same in both languages and wherever
they stand. The same arguments make the same bytes. benchmarks/corpus.py turns the file into a content root.
"""

import argparse
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

SEED = 20261124
SHARE = 0.5
"""Of the paragraphs that come from another record."""

_MARKUP = re.compile(r"\s|[#*+>|`~:\-]|\d+[.)]\s|\[")
_CODE = re.compile(r"\b([A-Z]{2,}-(?:\d{4}-)?)(\d{3,})")

Json = dict[str, Any]
Pair = tuple[str, str]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="records: JSON Lines, gzip")
    parser.add_argument("--records", type=int, required=True, metavar="N", help="how many to make")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE")
    options = parser.parse_args(arguments)
    records = []
    for file in options.files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            records += [json.loads(line) for line in lines]
    # No name and no time in the header: the same records are the same bytes.
    with open(options.to, "wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as out:
        for record in grow(records, options.records):
            out.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
    print(f"{options.records} records from {len(records)} in {options.to}")
    return 0


def grow(records: Sequence[Json], count: int) -> Iterator[Json]:
    """`count` records; the first ones are those given."""
    yield from records[:count]
    chance = random.Random(SEED)
    paired = [(record, pairs) for record in records if (pairs := _paragraphs(record))]
    pool: defaultdict[str, list[Pair]] = defaultdict(list)
    for record, pairs in paired:
        pool[record["source_repo"]] += [pair for pair in pairs if _prose(pair)]
    for n in range(count - len(records)):
        record, pairs = paired[n % len(paired)]
        yield _renumbered(record, _mixed(pairs, pool[record["source_repo"]], chance), n, chance)


def _paragraphs(record: Json) -> list[Pair]:
    """The paragraphs of both languages side by side; [] where they do not answer each other."""
    english, french = ((record[key] or "").split("\n\n") for key in ("body_en", "body_fr"))
    return (
        list(zip(english, french, strict=True)) if len(english) == len(french) and record["body_fr"] else []
    )


def _prose(pair: Pair) -> bool:
    """Whether both paragraphs are plain sentences, which may stand anywhere."""
    return all(len(text) > 60 and not _MARKUP.match(text) for text in pair)


def _mixed(pairs: Sequence[Pair], pool: Sequence[Pair], chance: random.Random) -> list[Pair]:
    return [
        chance.choice(pool) if pool and _prose(pair) and chance.random() < SHARE else pair for pair in pairs
    ]


def _renumbered(record: Json, pairs: Sequence[Pair], n: int, chance: random.Random) -> Json:
    digits: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        if match[2] not in digits:
            digits[match[2]] = str(chance.randrange(10 ** len(match[2]))).zfill(len(match[2]))
        return match[1] + digits[match[2]]

    texts = {
        "body_en": "\n\n".join(english for english, _ in pairs),
        "body_fr": "\n\n".join(french for _, french in pairs),
        "title_en": record["title_en"],
        "title_fr": record["title_fr"],
    }
    return record | {
        "id": f"{record['id']}-G{n}",
        "references": [],
        **{key: text and _CODE.sub(other, text) for key, text in texts.items()},
    }


if __name__ == "__main__":
    raise SystemExit(main())
