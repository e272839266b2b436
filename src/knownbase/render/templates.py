"""The HTML fragments in `templates/`, one for each kind of page or list."""

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import jinja2
from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined, Template
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.nodes import Expr
from jinja2.utils import missing
from markupsafe import Markup, escape

from knownbase.model.locale import Locale
from knownbase.read.strings import strings
from knownbase.render.pieces import escaped
from knownbase.store import Damaged, digest, load, save

if TYPE_CHECKING:
    from knownbase.render.site import Site

_TEMPLATES = Path(__file__).with_name("templates")
_TEXT = re.compile(r"\{\{ t\('([a-z0-9_]+)'\) \}\}")


class _Texts(Extension):
    """`{{ t('key') }}` becomes the text itself when a template is compiled: a page has thirty of them."""

    texts: ClassVar[Mapping[str, str]]

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _TEXT.sub(lambda key: str(escape(self.texts[key[1]])), source)


class _Generator(CodeGenerator):
    """Writes a value that is `Markup` as it is, without a call of `escape`, which would only copy it.

    Most of a page is such pieces, made once and shown on several pages. Everything else is still escaped, and most of
    that stands on many pages too.
    """

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("(html if type(html := ")

    def _output_child_post(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(") is Markup else environment.escaped(html))")


class _Environment(Environment):
    code_generator_class = _Generator
    escaped = staticmethod(escaped)


class _Values(dict[str, Any]):
    """A template's values, and what Jinja takes for one that is not there."""

    def __missing__(self, name: str) -> Any:
        return missing


class _Compiled(BytecodeCache):
    """Templates as Python has compiled them, kept where it keeps its modules: compiling takes longer than an edit."""

    def __init__(self, locale: Locale, texts: Mapping[str, str]) -> None:
        self._locale = locale
        own = Path(__file__).read_bytes()  # how a template is compiled
        self._key = digest(own, jinja2.__version__.encode(), "\0".join(texts.values()).encode())

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(Damaged):
            key, code = load(self._file(bucket))
            if key == self._key:
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            save(self._file(bucket), (self._key, bucket.bytecode_to_string()))

    def _file(self, bucket: Bucket) -> Path:
        return _TEMPLATES / "__pycache__" / f"{bucket.key}.{self._locale}"


def forget() -> None:
    """Templates and texts are read again: for a preview, while somebody edits them."""
    _template.cache_clear()
    _environment.cache_clear()


@cache
def _template(name: str, locale: Locale) -> Template:
    return _environment(locale).get_template(f"{name}.html")


@cache
def _environment(locale: Locale) -> Environment:
    return _Environment(
        loader=PackageLoader("knownbase.render", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=[type("_OwnTexts", (_Texts,), {"texts": strings(locale)})],
        auto_reload=False,
        bytecode_cache=_Compiled(locale, strings(locale)),
    )


def fragment(name: str, site: "Site", **values: Any) -> Markup:
    """The template `name` with its values; `site`, `t` and `date` are always there."""
    template = _template(name, site.locale)
    values |= {"site": site, "t": site.t, "date": site.date}
    # As `Template.render`, which would first copy the values and Jinja's own functions, of which we use none: that
    # takes longer than the rest.
    context = template.environment.context_class(template.environment, values, name, template.blocks)
    # What a template asks for is there, or nowhere else.
    context.resolve_or_missing = _Values(values).__getitem__  # type: ignore[method-assign, assignment]
    return Markup("".join(template.root_render_func(context)))  # noqa: S704 - the template escapes what it is given
