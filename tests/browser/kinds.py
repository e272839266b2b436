"""One page of every form that the shipped site has, below the root of a language."""

from chromium import Visit

KINDS = [
    "index.html",
    "faq/index.html",
    "faq/FAQ-0001.html",
    "faq/category-connection.html",
    "anomalies/index.html",
    "anomalies/affected.html",
    "anomalies/report.html",
    "anomalies/ANO-0005.html",  # fixed in two branches
    "anomalies/ANO-0008.html",  # withdrawn
    "anomalies/ANO-0012.html",  # category C, being analysed
    "downloads/index.html",
    "downloads/product-ua-fi.html",
    "downloads/PAT-0004.html",
    "downloads/PAT-0012.html",  # with a file
    "products/index.html",
    "products/ua-fi.html",
    "sheets/ua-fi.html",
    "codes/index.html",
    "codes/ndr-diagnostic.html",
    "codes/ndr-diagnostic-0.html",
    "guides/bind-fails.html",
    "guides/which-contract.html",
    "services/index.html",
    "services/anomaly-processing.html",
    "services/hotline.html",
    "services/api.html",
    "services/subscribe.html",
    "services/offline.html",
]


def assert_quiet(visit: Visit, origin: str) -> None:
    """No failed request, no error of a script, no request to another origin."""
    # The browser itself drops what it still loads (the icon) when the test leaves a page.
    failures = [one for one in visit.failures if not one.endswith("net::ERR_ABORTED")]
    assert (failures, visit.errors, visit.foreign(origin)) == ([], [], [])
    assert visit.requests
