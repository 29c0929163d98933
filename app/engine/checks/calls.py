"""Between processes: calls that come back to their caller, and one name declared in two ways."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.engine import drawing
from app.engine.model import Problem
from app.errors import say


def call_problems(calls: Mapping[str, set[str]]) -> Iterator[Problem]:
    """Each process that can call itself."""
    for name in calls:
        if name in _reached(name, calls):
            message = say(
                "%(name)s calls itself, directly or through others. It would never end.", name=name[:60]
            )
            yield Problem(name, "call-cycle", "error", message)


def variable_problems(processes: Iterable[Any]) -> Iterator[Problem]:
    """Names that caller and called declare with different types: they share one value."""
    types: dict[str, str] = {}
    for process in processes:
        for variable in drawing.variables(process):
            if types.setdefault(variable.name, variable.type) != variable.type:
                message = say(
                    "%(name)s is declared with another type in a procedure that calls this one. Use one type.",
                    name=variable.name[:60],
                )
                yield Problem(process.get("id"), "variable-types-differ", "error", message)


def _reached(name: str, calls: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(calls.get(name, ()))
    while waiting:
        called = waiting.pop()
        if called not in seen:
            seen.add(called)
            waiting.extend(calls.get(called, ()))
    return seen
