"""The same search in Firefox, from a folder, under the strict rule for file: URLs that its users have."""

import re

from firefox import Firefox

OF_FIREFOX = re.compile(r"https://[a-z-]+\.(?:cdn|services)\.mozilla\.(?:net|com)/")
"""What the browser asks for itself, whatever page is open: pictures of its own first page, settings."""

ENTER = "\ue007"
SETTLED = """async () => {
    for (let n = 0; n < 100; n++) {
        const box = document.querySelector("dialog.kb-search input");
        if (box?.dataset.answered === box?.value && document.querySelector("[role=option]")) break;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return [...document.querySelectorAll("dialog.kb-search [role=option]")].map((one) => one.textContent);
}"""
EXPLORED = """async () => {
    for (let n = 0; n < 100 && !document.querySelector(".kb-found tbody tr"); n++)
        await new Promise((resolve) => setTimeout(resolve, 50));
    return [...document.querySelectorAll(".kb-found tbody code")].map((one) => one.textContent);
}"""


def test_search_and_explorer_work_from_a_folder(firefox: Firefox, folder: str) -> None:
    firefox.open(f"{folder}/fr/index.html")
    firefox.press("/")
    firefox.press(*"port pare-feu")
    options = firefox.run(SETTLED)
    assert any("FAQ-0001" in one for one in options)
    firefox.press(ENTER)
    firefox.open(f"{folder}/anomalies/index.html?q=accents&product=ua-fi")
    assert "ANO-0006" in firefox.run(EXPLORED)
    assert firefox.logged == []
    asked = [url for url in firefox.requests if not url.startswith((folder, "about:", "data:"))]
    assert [url for url in asked if not OF_FIREFOX.match(url)] == []
    # Last, because it is logged: a browser that is driven must be no wider open than a reader's.
    strict = firefox.run(
        "() => fetch('../search/en/meta.js').then(() => 'a page may read other files', () => 'strict')"
    )
    assert strict == "strict"
