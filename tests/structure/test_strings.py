"""Interface texts: the same keys and placeholders in both languages, each one used, French set as French."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from string import Formatter

import pytest
from roots import REPOSITORY

from knownbase.check.typography import faults
from knownbase.model.locale import LOCALES
from knownbase.read.strings import strings

SOURCE = REPOSITORY / "src" / "knownbase"
TEXTS = {locale: strings(locale) for locale in LOCALES}
KEYS = set(TEXTS["en"])


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(TEXTS["en"]) == list(TEXTS["fr"])


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_both_languages_have_the_same_placeholders() -> None:
    differing = [key for key in KEYS if placeholders(TEXTS["en"][key]) != placeholders(TEXTS["fr"][key])]
    assert differing == []


def test_no_text_is_empty() -> None:
    assert [key for texts in TEXTS.values() for key, text in texts.items() if not text.strip()] == []


# Which keys are asked for: patterns, in which * stands for what is put in at run time

KEY = re.compile(r"[a-z][a-z0-9_*]*")
LITERAL = re.compile(r"\bt\(\s*['\"]([a-z0-9_]+)['\"]\s*[,)]")
PREFIX = re.compile(r"\bt\(\s*['\"]([a-z0-9_]+_)['\"]\s*~")
OF_THEME = re.compile(r"\bkb\.t\.([a-z0-9_]+)")
ITEM_OF_THEME = re.compile(r"\bkb\.t\[\s*['\"]([a-z0-9_]+)['\"]")


OF_SCRIPT = re.compile(
    r"""\bt\.([a-z]+_[a-z_]+)|["']((?:find|reply|affects|report)_[a-z_]+)["']|`((?:find|reply|upgrade|marks)_[a-z_]*)\$\{"""
)


def patterns_of_script(text: str) -> set[str]:
    """`t.find_hint`, `t[`find_kind_${kind}`]`, and keys that stand in a list, of which some are of one and of many."""
    found = {f"{start}*" if start else name or listed for name, listed, start in OF_SCRIPT.findall(text)}
    counted = {key for key in found if key not in KEYS and f"{key}_one" in KEYS}
    return (found - counted) | {f"{key}_{ending}" for key in counted for ending in ("one", "many")}


def patterns_of_template(text: str) -> set[str]:
    literal = {match for pattern in (LITERAL, OF_THEME, ITEM_OF_THEME) for match in pattern.findall(text)}
    return literal | {f"{prefix}*" for prefix in PREFIX.findall(text)}


def patterns_of_python(text: str) -> set[str]:
    """First arguments of `t(…)` and `count(…)`, and keys of what `strings(…)` returns."""
    return {pattern for node in ast.walk(ast.parse(text)) for pattern in _asked(node)}


def _asked(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        endings = {"t": ("",), "count": ("_one", "_many")}.get(node.func.attr, ())
        for argument in _branches(node.args[0]):
            found = [pattern for pattern in _pattern(argument) if KEY.fullmatch(pattern)]
            yield from (pattern + ending for pattern in found for ending in endings)
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("t", "texts")
    ):
        yield from _pattern(node.slice)
    if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["key"]:
        yield from _pattern(node.value)


def _branches(node: ast.expr) -> list[ast.expr]:
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]


def _pattern(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)


PATTERNS_OF = {".py": patterns_of_python, ".html": patterns_of_template, ".js": patterns_of_script}


@pytest.fixture(scope="module")
def asked_in() -> dict[str, set[str]]:
    """What each source file asks for."""
    return {
        file.relative_to(SOURCE).as_posix(): PATTERNS_OF[file.suffix](file.read_text("utf-8"))
        for file in SOURCE.rglob("*")
        if file.suffix in PATTERNS_OF
    }


def test_every_text_is_used(asked_in: dict[str, set[str]]) -> None:
    patterns = set().union(*asked_in.values())
    assert [key for key in TEXTS["en"] if not any(fnmatchcase(key, pattern) for pattern in patterns)] == []


def test_every_text_that_is_asked_for_exists(asked_in: dict[str, set[str]]) -> None:
    asked = [
        f"{file}: {pattern}"
        for file, patterns in asked_in.items()
        if file.startswith(("render/", "theme/", "plugin", "preview/"))
        for pattern in sorted(patterns)
        if not any(fnmatchcase(key, pattern) for key in KEYS)
    ]
    assert asked == []
    assert len(set().union(*asked_in.values())) > 90


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (
            patterns_of_template("{{ t('home') }} {{ t('form_' ~ x) }} {{ t(\"size\", n=1) }}"),
            {"home", "form_*", "size"},
        ),
        (patterns_of_template("{{ kb.t.skip }}{{ kb.t['menu'] }}"), {"skip", "menu"}),
        (
            patterns_of_python("s.t('a', n=1); s.t(f'b_{x}'); s.count('c', 1)"),
            {"a", "b_*", "c_one", "c_many"},
        ),
        (patterns_of_script("t.find_a; t[`find_b_${x}`]; ['find_c', 1]"), {"find_a", "find_b_*", "find_c"}),
        (patterns_of_python("s.t('d' if x else 'e'); t['f']"), {"d", "e", "f"}),
    ],
)
def test_keys_are_found_where_they_are_asked_for(patterns: set[str], expected: set[str]) -> None:
    assert patterns == expected


# French

NO_BREAK = "\u00a0\u202f"
FRENCH_FAULT = re.compile(
    rf"(?<![{NO_BREAK}])[;?!»]|(?<![{NO_BREAK}]):(?=\s|$)|«(?![{NO_BREAK}])|(?<=\w)'(?=\w)"
)


def test_french_is_set_as_french() -> None:
    french = TEXTS["fr"]
    assert {key: text for key, text in french.items() if FRENCH_FAULT.search(text)} == {}
    assert {key: text for key, text in french.items() if list(faults(text, "fr"))} == {}


@pytest.mark.parametrize("text", ["a ?", "a?", "a :", "« a\u00a0»", "«\u00a0a »", "l'eau", "a; b"])
def test_a_fault_of_french_is_seen(text: str) -> None:
    assert FRENCH_FAULT.search(text)


def test_what_is_right_is_let_pass() -> None:
    right = "«\u00a0L’eau\u00a0», à 09:00\u00a0: {n}\u00a0? https://a.example"
    assert FRENCH_FAULT.search(right.replace("https://a.example", "")) is None


def test_english_is_set_as_english() -> None:
    fault = re.compile(r"\s[;:?!]|[«»\u00a0\u202f]")
    assert {key: text for key, text in TEXTS["en"].items() if fault.search(text)} == {}
