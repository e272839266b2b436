"""Nothing of an entry for customers is in a public site: no page, word, count, link, file or name of one.

A root whose customers' entries carry an invented word in every field is built three times: publicly by
each of the two ways, and for customers. A second root is what the public may know of it: the same
without these entries and without every mention of them. Both public sites must be equal byte for byte.
"""

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from roots import BASE, built, copy_of, files_of, mkdocs_pages

from knownbase.bundle import Wish, bundle
from knownbase.model.audience import Audience

HIDDEN = {"faq": "FAQ-741398256", "anomaly": "ANO-829163547", "patch": "PAT-635712984"}
CANARIES: dict[str, str] = {kind: entry_id.partition("-")[2] for kind, entry_id in HIDDEN.items()}
"""What → a word of which nobody else would think."""

UNSHOWN = {"faq comment", "anomaly comment", "patch comment"}
"""Never published at all."""


def canary(what: str) -> str:
    digest = hashlib.sha256(what.encode()).digest()
    word = "".join("bdfgjkvz"[byte >> 5] + "aiou"[byte & 3] for byte in digest[:6])
    return CANARIES.setdefault(what, f"q{word}x")


def both(what: str) -> str:
    return f"{{en: English {canary(what + ' en')}, fr: Texte {canary(what + ' fr')}}}"


def prose(what: str) -> str:
    """Prose that also names a code, so that the code's page would have to list the entry."""
    words = {
        "en": f"A refusal 1: {canary(what + ' en')}.",
        "fr": f"Un refus 1\u00a0: {canary(what + ' fr')}.",
    }
    return f"{{en: {json.dumps(words['en'])}, fr: {json.dumps(words['fr'], ensure_ascii=False)}}}"


FILE = f"{canary('patch file name')}.txt"
CONTENT = f"{canary('patch file content')}\n".encode()
FAQ = f"""\
# {canary("faq comment")}
id: {HIDDEN["faq"]}
audience: customers
category: setup
applies_to: [{{product: relay, os: all}}]
question:
  en: "How is {canary("faq question en")} set?"
  fr: "Comment régler {canary("faq question fr")}\u00a0?"
also_asked:
  en: ["Where is {canary("faq also_asked en")}?"]
  fr: ["Où est {canary("faq also_asked fr")}\u00a0?"]
answer: {prose("faq answer")}
related: [FAQ-0001, ANO-0001]
aliases: [{canary("faq alias")}]
published: 2022-06-30
"""
ANOMALY = f"""\
# {canary("anomaly comment")}
id: {HIDDEN["anomaly"]}
audience: customers
category: B
impact: [data-loss]
title: {both("anomaly title")}
affects: [{{product: relay, os: [windows], introduced: "1.9", fixed: "1.10"}}]
errors: ["{canary("anomaly error")} 17"]
symptom: {prose("anomaly symptom")}
cause: {prose("anomaly cause")}
workaround: {prose("anomaly workaround")}
resolution: {prose("anomaly resolution")}
related: [FAQ-0001]
aliases: [{canary("anomaly alias")}]
published: 2022-06-29
"""
PATCH = f"""\
# {canary("patch comment")}
id: {HIDDEN["patch"]}
audience: customers
kind: patch
product: relay
os: windows
from: "1.9"
to: "1.10"
released: 2022-06-30
file: {FILE}
size: {len(CONTENT)}
sha256: {hashlib.sha256(CONTENT).hexdigest()}
fixes: [{HIDDEN["anomaly"]}]
summary: {both("patch summary")}
notes: {prose("patch notes")}
aliases: [{canary("patch alias")}]
related: [FAQ-0001]
"""
MENTIONS = {
    "faq/FAQ-0001.yaml": ("related: [ANO-0001]", f"related: [ANO-0001, {', '.join(HIDDEN.values())}]"),
    "anomalies_db/ANO-0001.yaml": ("related: [FAQ-0003]", f"related: [FAQ-0003, {HIDDEN['anomaly']}]"),
    "downloads/PAT-0001.yaml": ("fixes: [ANO-0001]", f"fixes: [ANO-0001, {HIDDEN['anomaly']}]"),
    "downloads/PAT-0002.yaml": ("requires: [PAT-0001]", f"requires: [PAT-0001, {HIDDEN['patch']}]"),
}
"""Fields of public entries that name hidden ones."""


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("audience")


@pytest.fixture(scope="module")
def whole(place: Path) -> Path:
    """The root with the hidden entries and every mention of them."""
    root = copy_of(BASE, place / "whole")
    (root / "faq" / f"{HIDDEN['faq']}.yaml").write_text(FAQ, "utf-8")
    (root / "anomalies_db" / f"{HIDDEN['anomaly']}.yaml").write_text(ANOMALY, "utf-8")
    (root / "downloads" / f"{HIDDEN['patch']}.yaml").write_text(PATCH, "utf-8")
    (root / "downloads" / "files" / FILE).write_bytes(CONTENT)
    for name, (old, new) in MENTIONS.items():
        replace(root / name, old, new)
    return root


@pytest.fixture(scope="module")
def public(place: Path, whole: Path) -> dict[str, bytes]:
    built(whole, place / "public", pages=mkdocs_pages)
    return files_of(place / "public")


@pytest.fixture(scope="module")
def public_through_mkdocs(place: Path, whole: Path) -> dict[str, bytes]:
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "--site-dir",
        str(place / "mkdocs"),
    ]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=whole, env=environment, check=True, capture_output=True)
    return files_of(place / "mkdocs")


@pytest.fixture(scope="module")
def customers(place: Path, whole: Path) -> dict[str, bytes]:
    built(whole, place / "customers", "customers", mkdocs_pages)
    return files_of(place / "customers")


def readings(tree: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Every file's name and bytes, also unpacked and with %41 read as A."""
    for name, data in tree.items():
        yield name, name.encode()
        yield name, data
        yield name, unquote_to_bytes(data)
        if data.startswith(b"\x1f\x8b"):
            yield from readings({f"{name} unpacked": gzip.decompress(data)})
        if data.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield from readings({f"{name}/{inner}": archive.read(inner) for inner in archive.namelist()})


def found(tree: dict[str, bytes]) -> dict[str, list[str]]:
    """Canary → files in which it stands, in upper or lower case."""
    places: dict[str, list[str]] = {}
    for name, data in readings(tree):
        folded = data.lower()
        for what, word in CANARIES.items():
            if word.encode() in folded:
                places.setdefault(what, []).append(name)
    return places


def test_no_canary_is_in_a_public_site(public: dict[str, bytes]) -> None:
    assert found(public) == {}


def test_no_canary_is_in_what_mkdocs_publishes(
    public: dict[str, bytes], public_through_mkdocs: dict[str, bytes]
) -> None:
    assert found(public_through_mkdocs) == {}
    assert public_through_mkdocs == public


def test_a_public_site_is_the_one_that_never_heard_of_the_hidden_entries(
    place: Path, public: dict[str, bytes]
) -> None:
    root = copy_of(BASE, place / "unaware")
    built(root, place / "unaware-site", pages=mkdocs_pages)
    unaware = files_of(place / "unaware-site")
    assert set(public) ^ set(unaware) == set()
    assert [path for path in public if public[path] != unaware[path]] == []


def test_every_field_is_in_the_site_for_customers(customers: dict[str, bytes]) -> None:
    assert set(CANARIES) - set(found(customers)) - UNSHOWN == set()
    assert [what for what in found(customers) if what.endswith("comment")] == []


def test_customers_get_the_file_and_every_page(customers: dict[str, bytes], public: dict[str, bytes]) -> None:
    assert customers[f"downloads/files/{FILE}"] == CONTENT
    added = {path for path in customers if path not in public and path.endswith(".html")}
    pages = {
        f"faq/{HIDDEN['faq']}.html",
        f"anomalies/{HIDDEN['anomaly']}.html",
        f"downloads/{HIDDEN['patch']}.html",
    }
    pages |= {"faq/FAQ-0003.html"}
    assert pages | {f"fr/{page}" for page in pages} <= added


def zipped(root: Path, audience: Audience, product: str | None, place: Path) -> dict[str, bytes]:
    """The offline ZIP, and what it is called."""
    wish = Wish(root, audience, product, mkdocs_pages, lambda _what, _count: None)
    file = bundle(wish, place).file
    assert file is not None
    return {file.name: file.read_bytes()}


@pytest.mark.parametrize("product", [None, "relay"])
def test_no_canary_is_in_an_offline_zip(
    public: dict[str, bytes], whole: Path, tmp_path: Path, product: str | None
) -> None:
    assert len(public) > 50  # made of the same root before: packed as it is, or what it knows is used again
    assert found(zipped(whole, "public", product, tmp_path)) == {}


def test_the_offline_zip_for_customers_has_every_field(
    customers: dict[str, bytes], whole: Path, tmp_path: Path
) -> None:
    archive = zipped(whole, "customers", "relay", tmp_path)
    assert next(iter(archive)).startswith("knownbase-customers-relay-")
    assert set(found(customers)) - set(found(archive)) == set()
