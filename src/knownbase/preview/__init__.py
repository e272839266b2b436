"""The live preview: a site in a temporary folder, built again after each change.

    watch ── what changed ──► session: build() ──► state: good or bad ──┬─► console   one line, the findings
                                 │                                      └─► server ─► browser: reload or overlay
                                 └─► temporary folder: the last good site ─► server

Nothing of it is in a published tree: the script that follows the preview is added to a page while it
is sent. Changes of Python code need a new start.
"""
