"""Many entries out of the shipped ones: a content root of any size, the same bytes for the same size.

A new entry has the tags, dates and structure of a shipped one. About half of its paragraphs come from others of
its kind, each with its translation; words of a made-up trace, different in every entry, keep the vocabulary
growing as it does in real ones.
"""

import random
import re
import shutil
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
PARTS = ("docs", "docs_fr", "downloads", "taxonomy.yaml", "mkdocs.yml")
SEED = 20261125
SHARE = 0.5
"""Of the paragraphs that come from another entry."""

PROSE = {"faq": ("answer",), "anomaly": ("symptom", "cause", "workaround", "resolution")}
TITLE = {"faq": "question", "anomaly": "title"}
FOLDERS = {"faq": "faq", "anomaly": "anomalies_db"}
_PLAIN = re.compile(r"[A-ZÀ-Ý]")

Fields = dict[str, object]
Pair = tuple[str, str]


class _Blocks(yaml.SafeDumper):
    """Texts of several lines as blocks, as people write them."""


_Blocks.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)


def make_root(root: Path, entries: int) -> None:
    """Writes a content root of so many entries: those of the repository, then new ones."""
    root.mkdir(parents=True)
    for name in PARTS:
        source = REPOSITORY / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, root / name)
    shipped = 0
    for folder in FOLDERS.values():
        shutil.copytree(REPOSITORY / folder, root / folder)
        shipped += len(list((root / folder).glob("*.yaml")))
    bases = {kind: _bases(kind) for kind in FOLDERS}
    pools = {kind: _pool(kind, fields) for kind, fields in bases.items()}
    chance = random.Random(SEED)
    for n in range(max(0, entries - shipped)):
        kind = "faq" if n % 5 == 4 else "anomaly"
        fields = chance.choice(bases[kind])
        number = 1000 + n
        name = f"{'FAQ' if kind == 'faq' else 'ANO'}-{number}"
        grown = _grown(name, kind, fields, pools[kind], chance)
        text = yaml.dump(grown, Dumper=_Blocks, allow_unicode=True, sort_keys=False, width=1 << 20)
        (root / FOLDERS[kind] / f"{name}.yaml").write_text(text, "utf-8")


def _bases(kind: str) -> list[Fields]:
    files = sorted((REPOSITORY / FOLDERS[kind]).glob("[AF]*.yaml"))
    return [fields for fields in map(_loaded, files) if fields.pop("audience", "public") == "public"]


def _loaded(file: Path) -> Fields:
    """The fields as they are written: 5.10 is a version, no number."""
    fields: Fields = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)
    # What is another entry's alone, or says how old a translation is.
    for name in ("aliases", "related", "translated", "duplicate_of"):
        fields.pop(name, None)
    return fields


def _pairs(fields: Fields, name: str) -> list[Pair]:
    """Paragraphs of a text in both languages; [] where they do not answer each other."""
    text = fields.get(name)
    if not isinstance(text, dict) or set(text) != {"en", "fr"}:
        return []
    english, french = (text[locale].strip().split("\n\n") for locale in ("en", "fr"))
    return list(zip(english, french, strict=True)) if len(english) == len(french) else []


def _movable(pair: Pair) -> bool:
    """Whether both are plain sentences, which may stand anywhere."""
    return all(len(text) > 40 and "\n" not in text and _PLAIN.match(text) for text in pair)


def _pool(kind: str, bases: Sequence[Fields]) -> dict[str, list[Pair]]:
    pool: defaultdict[str, list[Pair]] = defaultdict(list)
    for fields in bases:
        for name in PROSE[kind]:
            pool[name] += [pair for pair in _pairs(fields, name) if _movable(pair)]
    return pool


def _grown(
    name: str, kind: str, fields: Fields, pool: dict[str, list[Pair]], chance: random.Random
) -> Fields:
    host = f"{chance.choice('mta relay gate store edi'.split())}{chance.randrange(10_000)}"
    code = f"0x{chance.randrange(1 << 32):08x}"
    grown = {**fields, "id": name}
    title = fields[TITLE[kind]]
    assert isinstance(title, dict)
    grown[TITLE[kind]] = {
        locale: re.sub(r"([\s\u00a0]*[?]?)$", rf" ({host})\1", text, count=1)
        for locale, text in title.items()
    }
    for field in PROSE[kind]:
        pairs = [
            chance.choice(pool[field]) if _movable(pair) and chance.random() < SHARE else pair
            for pair in _pairs(fields, field)
        ]
        if pairs:
            trace = f"    {chance.randrange(24):02}:{chance.randrange(60):02} {host} P7 {code} {field}"
            grown[field] = {
                locale: "\n\n".join([*(pair[n] for pair in pairs), trace]) + "\n"
                for n, locale in enumerate(("en", "fr"))
            }
    grown.pop("also_asked", None)
    if kind == "anomaly":
        grown["errors"] = [f"ERR {code}"]
    return grown
