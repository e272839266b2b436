"""Entry pages come out of a saved shell while no module of MkDocs or of its theme can be imported.

This is what a successor of MkDocs has to supply: hand-written pages, a shell a language, two addresses.
"""

import json
import subprocess
import sys
from pathlib import Path

from parsed import Parsed
from roots import BASE, built, files_of

PROGRAM = """
import json, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("mkdocs", "material", "mkdocs_static_i18n"):
            raise ImportError(f"{name} is not to be imported")

sys.meta_path.insert(0, Refuse())
sys.path.insert(0, sys.argv[1])

from pathlib import Path
from roots import BASE, built

outcome = built(BASE, Path(sys.argv[2]))
print(json.dumps([outcome.pages, outcome.published]))
"""


def test_the_whole_site_but_for_hand_written_pages_is_built_without_mkdocs(tmp_path: Path) -> None:
    tests = str(Path(__file__).parent.parent)
    alone, here = tmp_path / "alone", tmp_path / "here"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, tests, str(alone)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [built(BASE, here).pages, True]
    assert files_of(alone) == files_of(here)
    page = Parsed((alone / "fr/anomalies/ANO-0001.html").read_text("utf-8"))
    assert page.text("h1") == "Relay perd le second de deux messages a<b"
    assert (
        page.one("link", rel="canonical")["href"] == "https://support.example.org/fr/anomalies/ANO-0001.html"
    )
    assert page.one("a", hreflang="en")["href"] == "../../anomalies/ANO-0001.html"
    edit = [link["href"] for link in page.all("a") if link["href"].startswith("https://git.")]
    assert edit == ["https://git.example.org/edit/anomalies_db/ANO-0001.yaml"]


def test_the_refusal_works() -> None:
    program = PROGRAM.partition("sys.path.insert")[0] + "import mkdocs"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "mkdocs is not to be imported" in done.stderr
