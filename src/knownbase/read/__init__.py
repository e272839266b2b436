"""From bytes to models or problems. The only importer of yaml, and the only reader of content files."""
