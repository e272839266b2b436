"""Mistakes, planted one by one in a valid content root, and what the check says of each.

To add one: add a line to `MISTAKES`, run KNOWNBASE_UPDATE_GOLDEN=1 pytest tests/check, and read the
new file in tests/check/golden. `python tests/planted.py` prints the table of all of them.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from roots import BASE, copy_of

from knownbase.check.report import as_text
from knownbase.check.run import check

GOLDEN = Path(__file__).parent / "check" / "golden"
FAQ, FAQ2 = "faq/FAQ-0001.yaml", "faq/FAQ-0002.yaml"
ANO, ANO2, ANO7 = "anomalies_db/ANO-0001.yaml", "anomalies_db/ANO-0002.yaml", "anomalies_db/ANO-0007.yaml"
PAT, PAT2, PAT3 = "downloads/PAT-0001.yaml", "downloads/PAT-0002.yaml", "downloads/PAT-0003.yaml"
TAX = "taxonomy.yaml"

Plant = Callable[[Path], None]


def swap(file: str, *pairs: tuple[str, str]) -> Plant:
    """Replaces texts of a file, each of which stands in it."""

    def plant(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        for old, new in pairs:
            assert old in text, f"{old!r} does not stand in {file}"
            text = text.replace(old, new, 1)
        (root / file).write_text(text, "utf-8")

    return plant


def raw(file: str, change: Callable[[bytes], bytes]) -> Plant:
    def plant(root: Path) -> None:
        (root / file).write_bytes(change((root / file).read_bytes()))

    return plant


def add(file: str, text: str = "") -> Plant:
    """Appends to a file, or makes it."""

    def plant(root: Path) -> None:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        with (root / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return plant


def copied(source: str, target: str, *pairs: tuple[str, str]) -> Plant:
    def plant(root: Path) -> None:
        (root / target).parent.mkdir(exist_ok=True)
        (root / target).write_bytes((root / source).read_bytes())
        swap(target, *pairs)(root)

    return plant


def in_files(name: str, data: bytes) -> Plant:
    """A file in a folder beside the root, which the check then looks through."""

    def plant(root: Path) -> None:
        file = root.parent / "files" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    return plant


def link_outside(root: Path) -> None:
    outside = root.parent / "outside.yaml"
    outside.write_text("id: FAQ-0077\n", "utf-8")
    (root / "faq/FAQ-0077.yaml").symlink_to(outside)


def together(*plants: Plant) -> Plant:
    def plant(root: Path) -> None:
        for one in plants:
            one(root)

    return plant


def page(lines: str, folder: str = "docs", at: str = "index.md") -> Plant:
    """Lines in the front matter of a hand-written page."""
    return swap(f"{folder}/{at}", ("---\n", f"---\n{lines}\n"))


QUESTION = 'question: {en: "Where is my password kept?"}'
ANSWER = 'answer: {en: "In the **key store** of your system."}'
FIXED = '{product: relay, os: [windows], introduced: "1.10", fixed: "1.11"}'
AFFECTS7 = "affects:"


def answer(text: str) -> Plant:
    """A block of English prose as the answer of FAQ-0002."""
    block = "".join(f"    {line}\n" if line else "\n" for line in text.split("\n"))
    return swap(FAQ2, (ANSWER, f"answer:\n  en: |\n{block.rstrip()}"))


def affects(*items: str) -> Plant:
    """The affected ranges of ANO-0002, which is no longer withdrawn."""
    old = '  - {product: relay, os: all, introduced: "1.9"}\n'
    new = "".join(f"  - {{product: relay, {item}}}\n" for item in items)
    return swap(ANO2, (old, new), ("status: withdrawn\n", ""))


def product_of(product_id: str) -> str:
    return f"  - {{id: {product_id}, name: Another, summary: {{en: Does., fr: Fait.}}, os: [windows]}}\n"


MORE_PRODUCTS = product_of("con") + product_of("index") + product_of("aux-2")
MORE_CATEGORIES = "".join(
    f"  - {{id: {one}, label: {{en: L, fr: L}}, meaning: {{en: M, fr: M}}, next: {{en: N, fr: N}}}}\n"
    for one in ("b", "C/D", "É", "Nul")
)
MORE_FAMILIES = "".join(
    f"  - {{id: {one}, name: {{en: F, fr: F}}, standard: S, about: {{en: A, fr: A}}, codes: []}}\n"
    for one in ("refusal-7", "refusal-8", "index")
)

MISTAKES: dict[str, Plant] = {
    # the file
    "tab-indent": swap(FAQ, ("  - {product: relay", "\t- {product: relay")),
    "unclosed-quote": swap(FAQ2, ("published: 2022-02-03", 'aliases: ["A-1]\npublished: 2022-02-03')),
    "colon-in-plain-value": swap(FAQ2, ('"Where is my password kept?"', "Where: is it kept?")),
    "duplicate-key": add(FAQ2, "category: setup\n"),
    "unknown-key": add(FAQ2, "categry: setup\n"),
    "alias-bomb": add(FAQ2, "aliases: &a [x, x]\nrelated: [*a, *a]\n"),
    "alias": add(FAQ2, "aliases: [*a]\n"),
    "two-documents": add(FAQ2, "---\nid: FAQ-0099\n"),
    "python-object": add(FAQ2, "aliases: [!!python/object/apply:os.system ['true']]\n"),
    "nested-brackets": add(FAQ2, "aliases: " + "[" * 60_000 + "\n"),
    "file-too-large": add(FAQ2, "# " + "x" * 300 * 1024 + "\n"),
    "latin-1": raw(FAQ, lambda data: data.replace("Étapes".encode(), "Étapes".encode("latin-1"))),
    "nul-byte": raw(FAQ2, lambda data: data.replace(b"key store", b"key\0store")),
    "control-character": raw(FAQ2, lambda data: data.replace(b"key store", b"key\x1bstore")),
    "escaped-control-character": swap(FAQ2, ("my password", "my \\x07password")),
    "right-to-left-mark": swap(FAQ2, ("my password", "my \u202epassword")),
    "escaped-right-to-left-mark": swap(FAQ2, ("my password", "my \\u202epassword")),
    "half-a-character": swap(FAQ2, ("my password", "my \\ud800password")),
    "byte-order-mark-and-fault": raw(
        FAQ2, lambda data: b"\xef\xbb\xbf" + data.replace(b"category: daily", b"category: dayly")
    ),
    "crlf-and-fault": raw(
        FAQ2, lambda data: data.replace(b"category: daily", b"category: dayly").replace(b"\n", b"\r\n")
    ),
    "empty-file": raw(FAQ2, lambda data: b""),
    "only-comments": raw(FAQ2, lambda data: b"# later\n"),
    "list-for-mapping": raw(FAQ2, lambda data: b"- id: FAQ-0002\n"),
    "symlink-out-of-the-tree": link_outside,
    "file-that-is-no-entry": add("faq/notes.txt", "x\n"),
    "entry-in-the-wrong-folder": copied(FAQ2, "downloads/FAQ-0002.yaml"),
    # ids
    "id-is-not-the-file-name": swap(FAQ2, ("id: FAQ-0002", "id: FAQ-0020")),
    "duplicate-id": copied(FAQ2, "faq/more/FAQ-0002.yaml"),
    "alias-names-another": add(FAQ2, "aliases: [KB-17]\n"),
    "missing-id": swap(FAQ2, ("id: FAQ-0002\n", "")),
    # forms of values
    "missing-answer": swap(FAQ2, (ANSWER + "\n", "")),
    "date-2026-13-01": swap(FAQ2, ("2022-02-03", "2026-13-01")),
    "faq-without-a-date": swap(FAQ2, ("published: 2022-02-03\n", "")),
    "anomaly-without-a-date": swap(ANO2, ("published: 2021-01-01\n", "")),
    "patch-without-a-date": swap(PAT2, ("released: 2022-05-01\n", "")),
    "event-without-a-date": add(FAQ2, "timeline: [{event: updated}]\n"),
    "time-for-a-date": swap(FAQ2, ("2022-02-03", "2022-02-03T10:00:00")),
    "future-date": swap(FAQ2, ("2022-02-03", "2122-02-03")),
    "history-runs-backwards": swap(FAQ, ("published: 2022-01-01", "published: 2022-06-01")),
    "size-1_000": swap(PAT, ("size: 23", "size: 1_000")),
    "size-with-spaces": swap(PAT, ("size: 23", 'size: " 23 "')),
    "null-source": swap(FAQ2, ("source: en", "source: null")),
    # tags: missing or invalid, for every kind
    "faq-category-missing": swap(FAQ2, ("category: daily\n", "")),
    "faq-category-unknown": swap(FAQ2, ("category: daily", "category: dayly")),
    "anomaly-category-missing": swap(ANO, ("category: B\n", "")),
    "anomaly-category-d": swap(ANO, ("category: B", "category: D")),
    "patch-kind-missing": swap(PAT, ("kind: patch\n", "")),
    "patch-kind-unknown": swap(PAT, ("kind: patch", "kind: hotfix")),
    "faq-product-missing": swap(FAQ, ("{product: relay, os: [linux]}", "{os: [linux]}")),
    "faq-product-unknown": swap(FAQ, ("{product: viewer", "{product: veiwer")),
    "anomaly-product-missing": swap(ANO, (FIXED, FIXED.replace("product: relay, ", ""))),
    "anomaly-product-unknown": swap(ANO, ("{product: relay, os: [linux]", "{product: really, os: [linux]")),
    "patch-product-missing": swap(PAT3, ("product: viewer\n", "")),
    "patch-product-unknown": swap(PAT3, ("product: viewer", "product: spreadsheet")),
    "faq-os-missing": swap(FAQ, ("{product: relay, os: [linux]}", "{product: relay}")),
    "faq-os-unknown": swap(FAQ, ("os: [linux]", "os: [linus]")),
    "anomaly-os-missing": swap(
        ANO, ("{product: relay, os: [linux], introduced", "{product: relay, introduced")
    ),
    "anomaly-os-unknown": swap(ANO, ("os: [linux]", "os: [linux, aix]")),
    "patch-os-missing": swap(PAT3, ("os: windows\n", "")),
    "patch-os-unknown": swap(PAT3, ("os: windows", "os: window")),
    "faq-os-not-offered": swap(FAQ, ("{product: viewer, os: all}", "{product: viewer, os: [linux]}")),
    "anomaly-os-not-offered": swap(
        ANO7, (AFFECTS7, "affects:\n  - {product: viewer, os: [linux], introduced: first}")
    ),
    "patch-os-not-offered": swap(PAT3, ("os: windows", "os: linux")),
    "no-product-at-all": swap(
        FAQ, ("\n  - {product: relay, os: [linux]}\n  - {product: viewer, os: all}", " []")
    ),
    "release-unknown": affects('os: [linux], introduced: "1.1"'),
    "version-key": affects('os: [linux], introduced: "1.9", version: 1.10'),
    "release-not-shipped-there": affects('os: [linux], introduced: "1.9", fixed: "1.11"'),
    "impact-unknown": swap(ANO, ("[data-loss]", "[dataloss]")),
    "taxonomy-names-what-is-not-there": swap(
        TAX,
        ("contracts: [care]", "contracts: [cure]"),
        ("contracts: [care, hours]\n    question", "contracts: [care, houses]\n    question"),
        ("extended_by: hours", "extended_by: hour"),
    ),
    "taxonomy-ids-that-name-no-file": swap(
        TAX,
        ("{id: linux, name: Linux}", "{id: linux, name: Linux}\n  - {id: lpt1, name: Printer}"),
        ("products:\n", f"products:\n{MORE_PRODUCTS}"),
        ("anomaly_categories:\n", f"anomaly_categories:\n{MORE_CATEGORIES}"),
        ("code_families:\n", f"code_families:\n{MORE_FAMILIES}"),
    ),
    "taxonomy-products-that-differ-in-capitals": swap(
        TAX, ("products:\n", f"products:\n{product_of('Relay')}{product_of('relay')}")
    ),
    "taxonomy-mail-without-a-host": swap(TAX, ("mail: help@example.org", "mail: help@example")),
    "taxonomy-unknown-rule": swap(TAX, ("  KB404:", "  KB999:")),
    # versions and patches
    "range-inverted": affects('os: [windows], introduced: "2.1", fixed: "1.9"'),
    "ranges-overlap": affects(
        'os: [linux], introduced: "1.9", fixed: "2.1"', 'os: [linux], introduced: "2.0"'
    ),
    "statement-missing": affects('os: [windows], introduced: "1.9", fixed: "1.11"'),
    "two-ends": affects('os: [linux], introduced: "1.9", fixed: "2.0", last_affected: "1.10"'),
    "patch-leads-down": swap(PAT2, ('from: "1.11"', 'from: "2.1"'), ('to: "2.1"', 'to: "1.11"')),
    "patch-before-its-release": swap(PAT2, ("released: 2022-05-01", "released: 2022-04-01")),
    "patch-for-another-os": swap(PAT3, ("source: fr", "fixes: [ANO-0001]\nsource: fr")),
    "patch-requires-in-a-circle": add(PAT, "requires: [PAT-0002]\n"),
    "patch-requires-itself": add(PAT, "requires: [PAT-0001]\n"),
    "patch-requires-in-a-wide-circle": together(
        copied(
            PAT2, "downloads/PAT-0004.yaml", ("id: PAT-0002", "id: PAT-0004"), ("[PAT-0001]", "[PAT-0002]")
        ),
        add(PAT, "requires: [PAT-0004]\n"),
    ),
    "patch-requires-another-os": copied(
        PAT2,
        "downloads/PAT-0004.yaml",
        ("id: PAT-0002", "id: PAT-0004"),
        ("os: windows", "os: linux"),
        ('from: "1.11"', 'from: "1.10"'),
        ("released: 2022-05-01", "released: 2022-06-15"),
        ("requires: [PAT-0001]\nfixes: [ANO-0001]", "requires: [PAT-0001, PAT-0003]"),
    ),
    "files-changed-and-left-over": together(
        in_files("relay-1.11.txt", b"another relay\n"),
        in_files("viewer.ini", b"[viewer]\n"),
        in_files("old/relay-1.9.txt", b"an old relay\n"),
        in_files(".keep", b""),
    ),
    "files-missing": in_files("notes.txt", b"x\n"),
    "wrong-checksum": swap(PAT, ("sha256: 1392", "sha256: 0392")),
    # language and text
    "french-missing": swap(TAX, ("KB401: {level: warning", "KB402: {level: error")),
    "french-empty": swap(FAQ, ("fr: Comment régler `port` et «\u00a0host\u00a0»\u00a0?", 'fr: " "')),
    "translation-out-of-date": add(FAQ, "translated: {fr: 0123456789ab}\n"),
    "same-text": together(
        swap(TAX, ('KB404: {level: "off"', 'KB112: {level: "off"')),
        swap(
            ANO2,
            (
                "{en: The clock differs by an hour., fr: L’horloge diffère d’une heure.}",
                "{en: The clock of the relay differs from that of the system by an hour., "
                "fr: The clock of the relay differs from that of the system by an hour.}",
            ),
        ),
    ),
    "raw-html": answer("Fine.\n\nNot <b>fine</b>."),
    "script": answer("<script>alert(1)</script>"),
    "javascript-link": answer("[go](javascript:alert(1))"),
    "image": answer("![x](https://www.example.org/x.png)"),
    "5000-nested-quotes": answer(">" * 5000 + " deep"),
    "heading-too-high": answer("# Title\n\nText."),
    "dangling-related": add(FAQ2, "related: [FAQ-0001, FAQ-0400]\n"),
    "dangling-in-text": answer("See ANO-0400."),
    "leak": answer("See FAQ-0003."),
    "page-without-twin": add("docs/only.md", "# Only\n"),
    "page-moved-from-a-page": page("redirect_from: [faq/index.md, Index.md]", "docs_fr"),
    "page-moved-from-an-entry": page("redirect_from: faq/FAQ-0009.md"),
    "page-moved-from-nowhere": page(
        "redirect_from: [../up.md, /top.md, 'a\\b.md', x.html, fr/a.md, {a: b}, '']"
    ),
    "page-moved-not-a-list": page("redirect_from: {from: old.md}"),
    "page-moved-not-yaml": page("redirect_from: [old.md"),
    "pages-moved-from-one-place": together(
        page("redirect_from: old/name.md"),
        page("redirect_from:\n  - first.md\n  - OLD/name.md", at="faq/index.md"),
        page("redirect_from: old/name.md", "docs_fr"),
    ),
    "pages-moved-in-a-circle": together(
        page("redirect_from: [faq/index.md]"), page("redirect_from: [index.md]", at="faq/index.md")
    ),
    "title-ends-with-a-period": swap(ANO2, ("en: The clock seems wrong", "en: The clock seems wrong.")),
    "title-of-5000-characters": swap(ANO2, ("en: The clock seems wrong", f"en: The clock {'x' * 4990}")),
    "title-of-two-lines": swap(ANO2, ("en: The clock seems wrong", 'en: "The clock\\nseems wrong"')),
    "title-with-raw-html": swap(ANO2, ("en: The clock seems wrong", "en: The <b>clock</b> seems wrong")),
    "question-without-mark": swap(FAQ2, ("kept?", "kept")),
    "duplicate-of-a-duplicate": add(ANO7, "duplicate_of: ANO-0003\n"),
    "typography": swap(ANO2, ("fr: L’horloge diffère", "fr: L'horloge diffère")),
    "not-findable": swap(FAQ, ("Which socket does the relay listen on?", "Where is it?")),
    # several at once: nothing hides anything
    "several": together(
        swap(
            FAQ2,
            ("category: daily", "category: dayly"),
            ("2022-02-03", "yesterday"),
            ("source: en", "sauce: en"),
        ),
        swap(ANO, ("category: B", "category: D"), ("os: [linux]", "os: [linus]"), ("[data-loss]", "[fire]")),
        swap(PAT3, ("product: viewer", "product: veiwer"), ("kind: configuration", "kind: config")),
        add("faq/FAQ-0050.yaml", "id: [\n"),
    ),
}


def said_of(name: str, place: Path) -> str:
    """The whole text output of the check of a root with this one mistake, and with its folder of files if it has one."""
    root = copy_of(BASE, place / "root")
    MISTAKES[name](root)
    files = place / "files"
    return as_text(check(root, files=files if files.exists() else None)).replace(place.as_posix(), "…")


def table() -> str:
    """Each mistake with the first line that it adds, in Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        usual = set(as_text(check(copy_of(BASE, Path(folder) / "root"))).split("\n"))
    rows = ["| mistake | output line |", "| --- | --- |"]
    for name in MISTAKES:
        with tempfile.TemporaryDirectory() as folder:
            lines = [line for line in said_of(name, Path(folder)).split("\n") if line not in usual]
        first = next((line for line in lines if " KB" in line), lines[0] if lines else "")
        rows.append(f"| {name} | `{first[:240].replace('|', chr(92) + '|')}` |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
