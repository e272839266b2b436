"""`python -m knownbase`: the command, where its program is not on the path."""

from knownbase.cli import run

run()
