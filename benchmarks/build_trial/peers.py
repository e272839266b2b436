"""The same entries for the peers: Markdown with front matter, and a plain theme where a peer has none.

They get the entries only: no rule is checked, no status computed, no code linked, no related entry sought (Hugo's
own search for those would take longer than all else).
Pagefind indexes what Hugo made. All come from a package index (hugo, pagefind-bin, zensical, mkdocs and its plugins);
a folder of programs that has them is given with --peers-bin.
"""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

SECTIONS = {
    "answer": ("Answer", "Réponse"),
    "symptom": ("Symptom", "Symptôme"),
    "cause": ("Cause", "Cause"),
    "workaround": ("Workaround", "Contournement"),
    "resolution": ("Resolution", "Résolution"),
}
FOLDERS = {"faq": "faq", "anomalies_db": "anomalies"}
LOCALES = ("en", "fr")

HUGO = """baseURL: https://support.example/
title: Trial
defaultContentLanguage: en
disableKinds: [rss]
taxonomies: {product: products, category: categories, os: os}
languages:
  en: {contentDir: content/en}
  fr: {contentDir: content/fr}
"""
LAYOUTS = {
    "baseof": """<!doctype html><html lang="{{ .Site.Language.Lang }}"><head><meta charset="utf-8">
<title>{{ .Title }}</title><meta name="description" content="{{ .Summary | plainify | truncate 150 }}">
<meta name="viewport" content="width=device-width"><link rel="canonical" href="{{ .Permalink }}">
{{ range .Translations }}<link rel="alternate" hreflang="{{ .Language.Lang }}" href="{{ .Permalink }}">{{ end }}</head>
<body><header><a href="{{ site.Home.RelPermalink }}">Home</a> {{ partialCached "nav" . site.Language.Lang }}</header>
<main data-pagefind-body>{{ block "main" . }}{{ end }}</main><footer>Trial</footer></body></html>""",
    "single": """{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ range .Params.products }}<a href="{{ "products" | relURL }}/{{ . }}">{{ . }}</a> {{ end }}
{{ range .Params.os }}{{ . }} {{ end }}{{ range .Params.categories }}{{ . }} {{ end }}</p>{{ .Content }}<p>{{ .Date.Format "2006-01-02" }}</p>{{ end }}""",
    "list": """{{ define "main" }}<h1>{{ .Title }}</h1><table>{{ range .Pages }}<tr><td><a href="{{ .RelPermalink }}">{{ .Title }}</a>
<td>{{ .Date.Format "2006-01-02" }}{{ end }}</table>{{ end }}""",
}
# Cached, as Hugo's manual advises: listing the sections on each page would take Hugo six times as long.
NAV = '{{ range site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}'
# A menu of all pages on each page would take both by the square of their number: the menu names the first one.
MATERIAL = """site_name: Trial
theme: {name: material}
plugins: [search]
use_directory_urls: false
nav: [index.md]
"""
I18N = """site_name: Trial
theme: {name: material}
use_directory_urls: false
nav: [index.md]
plugins:
  - search
  - i18n:
      docs_structure: folder
      languages:
        - {locale: en, name: English, default: true, build: true}
        - {locale: fr, name: Français, build: true}
"""


@dataclass(frozen=True)
class Peer:
    """`run()` builds into `out`; `edit()` changes one entry, differently at each call."""

    name: str
    out: Path
    run: Callable[[], None]
    edit: Callable[[], None]


def available(programs: Path, names: list[str], root: Path, work: Path) -> Iterator[Peer | str]:
    """Each peer, its sources written below `work`, or a line that says why it is left out."""
    makers = {"hugo": _hugo, "zensical": _zensical, "mkdocs": _mkdocs}
    for name in names:
        program = programs / name
        yield makers[name](program, root, work / name) if program.exists() else f"{name}: not in {programs}"


def pagefind(program: Path, site: Path) -> None:
    _run([str(program), "--site", str(site)])


def _hugo(program: Path, root: Path, work: Path) -> Peer:
    for locale in LOCALES:
        _write_entries(root, work / "content" / locale, locale)
    (work / "layouts" / "_default").mkdir(parents=True)
    for name, text in LAYOUTS.items():
        (work / "layouts" / "_default" / f"{name}.html").write_text(text, "utf-8")
    (work / "layouts" / "partials").mkdir()
    (work / "layouts" / "partials" / "nav.html").write_text(NAV, "utf-8")
    (work / "hugo.yaml").write_text(HUGO, "utf-8")
    return Peer(
        "hugo",
        work / "site",
        lambda: _run([str(program), "--quiet", "--source", str(work), "--destination", str(work / "site")]),
        _editor(work / "content" / "en"),
    )


def _zensical(program: Path, root: Path, work: Path) -> Peer:
    for locale in LOCALES:
        _write_entries(root, work / "docs" / locale, locale)
    _index(work / "docs")
    return _configured("zensical", program, work, MATERIAL)


def _mkdocs(program: Path, root: Path, work: Path) -> Peer:
    for locale in LOCALES:
        _write_entries(root, work / "docs" / locale, locale)
        _index(work / "docs" / locale)
    return _configured("mkdocs", program, work, I18N)


def _index(folder: Path) -> None:
    (folder / "index.md").write_text("# Trial\n", "utf-8")


def _configured(name: str, program: Path, work: Path, settings: str) -> Peer:
    config = work / "mkdocs.yml"
    config.write_text(settings, "utf-8")
    command = [str(program), "build", "-f", str(config)]
    return Peer(name, work / "site", lambda: _run(command), _editor(work / "docs" / "en"))


def _editor(folder: Path) -> Callable[[], None]:
    file = min(folder.rglob("ANO-*.md"))
    count = iter(range(1 << 30))

    def edit() -> None:
        file.write_text(file.read_text("utf-8") + f"\nEdited {next(count)}.\n", "utf-8")

    return edit


def _write_entries(root: Path, to: Path, locale: str) -> None:
    for folder, section in FOLDERS.items():
        (to / section).mkdir(parents=True)
        for file in sorted((root / folder).glob("[AF]*.yaml")):
            entry = yaml.load(file.read_bytes(), yaml.CBaseLoader)
            (to / section / f"{entry['id']}.md").write_text(_markdown(entry, locale), "utf-8")


def _markdown(entry: dict[str, object], locale: str) -> str:
    title = entry.get("title") or entry["question"]
    scopes = entry.get("affects") or entry.get("applies_to")
    scopes = scopes if isinstance(scopes, list) else []
    systems = {os for one in scopes for os in (one["os"] if isinstance(one["os"], list) else [one["os"]])}
    front = {
        "title": title[locale],  # type: ignore[index]
        "date": str(entry["published"]),
        "products": sorted({one["product"] for one in scopes}),
        "os": sorted(systems),
        "categories": [entry["category"]],
    }
    parts = [f"---\n{yaml.safe_dump(front, allow_unicode=True, sort_keys=False)}---\n", f"{entry['id']}\n"]
    for name, headings in SECTIONS.items():
        text = entry.get(name)
        if isinstance(text, dict) and locale in text:
            parts.append(f"## {headings[LOCALES.index(locale)]}\n\n{text[locale]}")
    return "\n".join(parts)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {(done.stderr or done.stdout).strip()[-600:]}")
