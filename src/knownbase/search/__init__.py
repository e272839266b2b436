"""Text analysis and the index behind `knownbase search` and the findability rule."""
