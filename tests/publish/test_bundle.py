"""The offline ZIP: what is in it, of all products and of one; where it may be written; what a failure leaves."""

import errno
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from roots import BASE, built, copy_of, mkdocs_pages, stand_in_pages
from site_html import pages_of, target

from knownbase import bundle as bundling
from knownbase.bundle import Wish, bundle
from knownbase.cli import bundle as cli_module  # noqa: F401 - imported before its parts are replaced
from knownbase.cli import main
from knownbase.order import RenderPages
from knownbase.outputs.archive import pack
from knownbase.verify import verify

FIRST_OF_MAY = "1777593600"
RELAY_ONLY, VIEWER_ONLY = "qbafuzogx", "qdujabivx"
"""Words of entries of one product."""


def planted(place: Path) -> Path:
    """The small root, with an anomaly of each product alone that has a word of its own."""
    root = copy_of(BASE, place)
    for n, (product, word) in enumerate((("relay", RELAY_ONLY), ("viewer", VIEWER_ONLY)), 8001):
        (root / "anomalies_db" / f"ANO-{n}.yaml").write_text(
            f"""\
id: ANO-{n}
category: A
title: {{en: The {word} stops & says 1 < 2, fr: Le {word} s’arrête & dit 1 < 2}}
affects: [{{product: {product}, os: [windows], introduced: first}}]
errors: ["{word} ]]> 17"]
symptom: {{en: It stops. See FAQ-0001., fr: Il s’arrête. Voir FAQ-0001.}}
related: [ANO-0004, ANO-0001, ANO-0006]
published: 2022-05-05
""",
            "utf-8",
        )
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planted(tmp_path_factory.mktemp("bundle") / "root")


@pytest.fixture(scope="module", autouse=True)
def first_of_may() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", FIRST_OF_MAY)
        yield


def bundled(root: Path, out: Path, product: str | None = None, pages: RenderPages = mkdocs_pages) -> Path:
    done = bundle(Wish(root, "public", product, pages, lambda _what, _count: None), out)
    assert done.file is not None, done.report
    return done.file


def unpacked(archive: Path, place: Path) -> Path:
    with zipfile.ZipFile(archive) as found:
        assert found.testzip() is None
        found.extractall(place)
    return place


@pytest.fixture(scope="module", params=["all", "relay", "viewer"])
def offline(
    request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str | None, Path, Path]:
    """Product, ZIP, folder into which that was unpacked."""
    product = None if request.param == "all" else str(request.param)
    place = tmp_path_factory.mktemp("unpacked")
    archive = bundled(root, place, product)
    return product, archive, unpacked(archive, place / "site")


Offline = tuple[str | None, Path, Path]


def test_its_name_and_every_page_say_of_what_day_it_is(offline: Offline) -> None:
    product, archive, site = offline
    assert archive.name == f"knownbase-{f'{product}-' if product else ''}2026-05-01.zip"
    pages = [path for path, _ in pages_of(site)]
    assert len(pages) > 40
    for path in pages:
        text = unescape((site / path).read_text("utf-8"))
        day = "Copie hors ligne du 1er mai 2026." if path.startswith("fr/") else "Offline copy of 1 May 2026."
        assert text.count(day) == 2, path  # on screen and on paper
        concerns = ("Elle contient" if path.startswith("fr/") else "It holds what concerns") in text
        assert concerns == (product is not None), path


def test_no_link_dangles(offline: Offline) -> None:
    _, _, site = offline
    there = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    ids = {path: set(html.ids) for path, html in pages_of(site)}
    dangling = []
    for path, html in pages_of(site):
        for link in html.links:
            found = target(path, link)
            if found is not None and (
                found[0] not in there or (found[1] and found[0] in ids and found[1] not in ids[found[0]])
            ):
                dangling.append(f"{path}: {link}")
    assert dangling == []


def entries_of(site: Path) -> set[str]:
    return {file.stem for file in site.rglob("*-[0-9]*.html") if file.stem[:4] in ("FAQ-", "ANO-", "PAT-")}


def test_it_holds_the_entries_of_its_product_and_those_for_all(offline: Offline, root: Path) -> None:
    product, _, site = offline
    expected = set()
    for file in (
        one for kind in ("faq", "anomalies_db", "downloads") for one in (root / kind).glob("*.yaml")
    ):
        text = file.read_text("utf-8")
        named = {one for one in ("relay", "viewer") if f"product: {one}" in text}
        if "audience: customers" not in text and (product is None or not named or product in named):
            expected.add(file.stem)
    assert entries_of(site) == expected


def test_nothing_of_another_product_is_in_it(offline: Offline) -> None:
    product, _, site = offline
    words = {"relay": RELAY_ONLY, "viewer": VIEWER_ONLY}
    found = {
        name
        for name, word in words.items()
        for file in site.rglob("*")
        if file.is_file() and (word.encode() in file.read_bytes() or f"{name}." in file.name)
    }
    assert found == ({product} if product else set(words))
    names = {"relay": ">Relay", "viewer": "View &amp; Read"}
    pages = "".join((site / path).read_text("utf-8") for path, _ in pages_of(site))
    assert {name for name, shown in names.items() if shown in pages} == found


def test_it_is_as_its_manifest_says(offline: Offline) -> None:
    _, archive, site = offline
    assert verify(archive).none
    assert verify(site).none
    assert not {"404.html", "sitemap.xml", "robots.txt", "_redirects"} & {one.name for one in site.iterdir()}


def test_links_to_the_english_start_say_that_they_come_from_within(offline: Offline) -> None:
    _, _, site = offline
    to_start = {
        (path, link)
        for path, html in pages_of(site)
        for link in html.links
        if target(path, link) == ("index.html", "")
    }
    assert {path for path, _ in to_start} > {"index.html", "fr/index.html"}
    assert [one for one in to_start if not one[1].endswith("index.html?en")] == []


def test_the_same_content_on_the_same_day_is_the_same_zip(root: Path, tmp_path: Path) -> None:
    first = bundled(root, tmp_path / "one.zip", "relay", stand_in_pages)
    elsewhere = shutil.copytree(root, tmp_path / "elsewhere")
    assert (
        bundled(elsewhere, tmp_path / "two.zip", "relay", stand_in_pages).read_bytes() == first.read_bytes()
    )


def refused_pages(_root: Path, _tree: Path) -> None:
    raise AssertionError("nothing needs to be rendered")


def test_a_site_as_a_build_would_make_it_is_packed_as_it_is(tmp_path: Path) -> None:
    root = planted(tmp_path / "root")
    made = bundled(root, tmp_path / "made.zip", pages=stand_in_pages)
    made_viewer = bundled(root, tmp_path / "made-viewer.zip", "viewer", stand_in_pages)
    built(root, root / "site")
    assert bundled(root, tmp_path / "packed.zip", pages=refused_pages).read_bytes() == made.read_bytes()
    viewer = bundled(root, tmp_path / "viewer.zip", "viewer", refused_pages)
    assert viewer.read_bytes() == made_viewer.read_bytes()


@pytest.mark.parametrize("what", ["content", "site", "customers"])
def test_another_site_is_not(tmp_path: Path, what: str) -> None:
    root = planted(tmp_path / "root")
    built(root, root / "site", "customers" if what == "customers" else "public")
    if what == "content":
        (root / "anomalies_db" / "ANO-8001.yaml").unlink()
    elif what == "site":
        (root / "site" / "index.html").write_text("touched")
    with pytest.raises(AssertionError, match="nothing needs to be rendered"):
        bundled(root, tmp_path / "x.zip", pages=refused_pages)
    with zipfile.ZipFile(bundled(root, tmp_path / "x.zip", pages=stand_in_pages)) as found:
        names = found.namelist()
        assert b"touched" not in found.read("index.html")
    assert ("anomalies/ANO-8001.html" in names) == (what != "content")
    assert "faq/FAQ-0003.html" not in names  # for customers


def test_compressed_copies_for_a_server_stay_out(tmp_path: Path) -> None:
    from knownbase.build import build

    root = planted(tmp_path / "root")
    build(root, root / "site", "public", stand_in_pages, lambda _what, _count: None, copies=["br", "gz"])
    assert list((root / "site").rglob("*.gz"))
    with zipfile.ZipFile(bundled(root, tmp_path / "x.zip", pages=refused_pages)) as found:
        assert [name for name in found.namelist() if name.endswith((".gz", ".br"))] == []


# The command


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["bundle", *map(str, arguments)])


@pytest.fixture
def stood_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knownbase.plugin.render_pages", stand_in_pages)


@pytest.mark.usefixtures("stood_in")
def test_the_command_says_what_it_has_written(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.zip"
    told = run("--root", root, "--out", out)
    assert told.exit_code == 0, told.output
    assert f"{out}: " in told.stdout
    assert "files to pack" in told.stdout
    quiet = run("--root", root, "--out", out, "--quiet")
    assert (quiet.exit_code, quiet.output) == (0, "")
    as_json = json.loads(run("--root", root, "--out", tmp_path, "--product", "viewer", "--json").stdout)
    with zipfile.ZipFile(as_json["file"]) as found:
        assert as_json["files"] == len(found.namelist())
        assert as_json["unpacked"] == sum(info.file_size for info in found.infolist())
    assert (as_json["date"], as_json["product"], as_json["audience"]) == ("2026-05-01", "viewer", "public")
    assert as_json["octets"] == os.stat(as_json["file"]).st_size


@pytest.mark.usefixtures("stood_in")
@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--product", "veiwer"], "did you mean viewer?"),
        (["--product", "quite another"], "known: relay, viewer"),
        (["--out", "{root}/docs/x.zip"], "lies among the sources"),
        (["--out", "{tmp}/letter.txt"], "is no ZIP that could be replaced"),
        (["--out", "{tmp}/letter.txt/x.zip"], "cannot write beside"),
        (["--out", "{tmp}/site/x.zip"], "lies in a site"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_cannot_be_used_is_refused(root: Path, tmp_path: Path, options: list[str], reason: str) -> None:
    (tmp_path / "letter.txt").write_text("Dear reader")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "manifest.json").write_text('{"files": {}}\n')
    told = run("--root", root, *(one.format(root=root, tmp=tmp_path) for one in options))
    assert (told.exit_code, reason in " ".join(told.output.split())) == (2, True), told.output
    assert (tmp_path / "letter.txt").read_text() == "Dear reader"
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["letter.txt", "manifest.json", "site"]


@pytest.mark.usefixtures("stood_in")
def test_with_an_error_in_the_content_nothing_is_written(tmp_path: Path) -> None:
    root = planted(tmp_path / "root")
    (root / "faq" / "FAQ-0001.yaml").write_text("id: [")
    out = tmp_path / "x.zip"
    told = run("--root", root, "--out", out)
    assert told.exit_code == 1
    assert "FAQ-0001.yaml" in told.stdout
    assert "Nothing was written." in told.stdout
    as_json = json.loads(run("--root", root, "--out", out, "--json").stdout)
    assert as_json["file"] is None
    assert as_json["findings"] > 0
    assert not out.exists()


@pytest.mark.usefixtures("stood_in")
def test_a_failure_leaves_the_old_zip_and_nothing_else(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "x.zip"
    assert run("--root", root, "--out", out, "--product", "viewer").exit_code == 0
    before = out.read_bytes()

    def full(*arguments: object) -> None:
        pack(*arguments)  # type: ignore[arg-type]
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "x")

    monkeypatch.setattr(bundling, "pack", full)
    told = run("--root", root, "--out", out)
    assert told.exit_code == 1
    assert "No space left on device" in told.stderr
    assert out.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["x.zip"]


def test_a_site_that_is_published_meanwhile_is_not_packed_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from knownbase.failure import NotMade

    root = planted(tmp_path / "root")
    built(root, root / "site")

    def overtaken(*arguments: object) -> None:
        pack(*arguments)  # type: ignore[arg-type]
        (root / "anomalies_db" / "ANO-8001.yaml").unlink()
        built(root, root / "site")

    monkeypatch.setattr(bundling, "pack", overtaken)
    with pytest.raises(NotMade, match="published anew meanwhile"):
        bundled(root, tmp_path / "x.zip", pages=refused_pages)
    assert not (tmp_path / "x.zip").exists()
