"""The program with some of its outputs left out: `without.py MODULE,MODULE build --root …`.

A MODULE is named below knownbase.outputs: `feeds`, `api`. One that makes nothing is an error: it has moved.
"""

import sys
from collections.abc import Sequence
from typing import Any

BASE = "knownbase.outputs."


def module_of(output: Any) -> str:
    """Where what makes an output is written: it is a function, or has one."""
    make = getattr(output, "make", output)
    module: str = getattr(make, "func", make).__module__
    return module


def left_out(outputs: tuple[Any, ...], names: Sequence[str]) -> tuple[tuple[Any, ...], set[str]]:
    """The outputs that none of the modules makes, and the modules that make one of the others."""
    makers = [
        next((name for name in names if f"{module_of(one)}.".startswith(f"{BASE}{name}.")), None)
        for one in outputs
    ]
    kept = tuple(one for one, maker in zip(outputs, makers, strict=True) if maker is None)
    return kept, {maker for maker in makers if maker is not None}


def main() -> None:
    names = [name for name in sys.argv.pop(1).split(",") if name]
    # Before anything takes its list from there.
    from knownbase.outputs import all as every

    met: set[str] = set()
    for attribute in ("OUTPUTS", "ENTRY_FILES"):
        kept, by = left_out(getattr(every, attribute), names)
        setattr(every, attribute, kept)
        met |= by
    if missing := set(names) - met:
        raise SystemExit(f"no output is made by {', '.join(sorted(missing))}: this benchmark has to follow")
    from knownbase.cli import run

    run()


if __name__ == "__main__":
    main()
