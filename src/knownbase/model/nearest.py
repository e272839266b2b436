"""The value that the editor probably meant."""

from collections.abc import Iterable


def nearest(value: str, choices: Iterable[str]) -> str | None:
    """The choice closest to `value`, upper and lower case alike; None when nothing is close."""
    import difflib  # where somebody has made a mistake, and nowhere else

    by_folded = {choice.casefold(): choice for choice in sorted(choices, reverse=True)}
    found = difflib.get_close_matches(value.casefold(), sorted(by_folded), n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def did_you_mean(value: str, choices: Iterable[str], otherwise: str = "") -> tuple[str, str | None]:
    """The remedy's words and the replacement: `did you mean X?`, or else the list of choices."""
    known = list(choices)
    near = nearest(value, known)
    if near is not None:
        return f"did you mean {near}?", near
    if otherwise:
        return otherwise, None
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return (f"known: {shown}" if known else "none is defined yet"), None
