import socket

import pytest
from preview.asking import ask
from preview.small_root import BAD_FAQ

from knownbase.preview import server
from knownbase.preview.server import CannotListen, listening


@pytest.fixture
def address(session):
    """A site that stands still."""
    session.rebuild()
    with listening(session, "127.0.0.1", 0) as address:
        yield address


def tag(session, page="site"):
    return f'<script src="/_kb/overlay.js" data-revision="{session.state.revision}" data-page="{page}"></script></body>'


def test_a_page_gets_the_script_and_the_published_file_does_not(session, address):
    published = (session.place / "index.html").read_text("utf-8")
    assert "overlay.js" not in published
    answer = ask(address, "/?from=here")
    assert (answer.status, answer.body) == (200, published.replace("</body>", tag(session)))
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"


def test_other_files_come_as_they_are(session, address):
    answer = ask(address, "/manifest.json")
    assert (answer.status, answer.body) == (200, (session.place / "manifest.json").read_text("utf-8"))
    assert answer.headers["Content-Type"] == "application/json"


def test_head_tells_what_get_would_send(address):
    head, get = ask(address, "/faq/FAQ-0001.html", "HEAD"), ask(address, "/faq/FAQ-0001.html")
    assert (head.status, head.body) == (200, "")
    assert head.headers["Content-Length"] == get.headers["Content-Length"] == str(len(get.body.encode()))
    host, port = address.split("/")[2].split(":")
    with socket.create_connection((host, int(port)), timeout=10) as raw:
        raw.sendall(b"HEAD /faq/FAQ-0001.html HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert raw.makefile("rb").read().endswith(b"\r\n\r\n")
    assert ask(address, "/_kb/events", "HEAD").headers["Content-Type"] == "text/event-stream"
    assert ask(address, "/nothing", "HEAD").status == 404


def test_a_folder_without_a_slash_leads_to_its_index(address):
    answer = ask(address, "/fr?q=1")
    assert (answer.status, answer.headers["Location"]) == (301, "/fr/?q=1")
    assert ask(address, "//fr").headers["Location"] == "/fr/"
    assert "Accueil" in ask(address, "/fr/").body


def test_an_unknown_address_shows_the_sites_own_page_and_no_folder_is_listed(session, address):
    own = (session.place / "404.html").read_text("utf-8").replace("</body>", tag(session))
    for path in ("/nothing", "/faq/", "/faq/FAQ-0001.html/", "/%00", "/" + "x" * 300):
        answer = ask(address, path)
        assert (path, answer.status, answer.body) == (path, 404, own)
    (session.place / "404.html").unlink()
    answer = ask(address, "/nothing")
    assert (answer.status, "There is nothing at this address." in answer.body) == (404, True)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.html",
        "/faq/../../secret.html",
        "/%2e%2e/secret.html",
        "/..%2fsecret.html",
        "/..%5csecret.html",
        "/faq/../index.html",
        "/link.html",
        "http://127.0.0.1/../secret.html",
    ],
)
def test_nothing_outside_of_the_site_is_served(session, address, path):
    secret = session.place.parent / "secret.html"
    secret.write_text("secret")
    (session.place / "link.html").symlink_to(secret)
    answer = ask(address, path)
    assert (answer.status, "secret" in answer.body) == (404, False)


def test_an_absolute_path_is_one_of_the_site(session, address):
    assert ask(address, f"/%2F{session.place / 'index.html'}").status == 404


def test_before_the_first_good_build_every_address_tells_how_it_stands(root, session):
    (root / "faq/FAQ-0001.yaml").write_text(BAD_FAQ, "utf-8")
    with listening(session, "127.0.0.1", 0) as address:
        answer = ask(address, "/")
        assert (answer.status, "The first build is running" in answer.body) == (503, True)
        session.rebuild()
        answer = ask(address, "/faq/FAQ-0001.html")
        assert (answer.status, "faq/FAQ-0001.yaml:2:11 KB201" in answer.body) == (503, True)
        assert "There is no site yet." in answer.body
        assert answer.body.rstrip().endswith(tag(session, "own") + "\n</html>")


def test_what_stands_in_a_file_is_text_on_the_page_of_findings(root, session):
    (root / "faq/FAQ-0001.yaml").write_text(BAD_FAQ.replace("conection", "<img src=x>"), "utf-8")
    session.rebuild()
    with listening(session, "127.0.0.1", 0) as address:
        body = ask(address, "/_kb/report").body
    assert "<pre>category: <mark>&lt;img src=x&gt;</mark></pre>" in body
    assert "<img" not in body


def test_the_default_port_gives_way_and_a_named_one_does_not(session, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        monkeypatch.setattr(server, "FIRST_PORT", taken)
        with listening(session, "127.0.0.1", None) as address:
            assert int(address.split(":")[2].strip("/")) in range(taken + 1, taken + 20)
        with pytest.raises(CannotListen) as caught, listening(session, "127.0.0.1", taken):
            pass
    assert str(caught.value) == (
        f"port {taken} of 127.0.0.1 is taken; name another, or leave --port out to get the next free one"
    )
