"""A duplicate leads to the anomaly that is kept, and has a page of its own as soon as it is none."""

from pathlib import Path

from roots import built, changed, files_of
from site_html import LEADS_ON

SAME = "duplicate_of: ANO-0001\n"
DUPLICATE, KEPT = "anomalies/ANO-0003.html", "anomalies/ANO-0001.html"
SEEN = "One message of two is missing."


def test_it_follows_every_edit_of_either(root: Path, tmp_path: Path) -> None:
    """(leads on, the page that is kept says what was seen) after each edit; as if all were made anew."""

    def site() -> tuple[bool, bool]:
        built(root, tmp_path / "site")
        files = files_of(tmp_path / "site")
        alone = tmp_path / f"alone-{len(list(tmp_path.iterdir()))}"
        built(root, alone)
        assert files == files_of(alone)
        for below in ("", "fr/"):
            told = below + DUPLICATE in files["sitemap.xml"].decode()
            assert told is (LEADS_ON.encode() not in files.get(below + DUPLICATE, LEADS_ON.encode()))
        return LEADS_ON.encode() in files.get(DUPLICATE, b""), SEEN in files[KEPT].decode()

    assert site() == (True, True)
    changed(root, "anomalies_db/ANO-0003.yaml", SAME, "")
    assert site() == (False, False)
    changed(root, "anomalies_db/ANO-0003.yaml", "published:", f"{SAME}published:")
    assert site() == (True, True)
    changed(root, "anomalies_db/ANO-0003.yaml", SAME, f"{SAME}audience: customers\n")
    assert site() == (False, False)
    changed(root, "anomalies_db/ANO-0003.yaml", "audience: customers\n", "")
    assert site() == (True, True)
    changed(root, "anomalies_db/ANO-0003.yaml", SEEN, "Every second message is missing.")
    assert site() == (True, False)
