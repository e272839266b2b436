"""MkDocs adapter: the only module that imports mkdocs.

It supplies hand-written pages and one prototype page for each language; everything else happens in
stages that know no site generator. `mkdocs build` runs those stages from here (check first, swap
last), `knownbase build` runs them itself and uses `render_pages`.

    on_config     staging folder en → docs, fr → docs_fr; our templates before Material's
    on_files      the prototype page _kb/shell.html
    on_page_…     what the templates need: language link, header links, interface texts
    on_shutdown   only for `mkdocs build`: stamp, publish
"""

import json
import logging
import os
import re
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material prints a banner about a version we do not use

import mkdocs.utils
from markupsafe import Markup
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import config_options, load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from knownbase import publish
from knownbase.check.report import as_text
from knownbase.check.result import Report
from knownbase.check.run import check
from knownbase.failure import NotMade, PagesError
from knownbase.model.layout import PAGE_ROOTS
from knownbase.model.locale import DEFAULT_LOCALE, LANGUAGE_NAMES, LOCALES, Locale, other
from knownbase.read.strings import strings
from knownbase.remake import finish
from knownbase.render.hubs import lists_entries
from knownbase.render.pieces import in_script
from knownbase.render.staging import Listener, stage_pages
from knownbase.render.structured import Form, structured
from knownbase.render.theme import PROTOTYPE, locale_root
from knownbase.render.topics import EVERYTHING, feed_path, head_link, is_place, titled

_TERRITORIES: dict[Locale, str] = {"en": "en_GB", "fr": "fr_FR"}
"""Open Graph knows a language only together with a country: that of the spelling."""
_OVERRIDES = Path(__file__).parent / "theme" / "overrides"
_UNUSED_ASSET = re.compile(r"^assets/javascripts/(lunr|workers)/|^assets/.*\.map$")
"""Material's own search and its source maps: half of a site's bytes, and nothing asks for them."""
_PROTOTYPE_PAGE = "---\ntitle: prototype\nkb_shell: true\nhide: [navigation, toc]\n---\n"


class Options(Config):
    """Options of the plugin in mkdocs.yml."""

    foot = config_options.ListOfItems(config_options.Type(str), default=[])
    """Source paths of pages that the footer links to, besides the sections."""


class KnownbasePlugin(BasePlugin[Options]):
    """Supplies pages and prototypes; in a plain `mkdocs build` it also checks, stamps and publishes."""

    def __init__(self) -> None:
        self.alone = True
        """False when `render_pages` drives the build and does the rest itself."""
        self._started = False
        self._failed = False
        self._report: Report | None = None
        self._root = self._out = self._tree = Path()
        self._stack = ExitStack()
        self._locale: Locale = DEFAULT_LOCALE
        self._nav: Navigation | None = None

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if not self._started:
            self._started = True
            root = Path(config.config_file_path).parent
            if self.alone:
                self._begin_alone(config, root)
            staging = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="knownbase-pages-"))
            stage_pages(root, Path(staging))
            config.docs_dir = staging
            config.theme.dirs.insert(0, str(_OVERRIDES))
        return config

    def _begin_alone(self, config: MkDocsConfig, root: Path) -> None:
        self._out = Path(config.site_dir)
        try:
            publish.check_target(self._out, root)
            self._report = check(root)
            if self._report.failed:
                self._failed = True
                raise PluginError(f"nothing is published:\n{as_text(self._report)}")
            self._root, self._tree = root, self._stack.enter_context(publish.aside(self._out))
            config.site_dir = str(self._tree)
        except publish.Refused as refused:
            self._failed = True
            raise PluginError(str(refused)) from None

    @event_priority(-200)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        self._locale = _i18n(config).current_language
        for unused in [file for file in files if _UNUSED_ASSET.search(file.src_uri)]:
            files.remove(unused)
        path = f"{locale_root(self._locale)}{PROTOTYPE}/shell.html"
        # Added after static-i18n has made its own copies of all files, which would lose the content.
        file = File.generated(
            config, f"{PROTOTYPE}/shell.md", content=_PROTOTYPE_PAGE, inclusion=InclusionLevel.NOT_IN_NAV
        )
        file.dest_uri = path
        file.abs_dest_path = os.path.normpath(os.path.join(config.site_dir, path))
        file.url = path
        file.locale = file.locale_alternate_of = self._locale  # type: ignore[attr-defined]
        file.alternates = {self._locale: file}  # type: ignore[attr-defined]
        files.append(file)
        return files

    @event_priority(-200)
    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        self._nav = nav
        return nav

    @event_priority(-200)
    def on_page_context(self, context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        root = locale_root(self._locale)
        path = page.url.removeprefix(root)
        twin = other(self._locale)
        context["kb"] = {
            "t": strings(self._locale),
            "alternate": get_relative_url(locale_root(twin) + path, page.url),
            "alternate_lang": twin,
            "alternate_name": LANGUAGE_NAMES[twin],
            "section": path.split("/")[0] if "/" in path else "",
            "nav": [link for item in nav.items if (link := _header_link(item, page.url, root))],
            "foot": [
                {"title": foot.page.title, "url": get_relative_url(foot.url, page.url)}
                for source in self.config.foot
                if (foot := self._source(source, nav)) is not None and foot.page is not None
            ],
            "breadcrumb": _breadcrumb(page, nav),
            "title": _plain_title(page),
            "territory": _TERRITORIES[self._locale],
            "alternate_territory": _TERRITORIES[twin],
        }
        context["kb"]["feed"] = self._feed(page, config)
        context["kb"]["jsonld"] = in_script(self._described(page, context["kb"]["breadcrumb"], config, nav))
        if config.edit_uri and not page.meta.get("kb_shell"):
            folder = PAGE_ROOTS[self._locale]
            page.edit_url = f"{config.edit_uri}{folder}/{path.removesuffix('.html')}.md"
        return context

    def _described(
        self, page: Page, breadcrumb: list[dict[str, str]], config: MkDocsConfig, nav: Navigation
    ) -> str:
        """The page's structured data."""
        form: Form = "TechArticle"
        title = _plain_title(page)
        if page is nav.homepage:
            form, title = "WebSite", config.site_name
        elif lists_entries(page.content or ""):
            form = "CollectionPage"
        above = tuple((crumb["title"], crumb["url"]) for crumb in breadcrumb[:-1])
        address = page.canonical_url or page.url.rpartition("/")[2]
        description = str(page.meta.get("description") or "")
        return structured(form, title, description, address, self._locale, above, _plain_title(page))

    def _feed(self, page: Page, config: MkDocsConfig) -> Markup:
        """What names the feed of everything to a program, on a page that shows entries."""
        address = _slash(config.site_url)
        if not (is_place(address) and lists_entries(page.content or "")):
            return Markup("")
        title = titled(config.site_name, strings(self._locale)["follow_everything"])
        return head_link(title, f"{address}{locale_root(self._locale)}{feed_path(EVERYTHING)}")

    def _source(self, source: str, nav: Navigation) -> File | None:
        """The page of the footer's source path in the language that is being built."""
        wanted = f"{locale_root(self._locale)}{source.removesuffix('.md')}.html"
        return next((page.file for page in nav.pages if page.url == wanted), None)

    def on_template_context(self, context: Any, template_name: str, config: MkDocsConfig) -> Any:
        context["kb"] = {"t": strings(self._locale), "nav": [], "foot": [], "breadcrumb": [], "section": ""}
        return context

    def on_post_template(self, output_content: str, template_name: str, config: MkDocsConfig) -> str:
        """Templates without a page (404) are bilingual and written once."""
        return output_content if self._locale == DEFAULT_LOCALE else ""

    @event_priority(-200)
    def on_post_build(self, config: MkDocsConfig) -> None:
        if _i18n(config).building:
            return  # fired once more when the last language is done
        settings = {"site_url": _slash(config.site_url), "edit_uri": _slash(config.edit_uri)}
        file = Path(config.site_dir) / PROTOTYPE / "site.json"
        file.write_text(json.dumps(settings), "utf-8")

    def on_build_error(self, error: Exception) -> None:
        self._failed = True

    def on_shutdown(self) -> None:
        """The strict check has passed: stamp and publish. Only `mkdocs build` comes here."""
        with self._stack:
            report = self._report
            if not self._failed and report is not None:
                try:
                    finish(report.catalogue, self._root, self._tree, self._out)
                except NotMade as error:
                    raise PluginError(str(error)) from None
                logging.getLogger("mkdocs.plugins.knownbase").info(as_text(report))
        # MkDocs keeps an instance that has this method for the next build of the same process.
        self._started = self._failed = False
        self._report = None


def render_pages(root: Path, tree: Path) -> None:
    """Renders the hand-written pages of `root`, and the prototypes, into `tree`.

    Raises PagesError with every warning, because a warning is a broken link or a missing page.
    """
    heard = Listener()
    logger = logging.getLogger("mkdocs")
    before = logger.level, logger.propagate
    logger.addHandler(heard)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    clean_directory = mkdocs.utils.clean_directory
    plugin: KnownbasePlugin | None = None
    try:
        # MkDocs takes a relative folder from where mkdocs.yml lies, not from where we are.
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(tree.absolute()), strict=True)
        found = config.plugins.get("knownbase")
        if not isinstance(found, KnownbasePlugin):
            raise PagesError("mkdocs.yml: the plugin `knownbase` is missing; add it below `plugins:`")
        plugin = found
        plugin.alone = False
        mkdocs_build(config)
    except (Abort, ConfigurationError, PluginError, FileNotFoundError) as error:
        raise PagesError("\n".join(heard.messages) or str(error)) from None
    finally:
        mkdocs.utils.clean_directory = clean_directory  # static-i18n leaves it patched when a build fails
        logger.removeHandler(heard)
        logger.level, logger.propagate = before
        if plugin is not None:
            plugin.on_shutdown()


def _i18n(config: MkDocsConfig) -> Any:
    """The plugin static-i18n, which knows what language is being built."""
    return config.plugins["i18n"]


def _slash(address: str | None) -> str:
    return "" if not address else address if address.endswith("/") else f"{address}/"


def _plain_title(page: Page) -> str:
    return str(page.meta.get("title") or Markup(page.title or "").striptags())  # noqa: S704 - only its text


def _header_link(item: Any, here: str, root: str) -> dict[str, str] | None:
    """The link of a top item of the navigation: a section leads to its first page; home has the mark."""
    page = item
    while isinstance(page, Section):
        page = page.children[0]
    if not isinstance(page, Page) or page.url == f"{root}index.html":
        return None
    path = page.url.removeprefix(root)
    return {"title": item.title, "url": get_relative_url(page.url, here), "section": path.split("/")[0]}


def _breadcrumb(page: Page, nav: Navigation) -> list[dict[str, str]]:
    """Home, the page's sections, the page itself without a link."""
    if page is nav.homepage or nav.homepage is None:
        return []
    t = strings(page.file.locale if page.file.locale in LOCALES else DEFAULT_LOCALE)  # type: ignore[attr-defined]
    crumbs = [{"title": t["home"], "url": get_relative_url(nav.homepage.url, page.url)}]
    for section in reversed(list(page.ancestors)):
        first = section.children[0] if isinstance(section, Section) else None
        if isinstance(first, Page) and first is not page:
            crumbs.append({"title": str(section.title), "url": get_relative_url(first.url, page.url)})
    return [*crumbs, {"title": _plain_title(page), "url": ""}]
