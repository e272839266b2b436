"""Whose eyes an entry, and a site, is for."""

from typing import Literal

Audience = Literal["public", "customers"]
