"""The theme's page as a template: cut at its slots, stamped with values that may be hostile."""

import json
from collections import Counter
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsed import Parsed
from roots import THEME

from knownbase.model.locale import LOCALES
from knownbase.render.assemble import locale_root
from knownbase.render.shell import SLOTS, Shell, ShellError, minified

SHELL = (THEME / "_kb" / "shell.html").read_text("utf-8")
VALUES = {
    "title": "Title",
    "description": "Words",
    "canonical": "https://support.example.org/faq/FAQ-0001.html",
    "jsonld": '{"headline":"Title"}',
    "section": "faq",
    "alternate": "../fr/faq/FAQ-0001.html",
    "breadcrumb": "<li>Home",
    "edit": "https://git.example.org/edit/faq/FAQ-0001.yaml",
    "body": "<h1>Title</h1>",
    "toc": "",
}
HOSTILE = [
    "</script><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" \' onfocus=\'alert(1)',
    "{{kb:body|html}} {{kb:title|text}} {{kb:none|text}}",
    "]]> <![CDATA[ --> <!--",
    "a\u2028b\u2029c",
    "&lt;b&gt; &amp;amp; &#60;",
    "é œ « » \u00a0 \u202f 日本 \U0001f600 \ufeff",
    "back\\slash `tick` ${x} \\u003c",
    "<!--<script>",
]


def stamped(**changed: object) -> Parsed:
    return Parsed(Shell.cut(SHELL).stamp({**VALUES, **changed}).decode())


# Cutting


@pytest.mark.parametrize("locale", LOCALES)
def test_the_stand_in_theme_holds_every_slot(locale: str) -> None:
    page = (THEME / locale_root(locale) / "_kb" / "shell.html").read_text("utf-8")
    assert Counter(map(list(SLOTS).__getitem__, Shell.cut(page).slots)) == SLOTS


@pytest.mark.parametrize(("name", "context"), SLOTS)
def test_a_missing_slot_is_an_error(name: str, context: str) -> None:
    with pytest.raises(ShellError) as error:
        Shell.cut(SHELL.replace(f"{{{{kb:{name}|{context}}}}}", ""))
    assert str(error.value) == (
        f"the theme's prototype page holds other slots than promised: "
        f"{name}|{context}: 0 instead of {SLOTS[name, context]}"
    )


@pytest.mark.parametrize(("name", "context"), SLOTS)
def test_a_doubled_slot_is_an_error(name: str, context: str) -> None:
    count = SLOTS[name, context]
    with pytest.raises(ShellError, match=rf"promised: {name}\|{context}: {count + 1} instead of {count}$"):
        Shell.cut(SHELL + f"{{{{kb:{name}|{context}}}}}")


def test_unknown_slots_are_errors_and_all_are_named() -> None:
    with pytest.raises(
        ShellError, match=r"promised: body\|text: 1 instead of 0, colour\|attr: 2 instead of 0$"
    ):
        Shell.cut(SHELL + "{{kb:colour|attr}} {{kb:body|text}} {{kb:colour|attr}}")


def test_a_value_without_slot_is_ignored_and_a_slot_without_value_is_an_error() -> None:
    assert stamped(other="x").text("h1") == "Title"
    with pytest.raises(KeyError, match="body"):
        Shell.cut(SHELL).stamp({name: value for name, value in VALUES.items() if name != "body"})


# Stamping


def test_every_value_comes_to_its_place() -> None:
    page = stamped()
    assert page.text("title") == "Title – Example Support"
    assert page.one("meta", name="description")["content"] == "Words"
    assert page.one("meta", property="og:title")["content"] == "Title"
    assert page.one("meta", property="og:description")["content"] == "Words"
    assert page.one("meta", property="og:url")["content"] == VALUES["canonical"]
    assert page.one("link", rel="canonical")["href"] == VALUES["canonical"]
    assert json.loads(page.text("script")) == {"headline": "Title"}
    assert page.one("header")["data-section"] == "faq"
    assert [link["href"] for link in page.all("a")] == [VALUES["alternate"], VALUES["edit"]]
    assert page.text("li") == "Home"
    assert page.text("h1") == "Title"


def check_escaped(value: str) -> None:
    """The value stands in every context as it is, and adds no element, attribute or comment."""
    page = stamped(
        title=value,
        description=value,
        section=value,
        jsonld=json.dumps({value: [value]}, ensure_ascii=False),
        canonical=value,
        edit=value,
    )
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in stamped().elements]
    assert [set(attributes) for _, attributes in page.elements] == [
        set(attributes) for _, attributes in stamped().elements
    ]
    assert page.comments == []
    assert page.text("title") == f"{value} – Example Support"
    assert page.one("meta", name="description")["content"] == value
    assert page.one("meta", property="og:title")["content"] == value
    assert page.one("meta", property="og:description")["content"] == value
    assert page.one("header")["data-section"] == value
    assert json.loads(page.text("script")) == {value: [value]}
    assert unquote(page.one("link", rel="canonical")["href"]) == unquote(value)
    assert "<" not in page.text("script")
    assert page.one("link", rel="canonical")["href"].isascii()


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_stays_a_value(value: str) -> None:
    check_escaped(value)


# A carriage return and NUL never come out of YAML as they are, and HTML parsers change them.
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20))
def test_any_value_stays_a_value(value: str) -> None:
    check_escaped(value)


@pytest.mark.parametrize("slot", ["body", "breadcrumb", "toc"])
def test_html_is_taken_as_it_is_and_slots_in_it_are_text(slot: str) -> None:
    page = Shell.cut(SHELL).stamp({**VALUES, slot: "<p>{{kb:title|text}}</p>"})
    assert b"<p>{{kb:title|text}}</p>" in page


def test_links_that_a_body_begins_with_go_into_the_head() -> None:
    links = '<link rel="stylesheet" href="a.css">\n <link rel="alternate feed" title="a &gt; b &amp; c" href="f.xml">'
    page = Shell.cut(SHELL).stamp({**VALUES, "body": f"\n{links}\n<h1>T</h1><link rel=x>"}).decode()
    head, _, body = page.partition("</head>")
    assert head.count(links) == page.count(links) == 1
    assert "<article><h1>T</h1><link rel=x></article>" in body


# The shell is minified once


def test_only_space_between_tags_is_taken_out() -> None:
    page = (
        "\n<div>\n  <p>a\n  b</p>  <b>c</b> \t\n\n <i>d</i>\n</div>\n"
        "<pre>\n x\n\n  <b>y</b>\n</pre>\n<textarea>\n <i>\n</textarea>\n"
        "<script>\n  if (a) {\n  }\n</script>\n<STYLE>\n a {\n }\n</STYLE>\n\n<p>e</p>\n"
    )
    assert minified(page) == (
        "<div><p>a\n  b</p>  <b>c</b><i>d</i></div>"
        "<pre>\n x\n\n  <b>y</b>\n</pre><textarea>\n <i>\n</textarea>"
        "<script>\n  if (a) {\n  }\n</script><STYLE>\n a {\n }\n</STYLE><p>e</p>"
    )


def test_the_shell_is_minified() -> None:
    assert len(Shell.cut(SHELL).stamp(VALUES).decode()) < len(SHELL)
    assert b"<pre>\n  two\n    lines</pre>" in Shell.cut(SHELL).stamp(VALUES)
