"""Frozen values that every later stage works on. Nothing here reads a file."""
