"""The list of use cases and views, found by their marks; schemas are made from their signatures when asked for.

A new use case appears in the catalogue and on the command line by being marked, without another line.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import desk
from desk.errors import DeskError

if TYPE_CHECKING:
    from pydantic import BaseModel

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Mark:
    """What the door needs to know of a function: its name, whether it changes anything, whether it shows a person.

    `unsaid` are arguments that the audit must not tell.
    """

    name: str
    changes: bool
    personal: bool = False
    any_clock: bool = False
    unsaid: frozenset[str] = frozenset()

    def told(self, args: dict[str, Any]) -> dict[str, Any]:
        """The arguments as the audit keeps them."""
        return {name: value for name, value in args.items() if name not in self.unsaid}


class Marked(Protocol):
    """A use case or view: session and context first, the rest keyword-only."""

    desk_mark: Mark

    def __call__(self, session: Any, ctx: Any, /, **args: Any) -> Any: ...


def _mark(function: F, **facts: Any) -> F:
    area = function.__module__.split(".")[1]
    function.desk_mark = Mark(f"{area}.{function.__name__.rstrip('_')}", **facts)  # type: ignore[attr-defined] # the mark is ours
    return function


def use_case(function: F) -> F:
    """Mark a function that changes the hall; `office.do` carries it out."""
    return _mark(function, changes=True)


def use_case_at_any_clock(function: F) -> F:
    """Mark a use case that is carried out even when the clock was set back."""
    return _mark(function, changes=True, any_clock=True)


def discreet_use_case(*unsaid: str) -> Callable[[F], F]:
    """Mark a use case of whose arguments the audit leaves these out."""
    return lambda function: _mark(function, changes=True, unsaid=frozenset(unsaid))


def view(function: F) -> F:
    """Mark a function that only reads; `office.see` answers it."""
    return _mark(function, changes=False)


def personal_view(function: F) -> F:
    """Mark a view of people's data: it answers only after the look is in the audit."""
    return _mark(function, changes=False, personal=True)


def marked(name: str) -> Marked:
    """The use case or view `name` ("tickets.issue"). Raises unknown_use_case."""
    area, _, verb = name.partition(".")
    if not (area.isidentifier() and verb.isidentifier()):
        raise DeskError("unknown_use_case", name=name)
    try:
        module = importlib.import_module(f"desk.{area}")
    except ModuleNotFoundError as error:
        if error.name != f"desk.{area}":
            raise
        raise DeskError("unknown_use_case", name=name) from None
    for attribute in (verb, f"{verb}_"):
        function = getattr(module, attribute, None)
        if getattr(getattr(function, "desk_mark", None), "name", None) == name:
            return cast("Marked", function)
    raise DeskError("unknown_use_case", name=name)


def everything() -> tuple[Marked, ...]:
    """Every use case and view of the program, by name."""
    found: dict[str, Marked] = {}
    for info in pkgutil.iter_modules(desk.__path__):
        for value in vars(importlib.import_module(f"desk.{info.name}")).values():
            mark = getattr(value, "desk_mark", None)
            if isinstance(mark, Mark):
                found[mark.name] = value
    return tuple(found[name] for name in sorted(found))


@cache
def arguments(function: Marked) -> "type[BaseModel]":
    """A pydantic model of the function's keyword-only parameters; unknown ones are refused."""
    from pydantic import ConfigDict, create_model

    parameters = inspect.signature(function, eval_str=True).parameters.values()
    fields: dict[str, Any] = {
        p.name: (p.annotation, ... if p.default is p.empty else p.default)
        for p in parameters
        if p.kind is p.KEYWORD_ONLY
    }
    return create_model(function.desk_mark.name, __config__=ConfigDict(extra="forbid"), **fields)


def checked(function: Marked, args: dict[str, Any]) -> dict[str, Any]:
    """`args` (JSON values or their texts) as the function takes them. Raises bad_argument with what is wrong."""
    from pydantic import ValidationError

    model = arguments(function)
    try:
        filled = model.model_validate(args)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise DeskError("bad_argument", problem=problems) from None
    found = {name: getattr(filled, name) for name in filled.model_fields_set}
    for name, value in found.items():
        if not storable(value):
            raise DeskError("bad_argument", problem=name)
    return found


def storable(value: Any) -> bool:
    """Whether both databases can keep it: text of whole characters without NUL, whole numbers of 32 bits."""
    match value:
        case str():
            return "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)
        case int():
            return -(2**31) <= value < 2**31
        case dict():
            return all(storable(key) and storable(item) for key, item in cast("dict[Any, Any]", value).items())
        case list() | tuple():
            return all(storable(item) for item in cast("list[Any]", value))
        case _:
            return True


def returned(function: Marked, value: Any) -> Any:
    """A result that was kept as JSON, made again as the function's read model."""
    from pydantic import TypeAdapter

    annotation = inspect.signature(function, eval_str=True).return_annotation
    return TypeAdapter(annotation).validate_python(value)


def topics(function: Marked) -> frozenset[str]:
    """The topics of the tables that the function's module works with: what it may change or show."""
    entities = (getattr(value, "__table__", None) for value in vars(inspect.getmodule(function)).values())
    return frozenset(str(table.info["topic"]) for table in entities if table is not None)
