"""The published API: every file is of its schema, every link leads to a file, every fact is the catalogue's."""

import datetime as dt
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from roots import BASE, REPOSITORY, THEME, built, catalogue_of, copy_of, files_of

from knownbase.build import build
from knownbase.catalogue import View
from knownbase.model.entry import Anomaly, Patch
from knownbase.model.ranges import verdicts
from knownbase.outputs.api.schemas import SHAPES

API = "api/v1/"
Tree = dict[str, bytes]


@pytest.fixture(scope="module")
def shipped(site: Path) -> Tree:
    return files_of(site)


@pytest.fixture(scope="module")
def view() -> View:
    return catalogue_of(REPOSITORY).visible("public")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    out = tmp_path_factory.mktemp("api") / "site"
    built(BASE, out)
    return files_of(out)


def nameless(root: Path, tree: Path) -> None:
    """In the place of MkDocs: a site that does not know its address."""
    shutil.copytree(THEME, tree, dirs_exist_ok=True)
    settings = tree / "_kb" / "site.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text("utf-8")), "site_url": ""}), "utf-8")


@pytest.fixture(scope="module")
def without_address(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    out = tmp_path_factory.mktemp("nameless") / "site"
    built(BASE, out, pages=nameless)
    return files_of(out)


def documents(tree: Tree) -> dict[str, Any]:
    """Path → value of every file of the API but its schemas."""
    return {
        path: json.loads(data)
        for path, data in tree.items()
        if path.startswith(API) and not path.startswith(f"{API}schema/")
    }


def entries(tree: Tree) -> dict[str, Any]:
    """Id → its file."""
    return {
        document["id"]: document
        for path, document in documents(tree).items()
        if path.startswith(f"{API}entries/")
    }


def strict(schema: Any) -> Any:
    """The schema with nothing allowed that it does not name: programs must bear more, our files have none."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: strict(value) for key, value in schema.items()}
    return {**found, "additionalProperties": False} if "properties" in found and "type" in found else found


def faults(path: str, document: Any, tree: Tree) -> Iterator[str]:
    schema = json.loads(tree[urlsplit(urljoin(f"https://x/{path}", document["links"]["schema"])).path[1:]])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(strict(schema), format_checker=FormatChecker())
    for error in validator.iter_errors(document):
        yield f"{path} {error.json_path}: {error.message[:200]}"


@pytest.mark.parametrize("root", ["shipped", "small", "without_address"])
def test_every_file_is_of_the_schema_that_it_names(root: str, request: pytest.FixtureRequest) -> None:
    tree = request.getfixturevalue(root)
    found = documents(tree)
    assert [fault for path, document in found.items() for fault in faults(path, document, tree)] == []
    kinds = Counter(document["links"]["schema"].rpartition("/")[2] for document in found.values())
    assert set(kinds) == {f"{name}.schema.json" for name in SHAPES}


def test_a_field_that_is_wrong_or_too_many_is_seen(small: Tree) -> None:
    document = entries(small)["ANO-0001"] | {"standing": "mended", "more": 1, "published": "yesterday"}
    found = list(faults(f"{API}entries/ANO-0001.json", document, small))
    assert sorted(one.split(" ")[1] for one in found) == ["$.published:", "$.standing:", "$:"]


def test_the_published_schemas_are_those_of_the_repository(shipped: Tree) -> None:
    published = {
        path.removeprefix(f"{API}schema/"): data
        for path, data in shipped.items()
        if path.startswith(f"{API}schema/")
    }
    assert published == files_of(REPOSITORY / "schema" / API)


def links(value: Any) -> Iterator[str]:
    """Everything below a key `links` or `link`, templates left out."""
    if isinstance(value, list):
        for one in value:
            yield from links(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from strings(one) if key in ("links", "link") else links(one)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    else:
        yield value


@pytest.mark.parametrize("root", ["shipped", "small", "without_address"])
def test_every_link_leads_to_a_file(root: str, request: pytest.FixtureRequest) -> None:
    tree = request.getfixturevalue(root)
    targets = {
        (path, urlsplit(urljoin(f"https://x/{path}", link)).path[1:])
        for path, document in documents(tree).items()
        for link in links(document)
        if "{" not in link and "://" not in link
    }
    assert len(targets) > 5 * len(documents(tree))
    assert [(path, target) for path, target in targets if target not in tree] == []
    (template,) = [link for link in links(documents(tree)[f"{API}index.json"]) if "{" in link]
    assert all(f"{API}{template.replace('{id}', one)}" in tree for one in entries(tree))


def test_addresses_are_those_of_the_files(shipped: Tree) -> None:
    address = "https://support.addonmail.example/"
    for path, document in documents(shipped).items():
        assert document["url"] == address + path
        for page in (document.get("pages") or {}).values():
            assert page.removeprefix(address) in shipped
    assert all(set(one["pages"]) == {"en", "fr"} for one in entries(shipped).values())


def test_a_site_without_an_address_gives_none(without_address: Tree) -> None:
    assert {document["url"] for document in documents(without_address).values()} == {None}
    assert {one["pages"] for one in entries(without_address).values()} == {None}


def rows(tree: Tree) -> dict[str, Any]:
    lists = [documents(tree)[f"{API}{name}.json"] for name in ("faqs", "anomalies", "patches")]
    assert all(one["total"] == len(one["entries"]) for one in lists)
    return {row["id"]: row for one in lists for row in one["entries"]}


def test_a_row_says_what_the_entry_says(shipped: Tree, view: View) -> None:
    found, files = rows(shipped), entries(shipped)
    assert list(found) == [one.id for kind in (view.faqs, view.anomalies, view.patches) for one in kind]
    assert set(files) == set(found)
    for one, row in found.items():
        file = files[one]
        shared = row.keys() & file.keys() - {"links"}
        assert {"id", "title", "published", "updated"} <= shared
        assert {key: row[key] for key in shared} == {key: file[key] for key in shared}
        assert set(row["products"]) == {scope["product"] for scope in file["applies_to"]}
        assert set(row["os"]) == {os for scope in file["applies_to"] for os in scope["os"]}
        assert row["links"]["entry"] == f"entries/{one}.json"
        assert (row["links"]["en"], row["links"]["fr"]) == tuple(
            link.removeprefix("../") for link in (file["links"]["page"]["en"], file["links"]["page"]["fr"])
        )


def test_a_row_stands_on_a_line(small: Tree) -> None:
    lines = small[f"{API}anomalies.json"].decode().splitlines()
    assert [json.loads(line.removesuffix(","))["id"] for line in lines[1:-1]] == [
        f"ANO-000{n}" for n in range(1, 8)
    ]


def test_the_index_counts_what_is_there(shipped: Tree, view: View) -> None:
    index = documents(shipped)[f"{API}index.json"]
    assert index["totals"] == {
        "faqs": len(view.faqs),
        "anomalies": len(view.anomalies),
        "patches": len(view.patches),
    }
    assert index["updated"] == max(entry.updated for entry in view.entries).isoformat()
    standings = Counter(view.standing(one) for one in view.anomalies)
    assert {one: count for one, count in index["standings"].items() if count} == standings


def test_every_release_has_the_verdict_of_the_model(shipped: Tree, view: View) -> None:
    files = entries(shipped)
    compared = 0
    for anomaly in view.anomalies:
        touching = not (anomaly.status == "withdrawn" or anomaly.duplicate_of)
        found = files[anomaly.id]["verdicts"]
        assert bool(found) == touching
        for one in found:
            product = view.taxonomy.product_by_id[one["product"]]
            expected = dict(verdicts(product, one["os"], anomaly.affects))
            names = ("affected", "fixed", "not_affected", "not_stated")
            assert {version: name for name in names for version in one[name]} == expected
            compared += len(expected)
    assert compared > 400


def test_references_go_both_ways(shipped: Tree, view: View) -> None:
    files = entries(shipped)
    for patch in view.patches:
        assert isinstance(patch, Patch)
        fixes = files[patch.id]["fixes"]
        assert fixes == [one for one in patch.fixes if one in view.cards]
        assert all(patch.id in files[one]["patches"] for one in fixes)
    named = {one for file in files.values() for one in file["related"]}
    assert named
    assert named <= set(files)


def test_texts_are_there_in_both_languages_as_written(small: Tree) -> None:
    view = catalogue_of(BASE).visible("public")
    files = entries(small)
    for entry in view.entries:
        for name, text in entry.texts():
            if name not in ("title", "question"):
                assert files[entry.id][name] == {"en": text.own("en"), "fr": text.own("fr")}
        if isinstance(entry, Anomaly):
            assert files[entry.id]["errors"] == list(entry.errors)
    assert files["ANO-0001"]["title"]["en"] == "Relay loses the second of two a<b messages"
    assert files["FAQ-0002"]["title"]["fr"] is None  # not translated yet


def remade(root: Path, out: Path, *, clean: bool) -> Tree:
    def stand_in(_root: Path, tree: Path) -> None:
        shutil.copytree(THEME, tree, dirs_exist_ok=True)

    outcome = build(root, out, "public", stand_in, lambda _what, _count: None, clean=clean)
    assert outcome.published, outcome.report.findings
    return files_of(out)


MORE = """\
id: ANO-0099
category: B
title: {en: Relay counts twice, fr: Relay compte deux fois}
affects: [{product: relay, os: [windows], introduced: "1.9", fixed: "1.10"}]
symptom: {en: A counter is wrong., fr: Un compteur est faux.}
published: 2022-06-29
"""


def test_what_an_edit_changes_elsewhere_is_made_again(tmp_path: Path) -> None:
    """An anomaly that is hidden leaves the lists, the index and the patch that mends it; and it comes back."""
    root = copy_of(BASE, tmp_path / "content")
    patch = root / "downloads" / "PAT-0001.yaml"
    patch.write_text(patch.read_text("utf-8").replace("[ANO-0001]", "[ANO-0001, ANO-0099]"), "utf-8")
    file = root / "anomalies_db" / "ANO-0099.yaml"
    for text, shown in (
        (MORE, True),
        (f"{MORE}audience: customers\n", False),
        (MORE, True),
        (MORE.replace("counts twice", "miscounts"), True),
    ):
        file.write_text(text, "utf-8")
        again = remade(root, tmp_path / "again", clean=False)
        assert again == remade(root, tmp_path / "alone", clean=True)
        fixes = ["ANO-0001", "ANO-0099"] if shown else ["ANO-0001"]
        assert rows(again)["PAT-0001"]["fixes"] == fixes == entries(again)["PAT-0001"]["fixes"]
        assert ("ANO-0099" in rows(again)) == shown == (b"ANO-0099" in again["fr/downloads/PAT-0001.md"])
        assert documents(again)[f"{API}index.json"]["totals"]["anomalies"] == (8 if shown else 7)
    assert b"Relay miscounts" in again["downloads/PAT-0001.md"]


def test_only_the_index_says_when_it_was_made_and_only_to_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day begins at 10:00 UTC; a build after no edit is a clean one, also when another day has begun."""
    root, out = copy_of(BASE, tmp_path / "content"), tmp_path / "site"
    index = f"{API}index.json"
    made = []
    for moment, day in (
        (dt.datetime(2026, 11, 26, 10, 0, 0, tzinfo=dt.UTC), "2026-11-26T10:00:00Z"),
        (dt.datetime(2026, 11, 27, 9, 59, 59, tzinfo=dt.UTC), "2026-11-26T10:00:00Z"),
        (dt.datetime(2026, 11, 27, 10, 0, 0, tzinfo=dt.UTC), "2026-11-27T10:00:00Z"),
    ):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
        tree = documents(remade(root, out, clean=False))
        assert tree == documents(remade(root, tmp_path / "alone", clean=True))
        assert tree[index].pop("generated_at") == day
        made.append(tree)
    assert made[0] == made[1] == made[2]


def test_product_and_code_names_need_not_be_file_names(small: Tree) -> None:
    """A name may hold anything; files are called by ids, of which no two are the same."""
    assert "View & Read" in {one["name"] for one in documents(small)[f"{API}products.json"]["products"]}
    names = [path.removeprefix(API) for path in small if path.startswith(API)]
    assert [name for name in names if not re.fullmatch(r"[a-z/.]+|entries/[A-Z]{3}-\d{4}\.json", name)] == []
    assert len({name.casefold() for name in names}) == len(names)
