"""A change of a file → the build, the terminal, the browser."""

import contextlib
import http.client
import json
import re
import signal
import tempfile
from pathlib import Path

import pytest
from accessibility import violations
from preview.asking import ask
from preview.small_root import BAD_FAQ, FAQ

from knownbase.preview.ending import until_asked


def event(stream):
    """The next message of the stream, without its revision."""
    for line in stream:
        if line.startswith(b"data: "):
            news = json.loads(line.removeprefix(b"data: "))
            return news["result"], news["headline"]
    raise AssertionError("the stream has ended")


def test_change_bad_file_broken_page_and_mended(preview):
    host = preview.address.split("/")[2]
    with contextlib.closing(http.client.HTTPConnection(host, timeout=10)) as connection:
        connection.request("GET", "/_kb/events")
        stream = connection.getresponse()
        good = "1 entry: category, product and OS valid"
        assert event(stream) == ("good", good)

        preview.write("docs/index.md", "# Changed\n")
        assert event(stream) == ("good", good)
        assert "# Changed" in ask(preview.address, "/").body

        preview.write("faq/FAQ-0001.yaml", BAD_FAQ)
        assert event(stream) == (
            "bad",
            "1 error, 0 warnings in 1 entry",
        )
        assert "# Changed" in ask(preview.address, "/").body
        report = ask(preview.address, "/_kb/report").body
        assert "<h1>1 error, 0 warnings in 1 entry</h1>" in report
        assert "<pre>category: <mark>conection</mark></pre>" in report
        assert '<pre class="paste">category: connection</pre>' in report

        preview.write("docs/index.md", "# broken <b>\n")  # the bad file goes first
        assert event(stream) == (
            "bad",
            "1 error, 0 warnings in 1 entry",
        )
        preview.write("faq/FAQ-0001.yaml", FAQ)
        assert event(stream) == ("bad", "the build broke off")
        assert "<pre>docs/index.md links to nowhere</pre>" in ask(preview.address, "/_kb/report").body
        preview.write("docs/index.md", "# Mended\n")
        assert event(stream) == ("good", good)
        assert "# Mended" in ask(preview.address, "/").body

    log = [re.sub(r"^\d\d:\d\d:\d\d  |(?<=in )\d+\.\d\d(?= s)", "", text) for text in preview.log]
    bad = (
        "1 error, 0 warnings in 1 entry; the last good site stays\n"
        'faq/FAQ-0001.yaml:2:11 KB201 "conection" is not a category of FAQs; did you mean connection?\n'
        "    category: conection\n              ^^^^^^^^^\n  paste:\n    category: connection\n"
    )
    done = re.search(r": (\d+ pages in  s)$", log[0])
    assert done is not None
    assert log == [
        f"first build: {done[1]}",
        f"docs/index.md changed: {done[1]}",
        f"faq/FAQ-0001.yaml changed: {bad}",
        f"docs/index.md changed: {bad}",
        "faq/FAQ-0001.yaml changed: the build broke off; the last good site stays\ndocs/index.md links to nowhere",
        f"docs/index.md changed: {done[1]}",
    ]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_and_everything_is_cleared_away(name):
    number = getattr(signal, name, None)
    if number is None:
        pytest.skip(f"no {name} here")
    before = signal.getsignal(number)
    with until_asked() as ending, tempfile.TemporaryDirectory() as folder:
        signal.raise_signal(number)
    assert ending.asked
    assert not Path(folder).exists()
    assert signal.getsignal(number) == before


def test_a_second_signal_does_not_break_off_the_clearing_away():
    cleared = []

    @contextlib.contextmanager
    def slow():
        try:
            yield
        finally:
            signal.raise_signal(signal.SIGINT)
            cleared.append(True)

    with until_asked(), slow():
        signal.raise_signal(signal.SIGINT)
    assert cleared == [True]


@pytest.mark.browser
def test_the_browser_follows(preview, pages):
    visit = pages()
    page = visit.page
    page.goto(preview.address)
    preview.write("docs/index.md", "# Changed\n")
    page.get_by_text("# Changed").wait_for()

    preview.write("faq/FAQ-0001.yaml", BAD_FAQ)
    overlay = page.get_by_role("region", name="Preview")
    report = page.frame_locator("iframe[title='What is wrong']")
    report.get_by_role("heading", name="faq/FAQ-0001.yaml:2:11 KB201").wait_for()
    page.get_by_role("button", name="Show the last good page").click()
    assert not overlay.is_visible()
    page.get_by_role("button", name="1 error, 0 warnings in 1 entry").click()
    assert overlay.is_visible()

    preview.write("faq/FAQ-0001.yaml", FAQ)
    overlay.wait_for(state="detached")
    assert page.get_by_text("# Changed").is_visible()
    assert visit.errors == []
    assert visit.foreign(preview.address.rstrip("/")) == []


@pytest.mark.browser
def test_the_findings_are_readable_in_light_and_in_dark(preview, pages):
    preview.write("faq/FAQ-0001.yaml", BAD_FAQ)
    page = pages(viewport=(390, 844)).page
    page.goto(preview.address)
    page.frame_locator("iframe").get_by_role("heading", level=1).wait_for()
    report = page.frames[1]
    grounds = set()
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)
        grounds.add(report.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert violations(page) + violations(report) == []
        assert report.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert grounds == {"rgb(255, 255, 255)", "rgb(20, 21, 22)"}
