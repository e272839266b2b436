"""The command as a process of its own, on a copy of the package, with the real site generator."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner
from preview.asking import ask, until

from knownbase.cli import main

COMMAND = [sys.executable, "-c", "from knownbase.cli import main; main()", "serve"]
MKDOCS = """\
site_name: Support
use_directory_urls: false
theme: {name: material, font: false}
plugins:
  - i18n:
      docs_structure: folder
      languages:
        - {locale: en, name: English, default: true, build: true}
        - {locale: fr, name: Français, build: true}
  - knownbase
"""


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text, f"{file.name} has changed"
    file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT for another process")
def test_texts_templates_and_theme_show_and_ctrl_c_leaves_nothing(root, tmp_path):
    (root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    package, log, temporary = tmp_path / "lib/knownbase", tmp_path / "log", tmp_path / "temporary"
    shutil.copytree(str(files("knownbase")), package)
    temporary.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(package.parent), "TMPDIR": str(temporary)}
    command = [*COMMAND, "--root", str(root), "--port", "0"]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output, env=environment) as process,
    ):
        try:
            until(lambda: "first build: " in log.read_text(), 30)
            assert "pages in" in log.read_text()
            address = log.read_text().split()[0]
            before = ask(address, "/faq/FAQ-0001.html")
            assert before.status == 200

            replace(package / "strings/en.yaml", "published: published", "published: first seen")
            replace(package / "render/templates/faq.html", "<h1", '<h1 data-template="new"')
            replace(package / "theme/overrides/main.html", "<article", '<article data-theme="new"')
            until(lambda: "knownbase/render/templates/faq.html changed, and 2 more: " in log.read_text(), 30)
            after = ask(address, "/faq/FAQ-0001.html").body
            for new in ("first seen", 'data-template="new"', 'data-theme="new"'):
                assert new not in before.body
                assert new in after

            replace(package / "theme/overrides/main.html", "{% endblock %}", "{% endbloc %}")
            until(lambda: "the build broke off; the last good site stays" in log.read_text(), 30)
            assert "jinja2.exceptions.TemplateSyntaxError" in ask(address, "/_kb/report").body
            assert ask(address, "/faq/FAQ-0001.html").status == 200
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
        finally:
            process.kill()
    assert log.read_text().endswith("The preview has ended.\n")
    assert list(temporary.iterdir()) == []
    assert not (root / "site").exists()


def test_a_taken_port_is_wrong_usage(root):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        done = CliRunner().invoke(main, ["serve", "--root", str(root), "--port", str(taken)])
    assert done.exit_code == 2
    assert f"port {taken} of 127.0.0.1 is taken; name another" in done.output
