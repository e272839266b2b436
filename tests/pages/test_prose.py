"""An entry's prose → safe HTML: what passes, what is taken out, what becomes a link."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsed import Parsed

from knownbase.model.plain import one_line, plain, shortened
from knownbase.model.schemes import MAX_NESTING, SAFE_SCHEMES
from knownbase.render.markdown import TooDeep, beginning_plain, inline, link_ids, prose

KNOWN = {"FAQ-0001": "../faq/FAQ-0001.html", "ANO-0017": "../anomalies/ANO-0017.html"}
HARMLESS = {
    "a", "blockquote", "br", "code", "div", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def html(text: str, top_level: int = 3) -> str:
    return str(prose(text, KNOWN.get, top_level))


# What is taken out

RAW = [
    "<script>alert(1)</script>",
    "a <img src=x onerror=alert(1)> b",
    "<b onclick=alert(1)>x</b>",
    '<p style="position:fixed">x</p>',
    "<iframe src=https://evil.example></iframe>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img src onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<form action=https://evil.example><button>x</button></form>",
    "<base href=https://evil.example>",
    "<!-- kb: home-news -->",
    "<noscript><p title='</noscript><img src onerror=alert(1)>'>",
    "<details open ontoggle=alert(1)>",
    "{{kb:body|html}} <style>*{display:none}</style>",
]
LINKS = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](<&#1;javascript:alert(1)>)",
    "[x](< javascript:alert(1)>)",
    "[x](jav\\ascript:alert(1))",
    "[x](%6aavascript:alert(1))",
    "<javascript:alert(1)>",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "[![x](javascript:alert(1))](javascript:alert(2))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example/1)",
    '[x](https://e.example "a\\" onmouseover=\\"alert(1)")',
]


@pytest.mark.parametrize("text", RAW + LINKS)
def test_only_harmless_elements_and_schemes_are_left(text: str) -> None:
    page = Parsed(html(text))
    assert {tag for tag, _ in page.elements} <= HARMLESS
    assert page.comments == []
    for _, attributes in page.elements:
        assert set(attributes) <= {"href", "title", "rel", "class", "start", "tabindex", "role"}
        scheme = re.match(r"[a-z+.-]+(?=:)", re.sub(r"[\x00-\x20]", "", attributes.get("href", "")).lower())
        assert scheme is None or scheme[0] in SAFE_SCHEMES


def test_images_and_their_addresses_are_taken_out() -> None:
    assert html("a ![what](https://evil.example/x.png) b") == "<p>a  b</p>"


def test_allowed_links_keep_address_and_title() -> None:
    text = '[a](https://e.example/?a=1&b=2 "T") <mailto:x@e.example> [c](http://e.example)'
    assert html(text) == (
        '<p><a href="https://e.example/?a=1&amp;b=2" title="T" rel="noopener">a</a> '
        '<a href="mailto:x@e.example" rel="noopener">mailto:x@e.example</a> '
        '<a href="http://e.example" rel="noopener">c</a></p>'
    )


# Nesting

DEEP = {
    "quotes": "> " * 5000 + "x",
    "quotes without spaces": ">" * 5000 + "x",
    "bullets": "- " * 5000 + "x",
    "numbers": "1. " * 5000 + "x",
    "mixed": "> 1) * " * 2000 + "x",
    "tabs": ">\t" * 5000 + "x",
    "after other text": "a\n\n" + "> " * 5000 + "x\n\nb",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_deep_nesting_is_refused_quickly(text: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(TooDeep):
        html(text)
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    "text",
    ["-" * 200, "Title\n" + "-" * 200, "* " * 100, f"```\n{'>' * 200}\n```", "> " * MAX_NESTING + "x"],
    ids=["rule", "heading", "spaced rule", "code", "as deep as allowed"],
)
def test_what_only_looks_deep_is_rendered(text: str) -> None:
    assert html(text)


def test_one_level_more_than_allowed_is_too_deep() -> None:
    with pytest.raises(TooDeep):
        html("> " * (MAX_NESTING + 1) + "x")


# Headings and tables


def test_headings_move_to_the_level_of_the_page_and_stay_headings() -> None:
    text = "### a\n\n#### b\n\n###### c"
    assert html(text, 2) == "<h2>a</h2>\n<h3>b</h3>\n<h5>c</h5>"
    assert html(text, 3) == "<h3>a</h3>\n<h4>b</h4>\n<h6>c</h6>"
    assert html(text, 4) == "<h4>a</h4>\n<h5>b</h5>\n<h6>c</h6>"


def test_a_table_scrolls_by_itself_and_with_the_keyboard() -> None:
    assert html("| a |\n|---|\n| b |") == (
        '<div class="kb-scroll" tabindex="0" role="group"><table><thead><tr><th>a</th></tr></thead><tbody>\n'
        "<tr><td>b</td></tr>\n</tbody></table></div>"
    )


# Ids become links


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See FAQ-0001.", '<p>See <a class="kb-id" href="../faq/FAQ-0001.html">FAQ-0001</a>.</p>'),
        ("`FAQ-0001`", "<p><code>FAQ-0001</code></p>"),
        ("    FAQ-0001", "<pre><code>FAQ-0001</code></pre>"),
        (
            "[FAQ-0001 `x`](https://e.example)",
            '<p><a href="https://e.example" rel="noopener">FAQ-0001 <code>x</code></a></p>',
        ),
        ("FAQ-9999", "<p>FAQ-9999</p>"),
        (
            "XFAQ-0001 FAQ-00011 FAQ-0001-a FAQ-0001_ faq-0001",
            "<p>XFAQ-0001 FAQ-00011 FAQ-0001-a FAQ-0001_ faq-0001</p>",
        ),
        (
            "**FAQ-0001**/ANO-0017",
            '<p><strong><a class="kb-id" href="../faq/FAQ-0001.html">FAQ-0001</a></strong>/'
            '<a class="kb-id" href="../anomalies/ANO-0017.html">ANO-0017</a></p>',
        ),
        (
            "### ANO-0017",
            '<h3><a class="kb-id" href="../anomalies/ANO-0017.html">ANO-0017</a></h3>',
        ),
    ],
)
def test_an_id_in_text_becomes_a_link(text: str, expected: str) -> None:
    assert html(text).replace("\n</code>", "</code>") == expected


WORDS = st.sampled_from(
    ["FAQ-0001", "ANO-0017", "FAQ-9999", "a", "&lt;", "&amp;FAQ-0001;", "é", " ", "\n", "-"]
)
NAMES = st.sampled_from(["p", "em", "a", "code", "pre", "h1", "h2", "td", "button"])


def _wrapped(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    element = st.tuples(NAMES, inside).map(lambda pair: f'<{pair[0]} title="FAQ-0001">{pair[1]}</{pair[0]}>')
    return st.lists(st.one_of(inside, element, st.just("<br>")), max_size=4).map("".join)


@given(st.recursive(WORDS, _wrapped, max_leaves=20))
def test_linking_changes_nothing_but_links(page: str) -> None:
    linked = link_ids(page, KNOWN.get)
    added = re.compile(r'<a class="kb-id" href="[^"]*">([^<]*)</a>')
    assert added.sub(r"\1", linked) == page
    assert link_ids(page, lambda _: None) == page
    assert link_ids(linked, KNOWN.get) == linked
    inside = re.findall(r"<(a|code|pre|h1|button)\b[^>]*>(?:(?!</\1>).)*?<a class", linked, re.DOTALL)
    assert inside == [], linked


# Titles and descriptions


def test_a_title_shows_code_and_nothing_else() -> None:
    assert inline("`a<b` *c* [d](e) <i>f</i> ``") == (
        "<code>a&lt;b</code> *c* [d](e) &lt;i&gt;f&lt;/i&gt; ``"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is `a.pdf`, or **b**!", "Is a.pdf, or b!"),
        ("### Steps\n\n1. one\n2. two", "Steps one two"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b 1 2"),
        (
            "Une question\u00a0: «\u00a0oui\u202f», non\u00a0?",
            "Une question\u00a0: «\u00a0oui\u202f», non\u00a0?",
        ),
        ("a & b &lt; c", "a & b < c"),
        ("[x](https://e.example)\nnext", "x next"),
    ],
)
def test_plain_text_of_prose(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_white_space_is_collapsed_but_for_no_break_spaces() -> None:
    assert one_line(" a \n\t b\u00a0? ") == "a b\u00a0?"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("one two three", 9, "one two…"),
        ("one, two", 6, "one…"),
        ("un mot\u00a0: deux", 10, "un mot…"),
        ("indivisible", 5, "indi…"),
    ],
)
def test_a_description_is_cut_between_words(text: str, limit: int, expected: str) -> None:
    assert shortened(text, limit) == expected
    assert len(shortened(text, limit)) <= limit


BLOCKS = st.sampled_from(
    [
        "one two *three*", "- a\n- b", "> q", "```\ncode\n\nmore\n```", "| a |\n|---|\n| b |", "    x\n\n    y",
        "### h", "1. a\n\n   b", "[x]", "[x]: https://e.example", "<!-- a\n\nb -->", "a & b &lt; c", "***",
    ]
)  # fmt: skip


@given(st.lists(BLOCKS, max_size=8).map("\n\n".join), st.integers(1, 60))
def test_the_beginning_of_a_text_is_that_of_the_whole(text: str, limit: int) -> None:
    assert beginning_plain(text, limit) == shortened(plain(text), limit)
