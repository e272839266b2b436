"""The program with some of its outputs left out: `without.py MODULE,MODULE build --root …`.

A MODULE is named below knownbase.outputs: `feeds`, `api`. One that makes nothing is an error: it has moved.

They are taken from the list of all outputs when the program imports it, no sooner: what it begins before that goes
on beside the import.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

BASE = "knownbase.outputs."
LIST = f"{BASE}all"


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


class Without(MetaPathFinder):
    """Finds the list of all outputs, and shortens it."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def find_spec(self, name: str, path: Sequence[str] | None, _target: Any = None) -> ModuleSpec | None:
        if name != LIST:
            return None
        spec = PathFinder.find_spec(name, path)
        assert spec is not None, f"there is no {LIST}: this benchmark has to follow"
        assert spec.loader is not None, "it is a file"
        whole = spec.loader.exec_module

        def shortened(module: ModuleType) -> None:
            whole(module)
            met: set[str] = set()
            for attribute in ("OUTPUTS", "ENTRY_FILES"):
                kept, by = left_out(getattr(module, attribute), self.names)
                setattr(module, attribute, kept)
                met |= by
            if missing := set(self.names) - met:
                raise SystemExit(
                    f"no output is made by {', '.join(sorted(missing))}: this benchmark has to follow"
                )

        spec.loader.exec_module = shortened  # type: ignore[method-assign]
        return spec


def main() -> None:
    sys.meta_path.insert(0, Without([name for name in sys.argv.pop(1).split(",") if name]))
    from knownbase.cli import run

    run()


if __name__ == "__main__":
    main()
