pytest_plugins = ["site_html", "chromium", "firefox", "http_site"]
