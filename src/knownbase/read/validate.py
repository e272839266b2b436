"""Plain data → a model, or every problem in it at once.

A file with a wrong field still yields an entry where it can: the wrong value is taken out (or, when
the model needs it, replaced by a blank), so that the checks can go on and name what else is wrong.
Nothing mended in this way is ever published, because its problems are errors.
"""

from collections.abc import Mapping
from copy import deepcopy
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knownbase.model.finding import FieldPath, Problem
from knownbase.model.nearest import did_you_mean

# A wrong or missing value of these fields is a fault of the tag, whatever form it takes.
_RULE_OF_FIELD = {
    "category": "KB201",
    "kind": "KB201",
    "product": "KB202",
    "applies_to": "KB202",
    "affects": "KB202",
    "os": "KB203",
}
_BLANKS: dict[str, Any] = {
    "id": "FAQ-0000",
    "published": "1970-01-01",
    "released": "1970-01-01",
    "date": "1970-01-01",
    "question": {"en": "-", "fr": "-"},
    "title": {"en": "-", "fr": "-"},
    "answer": {"en": "-", "fr": "-"},
    "symptom": {"en": "-", "fr": "-"},
    "summary": {"en": "-", "fr": "-"},
    "applies_to": "all",
    "affects": [{"product": "", "os": "all", "introduced": "unknown"}],
    "os": "all",
    "introduced": "unknown",
    "event": "updated",
    "kind": "patch",
}
_ROUNDS = 3

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], data: Any, path: str) -> tuple[M | None, list[Problem]]:
    """The model of `data` and its problems; no model when the data cannot be mended."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        first = error
    problems = [_problem(model, data, path, details) for details in first.errors(include_url=False)]
    mended = deepcopy(data)
    details = first.errors(include_url=False)
    for _ in range(_ROUNDS):
        if not isinstance(mended, dict):
            return None, problems
        for one in details:
            _mend(model, mended, _field(mended, one))
        try:
            return model.model_validate(mended), problems
        except ValidationError as error:
            details = error.errors(include_url=False)
    return None, problems


def _field(data: Any, details: ErrorDetails) -> FieldPath:
    """The way through the data: pydantic's `loc` without the names of union members."""
    way: list[str | int] = []
    here = data
    steps = list(details["loc"])
    for n, step in enumerate(steps):
        if (isinstance(here, list | tuple) and isinstance(step, int) and step < len(here)) or (isinstance(here, Mapping) and step in here):
            here = here[step]
        elif isinstance(here, Mapping) and n == len(steps) - 1 and details["type"] == "missing":
            here = None
        else:
            continue
        way.append(step)
    return tuple(way)


def _mend(model: type[BaseModel], data: dict[str, Any], at: FieldPath) -> None:
    """Takes the wrong value out, or blanks it when its parent cannot be without it."""
    if not at:
        return
    parent: Any = data
    for step in at[:-1]:
        try:
            parent = parent[step]
        except (KeyError, IndexError, TypeError):
            return
    last = at[-1]
    if isinstance(parent, list) and isinstance(last, int):
        # A blank keeps the numbers of the items behind it; its own problems are filtered out later.
        if last < len(parent):
            parent[last] = _blank_item(at)
    elif isinstance(parent, dict) and isinstance(last, str):
        required = _required(_model_at(model, at[:-1]))
        if last in required:
            parent[last] = deepcopy(_BLANKS.get(last, ""))
        else:
            parent.pop(last, None)


def _blank_item(at: FieldPath) -> Any:
    if "affects" in at or "applies_to" in at:
        return {"product": "", "os": "all", "introduced": "unknown"} if "affects" in at else {"product": "", "os": "all"}
    return {"related": "FAQ-0000", "timeline": {"date": "1970-01-01", "event": "updated"}}.get(str(at[-2]), "FAQ-0000")


def _problem(model: type[BaseModel], data: Any, path: str, details: ErrorDetails) -> Problem:
    at = _field(data, details)
    name = str(at[-1]) if at else "the file"
    kind, value = details["type"], details["input"]
    rule = _RULE_OF_FIELD.get(name, "KB108")
    shown = f"`{name}`"
    if kind == "missing":
        rule = _RULE_OF_FIELD.get(name, "KB107")
        return Problem(path, rule, f"{shown} is missing", f"add `{name}: …`", at[:-1])
    if kind == "extra_forbidden":
        remedy, near = did_you_mean(name, _names(_model_at(model, at[:-1])))
        return Problem(path, "KB106", f'unknown key "{name}"', remedy, at, key=True, replacement=near)
    if value == "":
        return Problem(path, rule, f"{shown} is empty", "write its value, or take the key out", at)
    if kind == "knownbase":
        context = details.get("ctx", {})
        return Problem(path, rule, f"{shown} {context['message']}" if not str(context["message"]).startswith('"') else f"{shown}: {context['message']}", context["remedy"], at)
    if kind == "literal_error" and isinstance(value, str):
        choices = [c.strip("'\" ") for c in str(details["ctx"]["expected"]).replace(" or ", ", ").split(", ")]
        remedy, near = did_you_mean(value, choices)
        return Problem(path, rule, f'{shown}: "{value}" is not one of {", ".join(choices)}', remedy, at, replacement=near)
    message, remedy = _SHAPES.get(kind, (f"is not accepted: {details['msg']}", "see the neighbouring entries"))
    return Problem(path, rule, f"{shown} {message}", remedy, at)


_SHAPES = {
    "model_type": ("must be a mapping", "write `key: value` lines below it, indented"),
    "model_attributes_type": ("must be a mapping", "write `key: value` lines below it, indented"),
    "dict_type": ("must be a mapping", "write `key: value` lines below it, indented"),
    "tuple_type": ("must be a list", "write `- item` lines below it, or `[item, item]`"),
    "string_type": ("must be one text", "write one value, not a list or a mapping"),
    "literal_error": ("must be one word", "write one value, not a list or a mapping"),
}


def _members(annotation: Any) -> list[Any]:
    """The classes and containers inside Annotated and unions."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _members(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [member for arg in get_args(annotation) for member in _members(arg)]
    return [] if annotation is NoneType else [annotation]


def _model_at(model: type[BaseModel], at: FieldPath) -> type[BaseModel] | None:
    """The model of the mapping at `at`; None where the mapping has free keys."""
    here: list[Any] = [model]
    for step in at:
        below: list[Any] = []
        for member in here:
            if get_origin(member) in (tuple, dict):
                arguments = get_args(member)
                below += _members(arguments[1] if get_origin(member) is dict else arguments[0])
            elif isinstance(member, type) and issubclass(member, BaseModel):
                below += [
                    inner
                    for name, info in member.model_fields.items()
                    if step == (info.alias or name)
                    for inner in _members(info.annotation)
                ]
        here = below
    models = [member for member in here if isinstance(member, type) and issubclass(member, BaseModel)]
    return models[0] if models else None


def _names(model: type[BaseModel] | None) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()] if model else []


def _required(model: type[BaseModel] | None) -> set[str]:
    if model is None:
        return set()
    return {info.alias or name for name, info in model.model_fields.items() if info.is_required()}
