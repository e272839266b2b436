"""`knownbase search`: the hotline's search, from a terminal."""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click

from knownbase.catalogue import View
from knownbase.cli.sound import sound_view
from knownbase.cli.terminal import root_option, style
from knownbase.model.entry import Anomaly, Entry
from knownbase.model.ids import KINDS, PLACES, page_path
from knownbase.model.layout import TAXONOMY
from knownbase.model.locale import DEFAULT_LOCALE, LOCALES, Locale
from knownbase.model.taxonomy import Taxonomy
from knownbase.read.content import Loaded, entry_paths, load_file, load_taxonomy
from knownbase.read.strings import strings
from knownbase.render.lists import standing_text
from knownbase.render.site import Site
from knownbase.search.desk import DeskSearcher, Hit, document, in_memory
from knownbase.search.desk_store import DeskStore, IndexBusy

SITE = "mkdocs.yml"
_SITE_URL = re.compile(r"(?m)^site_url:\s*['\"]?([^\s'\"#]+)")


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--lang",
    type=click.Choice(LOCALES),
    default=DEFAULT_LOCALE,
    show_default=True,
    help="The caller's language.",
)
@click.option("--product", help="Only what names this product: its id in taxonomy.yaml.")
@click.option("--os", "system", help="Only what names this operating system.")
@click.option("--kind", type=click.Choice(KINDS), help="Only this kind of entry.")
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="How many at most.")
@click.option("--reply", is_flag=True, help="Print a reply to the caller about the best one, ready to send.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@click.option(
    "--index",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the index is kept.",
    show_default="the user's cache folder",
)
@root_option
def search(
    text: tuple[str, ...], lang: Locale, product: str | None, system: str | None, kind: str | None,
    limit: int, reply: bool, as_json: bool, folder: Path | None, root: Path,
) -> None:  # fmt: skip
    """Find an entry while the caller speaks.

    Words, a question, an id in any spelling, an error message or a whole line of a trace. Entries for
    customers are found too, and marked. The index is made at first use and follows every change.

    Exit status: 0 found, 1 nothing found, 2 wrong usage.

    \b
    Examples:
      knownbase search diagnostic 12
      knownbase search --lang fr "accusé de réception" --product ua-fi
      knownbase search ano17 --reply --lang fr
    """
    taxonomy, problems = load_taxonomy(root)
    if taxonomy is None:
        raise click.ClickException(f"{TAXONOMY}: {problems[0].message}; run `knownbase check`")
    _known("--product", product, taxonomy.product_by_id)
    _known("--os", system, taxonomy.os_names)
    desk = _Desk(root.resolve(), taxonomy)
    searcher = desk.searcher(folder or _cache_folder(root))
    asked = " ".join(text)
    given = {"product": product, "os": system, "kind": kind}
    filters = {name: one for name, one in given.items() if one}
    hits, tried = searcher.ask(asked, lang, limit, filters, taxonomy.glossary)
    if as_json:
        found = [{"id": hit.id, "score": round(hit.score, 4), **_public(hit)} for hit in hits]
        click.echo(
            json.dumps({"query": asked, "locale": lang, "tried": tried, "hits": found}, ensure_ascii=False)
        )
    elif reply and hits:
        click.echo(hits[0].shown["reply"])
    else:
        _print(hits, tried, lang)
    sys.exit(0 if hits else 1)


def _known(option: str, value: str | None, known: dict[str, Any]) -> None:
    if value is not None and value not in known:
        raise click.BadParameter(
            f"{value!r} is not in {TAXONOMY}; known: {', '.join(known)}", param_hint=option
        )


def _public(hit: Hit) -> dict[str, Any]:
    return {name: hit.shown[name] for name in ("kind", "title", "verdict", "url", "audience")}


def _print(hits: list[Hit], tried: dict[str, str], lang: Locale) -> None:
    t = strings(lang)
    for word, other in tried.items():
        click.echo(style(t["find_tried"].format(**{"from": word, "to": other}), "dim"))
    if not hits:
        click.echo(t["find_nothing"])
    for hit in hits:
        mark = "" if hit.shown["audience"] == "public" else f" [{t['desk_customers']}]"
        click.echo(f"{style(hit.id, 'place')}  {hit.shown['title']}{style(mark, 'warning')}")
        if hit.shown["verdict"]:
            click.echo(f"          {hit.shown['verdict']}")
        click.echo(style(f"          {hit.shown['url']}", "dim"))


def _cache_folder(root: Path) -> Path:
    """A folder of this content root alone."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    digest = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Path(base) / "knownbase" / "desk" / digest


class _Desk:
    """Entries of a content root as documents of the desk's index."""

    def __init__(self, root: Path, taxonomy: Taxonomy) -> None:
        self.root = root
        self.taxonomy = taxonomy
        config = root / SITE
        url = _SITE_URL.search(config.read_text("utf-8", "replace")) if config.is_file() else None
        self.site_url = url[1] if url else ""

    def searcher(self, folder: Path) -> DeskSearcher:
        kinds = [(path, kind) for kind in PLACES for path in entry_paths(self.root, kind)]
        try:
            searcher, update = DeskStore(folder).open(
                self.root,
                [path for path, _ in kinds],
                [TAXONOMY, SITE],
                lambda paths: self.documents(kinds, paths),
            )
        except (OSError, IndexBusy) as error:
            _say(f"the index in {folder} cannot be used ({error}); made one in memory")
            view = sound_view(self.root, self.taxonomy, self._loaded(kinds, None))
            return in_memory(view.entries, self.taxonomy, partial(self._shown, view))
        if update.reason == "damaged":
            _say("the index was damaged; made a new one")
        return searcher

    def documents(self, kinds: list[tuple[str, Any]], paths: set[str] | None) -> Iterator[dict[str, Any]]:
        view = sound_view(self.root, self.taxonomy, self._loaded(kinds, paths))
        for entry in view.entries:
            for locale in LOCALES:
                yield document(entry, locale, self.taxonomy, self._shown(view, entry, locale))

    def _loaded(self, kinds: list[tuple[str, Any]], paths: set[str] | None) -> list[Loaded]:
        loaded = [load_file(self.root, path, kind) for path, kind in kinds if paths is None or path in paths]
        skipped = sum(1 for one in loaded if one.entry is None)
        if skipped:
            _say(f"{skipped} files have errors and are not searched; run `knownbase check`")
        return loaded

    def _shown(self, view: View, entry: Entry, locale: Locale) -> dict[str, Any]:
        site = Site(view, locale, strings(locale))
        title = site.title(entry)[0].replace("`", "")
        verdict = standing_text(entry, view.standing(entry), site) if isinstance(entry, Anomaly) else ""
        root = "" if locale == DEFAULT_LOCALE else f"{locale}/"
        url = f"{self.site_url}{root}{page_path(entry.id)}"
        audience = entry.audience or self.taxonomy.default_audience.of(entry.kind)
        return {
            "kind": entry.kind, "title": title, "verdict": verdict, "url": url, "audience": audience,
            "reply": _reply(site, entry, title, verdict, url),
        }  # fmt: skip


def _reply(site: Site, entry: Entry, title: str, verdict: str, url: str) -> str:
    kind = "other" if entry.kind == "patch" else entry.kind
    lines = [site.t("reply_hello"), "", site.t(f"reply_{kind}"), f"{entry.id} – {title}"]
    if verdict:
        lines.append(site.t("reply_state", verdict=verdict))
    return "\n".join([*lines, url, "", site.t("reply_bye")])


def _say(line: str) -> None:
    click.echo(f"knownbase: {line}", err=True)
