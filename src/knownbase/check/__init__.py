"""What content must hold to. One rule is one function; `rules.py` lists them all."""
