"""Plain data → a model, or every problem in it at once.

A file with a wrong field still yields a draft where it can: the wrong value is taken out or, when the
model needs it, replaced by the blank of its type, so that the rules can go on and name what else is
wrong. A draft is never published.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knownbase.model.finding import FieldPath, Problem
from knownbase.model.nearest import did_you_mean
from knownbase.model.scalar import Blank

# A wrong or missing value of these fields of an entry is a fault of the tag, whatever form it takes.
RULE_OF_TAG = {
    "category": "KB201",
    "kind": "KB201",
    "product": "KB202",
    "applies_to": "KB202",
    "affects": "KB202",
    "os": "KB203",
}

M = TypeVar("M", bound=BaseModel)


def validate(
    model: type[M], data: Any, path: str, rule_of: Mapping[str, str]
) -> tuple[M | None, list[Problem]]:
    """The model of `data` and its problems; no model when the data cannot be mended.

    `rule_of` names the rules of fields that have one of their own.
    """
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        wrong = error.errors(include_url=False)
    problems = [_problem(model, data, path, rule_of, details) for details in wrong]
    try:
        return model.model_validate(_mended(model, data, [problem.at for problem in problems])), problems
    except ValidationError:
        return None, problems


def _problem(
    model: type[BaseModel], data: Any, path: str, rule_of: Mapping[str, str], details: ErrorDetails
) -> Problem:
    at, key = _field(data, details)
    names = [step for step in at if isinstance(step, str)]
    name = names[-1] if names else "the file"
    shown = f"`{name}`" if names else name
    if at and isinstance(at[-1], int):
        shown += f" item {at[-1] + 1}"
    rule = rule_of.get(name)
    given, context = details["input"], details.get("ctx", {})
    match details["type"]:
        case "missing":
            return Problem(path, rule or "KB107", f"{shown} is missing", f"add `{name}: …`", at)
        case "extra_forbidden":
            remedy, near = did_you_mean(name, _fields(_model_at(model, at[:-1])))
            return Problem(path, "KB106", f'unknown key "{name}"', remedy, at, key=True, replacement=near)
        case _ if given == "":
            optional = ", or take the key out" if at and not _is_required(model, at) else ""
            return Problem(path, rule or "KB108", f"{shown} is empty", f"write its value{optional}", at)
        case "knownbase":
            subject = shown if context["value"] is None else f'"{context["value"]}"'
            says, remedy, near = f"{subject} {context['says']}", context["remedy"], context["replacement"]
        case "literal_error" if isinstance(given, str):
            remedy, near = did_you_mean(given, _choices(model, at))
            says = f'"{given}" is not a value of {shown}'
        case kind:
            (says, remedy), near = _SHAPES.get(kind, (f"is not accepted: {details['msg']}", "compare")), None
            says = f"{shown} {says}"
    return Problem(path, rule or "KB108", says, remedy, at, key, replacement=near)


_SHAPES = {
    "model_type": ("must be a mapping", "write `key: value` lines below it, indented"),
    "dict_type": ("must be a mapping", "write `key: value` lines below it, indented"),
    "tuple_type": ("must be a list", "write `- item` lines below it, or `[item, item]`"),
    "string_type": ("must be one text", "write one value, not a list or a mapping"),
    "literal_error": ("must be one word", "write one value, not a list or a mapping"),
}


def _field(data: Any, details: ErrorDetails) -> tuple[FieldPath, bool]:
    """The way through the data: pydantic's `loc` without the names of union members.

    The second value tells whether the key itself is meant (`[key]` at the end of a `loc`).
    """
    way: list[str | int] = []
    here = data
    steps = details["loc"]
    for n, step in enumerate(steps):
        last = n == len(steps) - 1
        if (isinstance(here, list) and isinstance(step, int)) or (isinstance(here, Mapping) and step in here):
            here = here[step]  # type: ignore[index]
        elif not (last and isinstance(here, Mapping) and details["type"] == "missing"):
            continue
        way.append(step)
    return tuple(way), steps[-1:] == ("[key]",)


def _mended(model: type[BaseModel], data: Any, wrong: Iterable[FieldPath]) -> Any:
    """A copy of `data` without the wrong values, or with blanks where something must stand."""
    mended = deepcopy(data)
    for at in wrong:
        if not at:
            return mended
        parent: Any = mended
        for step in at[:-1]:
            parent = parent[step]
        must_stand = isinstance(parent, list) or _is_required(model, at)
        if must_stand:
            parent[at[-1]] = _blank(_types_at(model, at))
        else:
            parent.pop(at[-1], None)
    return mended


def _blank(types: Iterable[Any]) -> Any:
    """The plainest data that one of the types accepts."""
    for one in types:
        if isinstance(one, Blank):
            return one.value
    one = next(iter(types))
    if get_origin(one) is Literal:
        return get_args(one)[0]
    if get_origin(one) is tuple:
        return []
    if _is_model(one):
        return {name: _blank(_parts(hint)) for name, (hint, required) in _fields(one).items() if required}
    return "-"


def _types_at(model: type[BaseModel], at: FieldPath) -> list[Any]:
    """What the field at `at` may hold: classes, containers and blanks."""
    here: list[Any] = [model]
    for step in at:
        below: list[Any] = []
        for one in here:
            if get_origin(one) in (tuple, dict):
                arguments = get_args(one)
                below += _parts(arguments[1] if get_origin(one) is dict else arguments[0])
            elif _is_model(one) and step in _fields(one):
                below += _parts(_fields(one)[str(step)][0])
        here = below
    return here


def _parts(hint: Any) -> list[Any]:
    """The classes, containers and blanks inside Annotated and unions."""
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        return [mark for mark in marks if isinstance(mark, Blank)] + _parts(inner)
    if get_origin(hint) in (Union, UnionType):
        return [part for one in get_args(hint) for part in _parts(one)]
    return [] if hint is NoneType else [hint]


def _is_model(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, BaseModel)


def _model_at(model: type[BaseModel], at: FieldPath) -> type[BaseModel]:
    found: type[BaseModel] = next(one for one in _types_at(model, at) if _is_model(one))
    return found


def _is_required(model: type[BaseModel], at: FieldPath) -> bool:
    """Whether the parent of the field at `at` cannot be without it."""
    parents = [one for one in _types_at(model, at[:-1]) if _is_model(one)]
    return any(_fields(one)[str(at[-1])][1] for one in parents if at[-1] in _fields(one))


def _choices(model: type[BaseModel], at: FieldPath) -> list[str]:
    return [value for one in _types_at(model, at) if get_origin(one) is Literal for value in get_args(one)]


@lru_cache(maxsize=64)
def _fields(model: type[BaseModel]) -> dict[str, tuple[Any, bool]]:
    """Key in the file → its type, and whether it is required."""
    hints = get_type_hints(model, include_extras=True)
    return {
        info.alias or name: (hints[name], info.is_required()) for name, info in model.model_fields.items()
    }
