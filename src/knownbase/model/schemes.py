"""URL schemes that a reader's browser may follow from an entry."""

SAFE_SCHEMES = ("https", "http", "mailto")
MAX_NESTING = 32
