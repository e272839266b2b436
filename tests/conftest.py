pytest_plugins = ["chromium", "http_site"]
