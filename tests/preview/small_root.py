"""The texts of a content root of one FAQ and one page, and its pages without a site generator."""

from pathlib import Path

from knownbase.failure import PagesError
from knownbase.render.shell import SLOTS

TAXONOMY = """\
site:
  name: {en: Support, fr: Assistance}
  vendor: AddOnMail
  notice: {en: Samples., fr: Exemples.}
operating_systems:
  - {id: windows, name: Windows}
products:
  - id: ua-fi
    name: UA-FI
    summary: {en: A gateway., fr: Une passerelle.}
    os: [windows]
    releases:
      - {version: 5.2.0, branch: "5.2", released: {windows: 2016-03-01}}
faq_categories:
  - {id: connection, label: {en: Connection, fr: Connexion}}
anomaly_categories:
  - {id: A, label: {en: Minor, fr: Mineure}, meaning: {en: Small., fr: Petite.}, next: {en: A reply., fr: Une réponse.}}
"""
FAQ = """\
id: FAQ-0001
category: connection
applies_to: all
source: en
question:
  en: Why does the gateway refuse the bind?
  fr: "Pourquoi la passerelle refuse-t-elle la connexion\u00a0?"
answer:
  en: The password has changed.
  fr: Le mot de passe a changé.
published: 2026-02-11
"""
BAD_FAQ = FAQ.replace("category: connection", "category: conection")


def fake_pages(root: Path, tree: Path) -> None:
    """One page a language, the text of its source; `broken` in it is a broken link."""
    slots = "".join(f"{{{{kb:{name}|{context}}}}}" * count for (name, context), count in SLOTS.items())
    for source, folder in (("docs", tree), ("docs_fr", tree / "fr")):
        text = (root / source / "index.md").read_text("utf-8").strip()
        if "broken" in text:
            raise PagesError(f"{source}/index.md links to nowhere")
        (folder / "_kb").mkdir(parents=True)
        (folder / "_kb/shell.html").write_text(f"<body>{slots}</body>", "utf-8")
        page = f'<!doctype html><html lang="en"><title>Home</title><link rel="icon" href="data:,"><body><article>{text}</article></body></html>'
        (folder / "index.html").write_text(page, "utf-8")
    (tree / "404.html").write_text("<!doctype html><title>404</title><body>Not found</body>", "utf-8")
    (tree / "_kb/site.json").write_text('{"site_url": "", "edit_uri": ""}', "utf-8")
