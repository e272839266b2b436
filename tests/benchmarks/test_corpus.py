"""The conversion of public records: small records in, whole results compared."""

import gzip
import json
import sys
from pathlib import Path

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

import corpus
from corpus_conversion import naming, order, pages, prose, sections
from corpus_conversion.adobe import Adobe
from corpus_conversion.debian import Debian
from corpus_conversion.log import Change, ConversionLog, unnoted
from corpus_conversion.records import record
from corpus_conversion.releases import known_versions, releases
from corpus_conversion.requirements import gaps, intervals
from corpus_conversion.rustsec import RustSec
from corpus_conversion.statements import Item
from corpus_conversion.yaml_text import Flow, Prose, document


def a_record(**fields):
    """A record with only what a test is about."""
    usual = {
        "source_repo": "rustsec/advisory-db",
        "licence": "CC0-1.0",
        "id": "RUSTSEC-2020-0001",
        "kind": "anomaly",
        "title_en": "Overflow",
        "title_fr": None,
        "body_en": "Text.",
        "body_fr": None,
        "product": ["crate"],
        "os": None,
        "introduced": None,
        "fixed": [],
        "published": "2020-01-02",
        "modified": "2020-01-02",
        "references": [],
    }
    return {**usual, **fields}


def english(text):
    return prose.answer({"en": text}, unnoted)["en"]


# Order of versions


@pytest.mark.parametrize(
    ("key", "versions"),
    [
        (
            order.debian_key,
            ["0.9-1", "1.0~rc1-1", "1.0-1~deb7u1", "1.0-1", "1.0-1+deb7u2", "1.0-1+deb7u10", "1.0a-1", "1.0+dfsg-1", "1.0.1-1", "1:0.1-1"],
        ),
        (order.dotted_key, ["2.3.7", "2.3.7-p4", "2.4", "2.4.0", "2.4.5", "2.4.5-p1", "2.4.5-p2", "2.4.5-p11", "2.4.10"]),
        (
            order.semver_key,
            ["0.9.9", "1.0.0-0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.2", "1.0.0-alpha.10", "1.0.0-alpha.beta", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.10.0"],
        ),
    ],
)  # fmt: skip
def test_versions_are_ordered_as_their_scheme_says(key, versions):
    backwards = versions[::-1]
    assert sorted(backwards, key=key) == versions


def test_a_missing_debian_revision_is_zero():
    assert order.debian_key("1.0")[:3] == order.debian_key("1.0-0")[:3] == order.debian_key("0:1.0-0")[:3]


@pytest.mark.parametrize("key", [order.dotted_key, order.semver_key])
def test_what_is_no_version_is_refused(key):
    with pytest.raises(ValueError, match=r"2\.83981338\.267715797|not a"):
        key("2.83981338.x")


# Ids


def test_ids_have_four_digits_or_more():
    assert [naming.entry_id("faq", 7), naming.entry_id("anomaly", 12345)] == ["FAQ-0007", "ANO-12345"]


def test_product_ids_are_unique_and_the_first_keeps_the_plain_one():
    names = [("debian", "openssl"), ("rustsec", "openssl"), ("rustsec", "a_b"), ("rustsec", "a-b"), ("rustsec", "A b"), ("python", "Let's go")]  # fmt: skip
    assert naming.unique_slugs([*names, names[0]]) == {
        ("debian", "openssl"): "openssl",
        ("rustsec", "openssl"): "openssl-rustsec",
        ("rustsec", "a_b"): "a-b",
        ("rustsec", "a-b"): "a-b-rustsec",
        ("rustsec", "A b"): "a-b-rustsec-2",
        ("python", "Let's go"): "lets-go",
    }


def test_operating_systems_are_spelt_in_one_way_and_ordered():
    written = ["Debian unstable (sid)", "Debian 10 (buster)", "Any system", "windows", "Windows", "macos", "Debian 9 (stretch)"]  # fmt: skip
    names = {naming.system_name(name) for name in written}
    assert sorted(names, key=naming.system_order) == [
        "macOS", "Windows", "Debian 9 (stretch)", "Debian 10 (buster)", "Debian unstable (sid)", "Any system",
    ]  # fmt: skip


# Prose


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<u>Actual results</u>:", "**Actual results**:"),
        ("<u>Steps </u>:", "**Steps** :"),
        ("<u>Étapes</u>\u00a0:", "**Étapes**\u00a0:"),
        ("<u>**Note**</u> and a<u>(b)</u> <u>c:</u>d", "**Note** and a(b) c:d"),
        ("<b>a</b> <strong>b</strong> <em>c</em> <i>d</i>", "**a** **b** *c* *d*"),
        ("press <kbd>Ctrl</kbd>+<kbd>`</kbd>", "press `Ctrl`+`` ` ``"),
        ("<code>a &lt; b</code>", "`a < b`"),
        ("a<br>b", "a\\\nb"),
        ("a<br/>\n\nb", "a\n\nb"),
        ("a  \nb \nc", "a\\\nb\nc"),
        ("a &ndash; b &quot;c&quot; &#39;d&#39; &amp;lt; &lt;T&gt;", "a – b \"c\" 'd' \\&lt; \\<T>"),
        ("2 &#42; 3, a\\&lt;b, c&#x200B;d, &nosuch;", "2 \\* 3, a\\<b, cd, &nosuch;"),
        ("a Vec<T> and <https://example.org/> and a < b", "a Vec\\<T> and <https://example.org/> and a < b"),
        ("by <a.b@example.org>", "by [a.b@example.org](mailto:a.b@example.org)"),
        ("a<!-- two\n```\nlines -->b", "ab"),
        ("<ul><li>a</li><li>b\n\nc</li></ul>", "- a\n- b\n\n  c"),
        ("| a | <ul><li>b</li><li>c</li></ul> |", "| a | b; c |"),
        ("# One\n\n#### Four ####\n\nTwo\n---\n\n##\n\nx", "### One\n\n### Four\n\n### Two\n\nx"),
        ("like this::\n\nend ::", "like this:\n\nend :"),
        ("## Title {#title}\n\n+++<b>More</b>\n\ntext\n\n+++", "### Title\n\n**More**\n\ntext"),
        (">[!NOTE]\n>Mind.\n\n[!UICONTROL Save as] [!lib]", ">**Note**\n>\n>Mind.\n\nSave as lib"),
        ("cœur « a\u00a0» \u202f; n° 5", "cœur « a\u00a0» \u202f; n° 5"),
    ],
)
def test_html_becomes_commonmark(source, expected):
    assert english(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "`<T> &lt; [a](/b)` and ``a ` <u>b</u>``",
        "```html\n<u>a</u> [b](/c)\n\n# not a heading\n```",
        "1. Go:\n\n    ```\n    <b> &amp;\n    ```\n\n1. On",
        "Text:\n\n    <T> [a](/b)\n\n    &amp;",
        "- item\n\n      <T> code in the item",
    ],
)
def test_code_stays_as_it_is(source):
    assert english(source) == source


def test_what_only_looks_like_indented_code_in_a_list_is_converted():
    assert english("1. one\n\n    <u>two</u>") == "1. one\n\n    **two**"


def test_a_fence_that_is_never_closed_is_closed():
    assert english("a\n\n```\n<T>\n") == "a\n\n```\n<T>\n```"


def test_preformatted_html_becomes_a_fence_in_its_list():
    source = '1. Run:\n\n   <pre>\n    <code class="language-graphql">\n    a {\n      &lt;b&gt;\n    }\n    </code>\n   </pre>\n\n1. End'
    assert english(source) == "1. Run:\n\n   ```graphql\n   a {\n     <b>\n   }\n   ```\n\n1. End"


def test_an_html_table_becomes_a_pipe_table():
    source = (
        'Text:<table style="x">\n<tbody>\n<tr>\n<td class="y"><strong>A</strong></td><td><p>B</p></td></tr>'
        '<tr><td><pre>x |\n y</pre>OR<br>z</td><td><a href="https://example.org/a">c</a> <a href="/d">d</a></td></tr>'
        "<tr><td>alone</td></tr></tbody></table> end"
    )
    assert english(source) == (
        "Text:\n\n| **A** | B |\n| --- | --- |\n"
        "| `x \\| y` OR z | [c](https://example.org/a) d |\n| alone |  |\n\n end"
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](/help/a.md) [b](#c) [d](dsa-1) [e]()", "a b d e"),
        ("[a](https://example.org/x_(y)) [b](<https://example.org/a b>) [c](<https://example.org/(c>)", "[a](https://example.org/x_(y)) [b](https://example.org/a%20b) [c](https://example.org/%28c)"),
        ('[a](https://example.org "T"){target="_blank"}', "[a](https://example.org)"),
        ("[m](mailto:a@example.org) [f](ftp://example.org) [j](javascript:x)", "[m](mailto:a@example.org) f j"),
        ("![shot](assets/a.png){width=\"600\"} ![logo](https://example.org/l.png)", "shot [logo](https://example.org/l.png)"),
        ("[![badge](https://example.org/b.svg)](https://example.org)", "[badge](https://example.org/b.svg)"),
        ("[the `x`][x] [`x`] [y][] [no][missing] a[0][1]\n\n[x]: https://example.org/x\n[`x`]: https://example.org/c\n[Y]: ./y.md", "[the `x`](https://example.org/x) [`x`](https://example.org/c) y no a[0][1]"),
        ("`Cython <https://cython.org/>`_ and `docs`_", "[Cython](https://cython.org/) and docs"),
        ("[a [b] c](/d) \\[e](/f)", "a [b] c \\[e](/f)"),
    ],
)  # fmt: skip
def test_links_keep_only_addresses_that_work_elsewhere(source, expected):
    assert english(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A **[!UICONTROL Save]** of *x* fails.", "A Save of x fails."),
        ("Cache<K>: needs `T: Send`, &Vec<Vec<u8>>", "`Cache<K>`: needs `T: Send`, `&Vec<Vec<u8>>`"),
        ("__private_id__ on x86\\_64 &grave;go&grave;", "__private_id__ on x86_64 `go`"),
        ("'ABC-1 : l’état [a](/b)'", "ABC-1 : l’état a"),
        ("Où\u00a0?", "Où\u00a0?"),
    ],
)
def test_titles_are_plain_text_with_code(source, expected):
    assert prose.title(source, unnoted) == expected


def test_an_anomaly_title_loses_its_period():
    titles = ["It fails.", "It fails...", "a, b, etc.", "It fails"]
    assert [prose.without_period(title, unnoted) for title in titles] == ["It fails", "It fails...", "a, b, etc.", "It fails"]  # fmt: skip


def test_every_change_is_logged_on_one_line():
    log = ConversionLog()
    prose.answer({"en": "<u>a</u>\n\n[b](/c)\n\n<!-- x\ny -->"}, log.of("FAQ-0001"))
    assert log.changes == [
        Change("FAQ-0001", "comment", "<!-- x\ny -->", "left out"),
        Change("FAQ-0001", "relative link", "[b](/c)", "b"),
        Change("FAQ-0001", "html <u>", "<u>a</u>", "**a**"),
    ]
    assert log.text().splitlines()[0] == "FAQ-0001\tcomment\t<!-- x⏎y --> → left out"
    assert log.summary() == [("comment", 1, 1), ("relative link", 1, 1), ("html <u>", 1, 1)]


# Sections


def test_an_anomaly_is_split_at_its_headings():
    texts = {
        "en": "Intro.\n\n## Affected versions\n\n2.4\n\n## Issue\n\nFails.\n\n## Cause\n\nWhy.\n\n## Workaround\n\nW.\n\n## Apply the patch\n\nP.\n\n## Related reading\n\nR.",
        "fr": "Intro.\n\n## Versions\n\n2.4\n\n## Problème\n\nÉchec.\n\n## Cause\n\nCar.\n\n## Solution\n\nC.\n\n## Appliquer\n\nA.\n\n## Lecture connexe\n\nL.",
    }  # fmt: skip
    assert prose.anomaly(texts, unnoted) == {
        "en": {
            "symptom": "Intro.\n\n### Affected versions\n\n2.4\n\n### Issue\n\nFails.",
            "cause": "Why.",
            "workaround": "W.",
            "resolution": "P.\n\n### Related reading\n\nR.",
        },
        "fr": {
            "symptom": "Intro.\n\n### Versions\n\n2.4\n\n### Problème\n\nÉchec.",
            "cause": "Car.",
            "workaround": "C.",
            "resolution": "A.\n\n### Lecture connexe\n\nL.",
        },
    }


@pytest.mark.parametrize(
    ("texts", "parts"),
    [
        ({"en": "## Issue\n\na\n\n## Solution\n\nb"}, {"en": {"symptom": "a", "resolution": "b"}}),
        ({"en": "a\n\n```\n## Solution\n```"}, {"en": {"symptom": "a\n\n```\n## Solution\n```"}}),
        ({"en": "## Solution\n\nonly"}, {"en": {"symptom": "### Solution\n\nonly"}}),
        (
            {"en": "a\n\n## Cause 1\n\nb\n\n## Solution\n\nc\n\n## Cause\n\nd\n\n## Solution\n\ne"},
            {
                "en": {
                    "symptom": "a\n\n### Cause 1\n\nb\n\n### Solution\n\nc\n\n### Cause\n\nd\n\n### Solution\n\ne"
                }
            },
        ),
        (
            {"en": "a\n\n## Solution\n\nb", "fr": "a\n\n## Correctif\n\nb\n\n## Voir\n\nc"},
            {
                "en": {"symptom": "a", "resolution": "b"},
                "fr": {"symptom": "a", "resolution": "b\n\n### Voir\n\nc"},
            },
        ),
        (
            {"en": "a\n\n## Solution\n\nb", "fr": "a b"},
            {"en": {"symptom": "a\n\n### Solution\n\nb"}, "fr": {"symptom": "a b"}},
        ),
        (
            {"en": "a\n\n## Solution\n\nb\n\n### Cause\n\nc\n\n## Patch\n\nd"},
            {"en": {"symptom": "a", "resolution": "b\n\n### Cause\n\nc\n\n### Patch\n\nd"}},
        ),
    ],
    ids=["plain", "in code", "nothing before", "twice", "by own names", "languages differ", "one level"],
)
def test_what_cannot_be_split_stays_whole(texts, parts):
    assert prose.anomaly(texts, unnoted) == parts


def test_a_heading_is_known_by_its_name_alone():
    kinds = {
        name: sections.Heading(0, 0, 2, name).kind
        for name in ("**Solution**", "Problème :", "Root cause", "Solution 1")
    }
    assert kinds == {
        "**Solution**": "resolution",
        "Problème :": "symptom",
        "Root cause": "cause",
        "Solution 1": None,
    }


# What sources say about versions


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        (">= 0.8.26, <1.0.0", "[0.8.26, 1.0.0)"),
        ("< 0.10.0, >= 0.9", "[0.9.0, 0.10.0)"),
        ("^ 0.24.3", "[0.24.3, 0.25.0-0)"),
        ("1.2.3", "[1.2.3, 2.0.0-0)"),
        ("^0.0.3", "[0.0.3, 0.0.4-0)"),
        ("~1.2.3", "[1.2.3, 1.3.0-0)"),
        ("=0.2.1", "[0.2.1, 0.2.1]"),
        ("> 1.4.1", "(1.4.1, )"),
        ("<= 0.1.8", "(, 0.1.8]"),
    ],
)
def test_requirements_are_intervals(requirement, expected):
    assert [str(interval) for interval in intervals(requirement)] == [expected]


def test_the_affected_versions_lie_between_patched_and_unaffected_ones():
    patched = [*intervals("^0.4.8"), *intervals(">= 1.1.0")]
    unaffected = [*intervals("<= 0.2.0"), *intervals(">= 0.3.0, < 0.4.2")]
    assert [str(gap) for gap in gaps(patched, unaffected)] == [
        "from after 0.2.0 to 0.3.0",
        "from 0.4.2 to 0.4.8",
        "from the pre-releases of 0.5.0 to 1.1.0",
    ]
    within = [*intervals("< 1.0.0"), *intervals("< 0.5.0")]
    assert [str(gap) for gap in gaps([], within)] == ["from 1.0.0 to the last"]


@pytest.mark.parametrize(
    ("fixed", "unaffected", "items"),
    [
        ([">= 0.9.1"], [], [Item(introduced="first", fixed="0.9.1")]),
        ([], [], [Item(introduced="first")]),
        ([], ["> 0.8.1"], [Item(introduced="first", last_affected="0.8.1")]),
        ([], ["< 1.4.1", "> 1.4.1"], [Item(introduced="1.4.1", last_affected="1.4.1")]),
        ([], [">= 0.17"], [Item(introduced="first", fixed="0.17.0")]),
        ([">= 2.1.3, < 3.0.0", ">= 3.1.0"], [], [Item(introduced="first", fixed="2.1.3"), Item(introduced="3.0.0", fixed="3.1.0")]),
        ([">= 24.0.7, < 25.0.0", ">= 36.0.7"], [], [Item(introduced="first", fixed="24.0.7"), Item(introduced="30.0.0", fixed="36.0.7")]),
        (["^0.10.4", ">= 1.0.0-alpha.1"], [], [Item(introduced="first", fixed="0.10.4")]),
        ([">= 0.1.40"], ["<= 0.1.37"], [Item(fixed="0.1.40")]),
        ([">= one"], [], [Item()]),
    ],
)  # fmt: skip
def test_rustsec_ranges(fixed, unaffected, items):
    one = record(a_record(fixed=fixed, x_unaffected=unaffected))
    assert RustSec().items(one, "crate", ["30.0.0"], unnoted) == items


def test_a_bound_that_opens_nothing_is_no_release():
    one = record(a_record(fixed=["^0.10.4", ">= 1.0.0-alpha.1"], x_unaffected=["< 0.9.0"]))
    assert list(RustSec().named(one, "crate")) == [("0.10.4", ()), ("1.0.0-alpha.1", ()), ("0.9.0", ())]


@pytest.mark.parametrize(
    ("introduced", "fixed", "items"),
    [
        (["2.4.1", "2.3.0 - 2.4.2"], ["2.4.3"], [Item(introduced="2.3.0", fixed="2.4.3")]),
        (["2.4.2", "2.3.6-p1"], [], [Item(introduced="2.3.6-p1")]),
        ([], [], [Item()]),
        ([], ["2.3.5"], [Item(fixed="2.3.5")]),
        (["2.4.6 - 2.4.6-p7"], ["1.5.1"], [Item(introduced="2.4.6")]),
        (["2.83981338.267715797"], [], [Item()]),
        (["2.3.4-p2 - 2.2.6"], [], [Item()]),
        (["2.3.2 - 2.3.3", "2.3.5"], ["2.3.6", "2.4.2"], [Item(introduced="2.3.2", fixed="2.3.6"), Item(introduced="2.4.0", fixed="2.4.2")]),
    ],
)  # fmt: skip
def test_adobe_ranges(introduced, fixed, items):
    one = record(a_record(introduced=introduced, fixed=fixed))
    assert Adobe().items(one, "Adobe Commerce", ["2.3.7", "2.4.0", "2.4.1"], unnoted) == items


SQUEEZE, WHEEZY, SID = "Debian 6 (squeeze)", "Debian 7 (wheezy)", "Debian unstable (sid)"


def an_advisory(fixes, **fields):
    systems = list(dict.fromkeys(suite for suite, _ in fixes))
    by_os = [{"os": suite, "fixed": version} for suite, version in fixes]
    usual = {"source_repo": "l/debian-webwml", "product": ["perl"], "os": systems, "x_fixed_by_os": by_os}
    return record(a_record(**{**usual, **fields}))


def test_debian_has_one_range_for_each_fixed_version():
    one = an_advisory([(SQUEEZE, "5.10-1"), (WHEEZY, "5.14-2"), (SID, "5.14-2")])
    assert Debian().items(one, "perl", [], unnoted) == [
        Item((SQUEEZE,), fixed="5.10-1"),
        Item((WHEEZY, SID), fixed="5.14-2"),
    ]


def test_debian_takes_a_fix_only_where_it_is_certain():
    log = ConversionLog()
    twice = an_advisory([(SID, "1:3.2-1"), (SID, "1:3.5-7")])
    two = an_advisory([(SQUEEZE, "5.10-1")], product=["perl", "mod-perl"], body_en="in version 5.10-1 of perl and 2.0-1 of mod-perl.")  # fmt: skip
    bare = record(a_record(source_repo="l/debian-webwml", product=["perl"], os=["Debian"], fixed=["5.04-5"]))
    found = [Debian().items(twice, "perl", [], log.of("A")), Debian().items(two, "perl", [], log.of("B"))]
    found += [Debian().items(two, "mod-perl", [], log.of("C")), Debian().items(bare, "perl", [], log.of("D"))]
    assert found == [[Item((SID,), fixed="1:3.5-7")], [Item((SQUEEZE,), fixed="5.10-1")], [Item((SQUEEZE,))], [Item(("Debian",), fixed="5.04-5")]]  # fmt: skip
    assert [(change.entry, change.what) for change in log.changes] == [
        ("A", "two fixes for one suite"),
        ("C", "version of which package"),
        ("C", "no fixed version"),
    ]


def test_debian_branches_are_suites_that_share_versions():
    shipped = {"5.14-2": [WHEEZY, SID], "5.10-1": [SQUEEZE], "5.9-9": [SID], "5.10-1+squeeze2": [SQUEEZE]}
    assert Debian().lines(shipped) == [
        ("5.10-1", "squeeze"),
        ("5.10-1+squeeze2", "squeeze"),
        ("5.9-9", "wheezy-sid"),
        ("5.14-2", "wheezy-sid"),
    ]


# Releases


def test_a_release_is_dated_by_the_earliest_proof():
    told = [
        record(a_record(fixed=[">= 0.2.5, < 0.3.0", ">= 0.3.1"], published="2024-05-01")),
        record(a_record(fixed=[">= 0.2.3"], published="2023-01-01")),
        record(a_record(fixed=[">= 0.3.4"], published="2021-06-01")),
    ]
    source = RustSec()
    known = known_versions(source, "crate", told)
    items = [source.items(one, "crate", known, unnoted) for one in told]
    found = releases(source, "crate", ["Any system"], told, items)
    assert [(one.version, one.branch, dict(one.released)) for one in found] == [
        ("0.2.3", "0.2", {"Any system": "2021-06-01"}),  # 0.3.4 holds its fix, and was out by then
        ("0.2.5", "0.2", {"Any system": "2024-05-01"}),
        ("0.3.0", "0.3", {"Any system": "2021-06-01"}),
        ("0.3.1", "0.3", {"Any system": "2021-06-01"}),  # before 0.3.4, a later release of its branch
        ("0.3.4", "0.3", {"Any system": "2021-06-01"}),
    ]


def test_a_release_ships_only_on_the_suites_that_are_named():
    told = [
        an_advisory([(SQUEEZE, "1-1"), (SID, "2-1")]),
        an_advisory([(SID, "2-1")], published="2019-01-01"),
    ]
    source = Debian()
    items = [source.items(one, "perl", [], unnoted) for one in told]
    found = releases(source, "perl", [SQUEEZE, SID], told, items)
    assert [(one.version, one.branch, dict(one.released)) for one in found] == [
        ("1-1", "squeeze", {SQUEEZE: "2020-01-02"}),
        ("2-1", "sid", {SID: "2019-01-01"}),
    ]


# Files


def test_yaml_keeps_every_text_exactly():
    value = {
        "id": "ANO-0001",
        "word": "no",
        "version": "1.10",
        "quoted": 'say "\\n" — cœur\u00a0!',
        "prose": Prose("  four\n\n# not a comment: «\u00a0»\n- x"),
        "flow": Flow(date="2026-01-02", list=["a b", "c"]),
        "none": [],
        "items": [{"a": "b", "c": ["d"]}, Flow(e="f")],
    }
    text = document(value, ["first"])
    assert yaml.load(text, yaml.BaseLoader) == value
    assert text == (
        "# first\n"
        "id: ANO-0001\n"
        'word: "no"\n'
        'version: "1.10"\n'
        'quoted: "say \\"\\\\n\\" — cœur\u00a0!"\n'
        "prose: |2-\n"
        "    four\n"
        "\n"
        "  # not a comment: «\u00a0»\n"
        "  - x\n"
        'flow: {date: 2026-01-02, list: ["a b", c]}\n'
        '"none": []\n'
        "items:\n"
        "  - a: b\n"
        "    c: [d]\n"
        "  - {e: f}\n"
    )


def the_files(*records):
    numbered = corpus.number(record(fields) for fields in records)
    return dict(corpus.convert(numbered, ConversionLog()))


def test_an_anomaly_file():
    files = the_files(
        a_record(
            title_en="Data race in Cell<T>.",
            body_en="A <u>fault</u>.",
            fixed=[">= 1.1.0"],
            modified="2020-03-04",
            references=["CVE-2020-1", "https://example.org/a"],
            x_category=["thread-safety"],
        )
    )
    assert files["anomalies_db/ANO-0001.yaml"] == (
        "# yaml-language-server: $schema=../schema/anomaly.schema.json\n"
        "# Converted from RUSTSEC-2020-0001 of rustsec/advisory-db, licence CC0-1.0.\n"
        "id: ANO-0001\n"
        "category: C\n"
        "impact: []\n"
        "source: en\n"
        "title:\n"
        '  en: "Data race in `Cell<T>`"\n'
        "affects:\n"
        "  - product: crate\n"
        "    os: all\n"
        "    introduced: first\n"
        '    fixed: "1.1.0"\n'
        "symptom:\n"
        "  en: |-\n"
        "    A **fault**.\n"
        "\n"
        "    ### References\n"
        "\n"
        "    - CVE-2020-1\n"
        "    - <https://example.org/a>\n"
        'aliases: ["RUSTSEC-2020-0001"]\n'
        "published: 2020-01-02\n"
        "timeline:\n"
        "  - {date: 2020-03-04, event: updated}\n"
    )


def test_a_faq_file():
    files = the_files(
        a_record(
            source_repo="python/python-docs-fr",
            id="PYFAQ-design-02",
            kind="faq",
            title_en="Why?",
            title_fr="Pourquoi\u00a0?",
            body_en="So.",
            body_fr="Ainsi.",
            product=["Python"],
            os=["windows", "macOS"],
            published=None,
            modified=None,
            introduced=["2.83981338.267715797"],
        )
    )
    assert files["faq/FAQ-0001.yaml"] == (
        "# yaml-language-server: $schema=../schema/faq.schema.json\n"
        "# Converted from PYFAQ-design-02 of python/python-docs-fr, licence CC0-1.0.\n"
        "id: FAQ-0001\n"
        "category: python-design\n"
        "applies_to:\n"
        "  - {product: python, os: [windows, macos]}\n"
        "source: en\n"
        "question:\n"
        '  en: "Why?"\n'
        '  fr: "Pourquoi\u00a0?"\n'
        "answer:\n"
        "  en: |-\n"
        "    So.\n"
        "  fr: |-\n"
        "    Ainsi.\n"
        'aliases: ["PYFAQ-design-02"]\n'
        "published: 2026-01-01\n"
    )


def test_the_taxonomy_holds_what_the_records_name():
    files = the_files(
        a_record(fixed=[">= 1.1.0"], os=["windows"]),
        a_record(id="RUSTSEC-2020-0002", fixed=[">= 1.2.0"], published="2021-01-01"),
        a_record(
            source_repo="etcd-io/website", licence="CC-BY-4.0", id="ETCD-1", kind="faq", product=["etcd"]
        ),
    )
    taxonomy = yaml.load(files["taxonomy.yaml"], yaml.BaseLoader)
    english_notice = taxonomy["site"]["notice"]["en"]
    assert english_notice.endswith("etcd-io/website (CC-BY-4.0); rustsec/advisory-db (CC0-1.0).")
    assert taxonomy["operating_systems"] == [
        {"id": "windows", "name": "Windows"},
        {"id": "any", "name": "Any system"},
    ]
    assert taxonomy["products"] == [
        {
            "id": "crate",
            "name": "crate",
            "summary": {"en": "Rust crate.", "fr": "Crate Rust."},
            "os": ["windows", "any"],
            "releases": [
                {
                    "version": "1.1.0",
                    "branch": "1",
                    "released": {"windows": "2020-01-02", "any": "2020-01-02"},
                },
                {
                    "version": "1.2.0",
                    "branch": "1",
                    "released": {"windows": "2021-01-01", "any": "2021-01-01"},
                },
            ],
        },
        {
            "id": "etcd",
            "name": "etcd",
            "summary": {"en": "Subject of the etcd FAQ.", "fr": "Sujet de la FAQ etcd."},
            "os": ["any"],
            "releases": [],
        },
    ]
    assert taxonomy["faq_categories"] == [
        {"id": "etcd-general", "label": {"en": "etcd: general", "fr": "etcd\u00a0: généralités"}}
    ]
    assert [one["id"] for one in taxonomy["anomaly_categories"]] == ["A", "B", "C"]
    assert {code: rule["level"] for code, rule in taxonomy["rules"].items()} == {
        "KB401": "warning",
        "KB507": "warning",
        "KB510": "off",
    }


def test_pages_exist_in_both_languages_with_their_slots():
    written = dict(pages.page_files())
    french = {path.removeprefix("docs_fr/") for path in written if path.startswith("docs_fr/")}
    assert french == {path.removeprefix("docs/") for path in written if path.startswith("docs/")}
    assert written["docs_fr/faq/index.md"] == (
        "---\ntitle: FAQ\ndescription: Questions et réponses des fiches converties, par catégorie.\n---\n\n"
        "# Foire aux questions\n\n<!-- kb: faq-hub -->\n"
    )
    assert written["docs/index.md"].endswith("\n\n<!-- kb: home-products -->\n\n<!-- kb: home-news -->\n")


def test_the_navigation_loses_pages_that_do_not_exist(tmp_path):
    (tmp_path / "mkdocs.yml").write_text(
        "# kept\nsite_name: Old\nnav:\n  - Home: index.md\n  - Services:\n      - services/index.md\n      - More:\n"
        "          - services/a.md\n  - FAQ:\n      - faq/index.md\n      - faq/other.md\nplugins:\n  - i18n:\n      site_name: Ancien\n",
        "utf-8",
    )
    assert pages.site_config(tmp_path, {"en": "New", "fr": "Nouveau"}) == (
        '# kept\nsite_name: "New"\nnav:\n  - Home: index.md\n  - FAQ:\n      - faq/index.md\nplugins:\n'
        '  - i18n:\n      site_name: "Nouveau"\n'
    )
    assert pages.site_config(tmp_path / "none", {"en": "New", "fr": "Nouveau"}) is None


# The command


def a_file(folder, *records):
    file = folder / "records.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in records)
    return file


def files_below(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def test_the_command_writes_the_same_bytes_again(tmp_path, capsys):
    file, out = a_file(tmp_path, a_record(fixed=[">= 1.1.0"])), tmp_path / "out"
    assert corpus.main([str(file), "--to", str(out)]) == 0
    first = files_below(out)
    (out / "faq").mkdir()
    (out / "faq" / "FAQ-9999.yaml").write_text("left from an earlier conversion")
    assert corpus.main([str(file), "--to", str(out)]) == 0
    assert files_below(out) == first
    assert first["conversion.log"].decode() == "ANO-0001\trequirement\t>= 1.1.0 → [1.1.0, )\n"
    assert capsys.readouterr().out.splitlines()[:3] == [
        "      1  anomaly  rustsec/advisory-db",
        "      1  changes, in conversion.log:",
        "      1  requirement (1 entries)",
    ]


def test_the_command_leaves_other_folders_alone(tmp_path, capsys):
    file, out = a_file(tmp_path, a_record()), tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    assert corpus.main([str(file), "--to", str(out)]) == 1
    assert files_below(out) == {"mine.txt": b"mine"}
    assert "is not empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "patch"}, "unknown kind 'patch'"),
        ({"source_repo": "who/knows"}, "no version scheme is known"),
    ],
)
def test_the_command_names_a_record_that_it_cannot_read(tmp_path, capsys, change, message):
    file = a_file(tmp_path, a_record(), a_record(**change))
    assert corpus.main([str(file), "--to", str(tmp_path / "out")]) == 1
    assert message in capsys.readouterr().err
