pytest_plugins = ["site_html", "chromium", "http_site"]
