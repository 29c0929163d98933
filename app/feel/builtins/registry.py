"""How a built-in is declared, and how arguments find their parameters.

A declaration is one line of the FEEL manual: `substring(string: string, start position: number,
length?: number) -> string`. A `?` behind the name makes a parameter optional, a `?` behind the type lets
it be null, and `...` before the name collects all arguments, or the items of a single list.
An argument of the wrong type makes the result null; a list of one stands for its item and an item for a
list of one (DMN 1.3, 10.3.2.9.4).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.feel.bounds import Run
from app.feel.frames import Closure, Frame
from app.feel.values import DayTimeDuration, FunctionValue, YearMonthDuration, single

Body = Callable[..., object]

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "context": (dict,),
    "function": (FunctionValue,),
    "date": (date, datetime),
    "time": (time, datetime),
    "offset": (DayTimeDuration,),
    "duration": (YearMonthDuration, DayTimeDuration),
}
REFUSED = object()
DECLARATION = re.compile(r"([a-z ]+)\((.*)\) -> ([a-z ]+)")
PARAMETER = re.compile(r"(\.\.\.)?([A-Za-z0-9 ]+)(\?)?: ([a-z]+)(\?)?")


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    kind: str
    required: bool
    nullable: bool
    collects: bool


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    result: str
    body: Body

    @property
    def collects(self) -> bool:
        return any(parameter.collects for parameter in self.parameters)

    def places(self, count: int, labels: Sequence[str]) -> list[int] | None:
        """The parameter each argument goes to, or null if they do not fit."""
        names = [parameter.name for parameter in self.parameters]
        if labels:
            if len(set(labels)) < len(labels) or not set(labels) <= set(names):
                return None
            places = [names.index(label) for label in labels]
        else:
            if count > len(names) and not self.collects:
                return None
            places = [min(index, len(names) - 1) for index in range(count)]
        needed = {index for index, parameter in enumerate(self.parameters) if parameter.required}
        return places if needed <= set(places) else None


@dataclass(frozen=True, slots=True)
class Builtin:
    name: str
    overloads: list[Overload]
    pure: bool

    def overload_for(self, count: int, labels: Sequence[str]) -> tuple[Overload, list[int]] | None:
        """The first overload these arguments fit, with their places."""
        for overload in self.overloads:
            places = overload.places(count, labels)
            if places is not None:
                return overload, places
        return None

    def bind(self, arguments: list[Closure], labels: Sequence[str]) -> Closure:
        """The closure of one call; arguments that fit no overload make it null."""
        found = self.overload_for(len(arguments), labels)
        if found is None:
            return lambda frame: None
        overload, places = found
        if overload.collects and len(overload.parameters) == 1:
            return _collecting(overload, arguments)
        return _placing(overload, places, arguments)


BUILTINS: dict[str, Builtin] = {}


def builtin(declaration: str, *, pure: bool = True) -> Callable[[Body], Body]:
    """Register a function under its FEEL declaration; the body receives the run and the arguments."""
    found = DECLARATION.fullmatch(declaration)
    assert found is not None, declaration
    name, listed, result = found.groups()

    def register(body: Body) -> Body:
        parameters = tuple(_parameter(part) for part in listed.split(", ") if part)
        known = BUILTINS.setdefault(name, Builtin(name, [], pure))
        known.overloads.append(Overload(parameters, result, body))
        return body

    return register


def _parameter(declared: str) -> Parameter:
    found = PARAMETER.fullmatch(declared)
    assert found is not None, declared
    collects, name, optional, kind, nullable = found.groups()
    return Parameter(name, kind, not optional, bool(nullable), bool(collects))


def _placing(overload: Overload, places: list[int], arguments: list[Closure]) -> Closure:
    parameters, body = overload.parameters, overload.body
    slots = list(range(len(places))) if overload.collects else places
    last = max(slots, default=-1) + 1
    routes = [
        (slot, argument, parameters[place])
        for slot, place, argument in zip(slots, places, arguments, strict=True)
    ]

    def call(frame: Frame) -> object:
        run = frame.run
        run.spend(1)
        values: list[object] = [None] * last
        for slot, argument, parameter in routes:
            value = fitting(argument(frame), parameter, run)
            if value is REFUSED:
                return None
            values[slot] = value
        return body(run, *values)

    return call


def _collecting(overload: Overload, arguments: list[Closure]) -> Closure:
    (parameter,) = overload.parameters
    body = overload.body

    def call(frame: Frame) -> object:
        run = frame.run
        values = [argument(frame) for argument in arguments]
        first = values[0]
        items = first if len(values) == 1 and isinstance(first, list) else values
        run.spend(1 + len(items))
        fitted = [fitting(item, parameter, run) for item in items]
        return None if any(item is REFUSED for item in fitted) else body(run, fitted)

    return call


def fitting(value: object, parameter: Parameter, run: Run) -> object:
    """The value as this parameter takes it, or REFUSED."""
    kind = parameter.kind
    if kind == "any":
        return value
    if value is None:
        return None if parameter.nullable else REFUSED
    if kind == "list":
        items = value if isinstance(value, list) else [value]
        run.spend(len(items))
        return items
    value = single(value)
    if type(value) is bool and kind != "boolean":
        return REFUSED
    return value if isinstance(value, TYPES[kind]) else REFUSED
