"""Names that Windows keeps for devices: no file has one of them, whatever its ending.

https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
"""

_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def is_device(name: str) -> bool:
    """Whether a file of that name cannot be made there, or unpacked from a ZIP."""
    return name.partition(".")[0].lower() in _DEVICES
