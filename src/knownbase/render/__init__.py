"""Entries → pages: safe HTML bodies, hub lists, and the theme's page as their template."""
