"""Calls between processes: a process that calls itself, directly or through others, never ends."""

from collections.abc import Iterator, Mapping

from app.engine.model import Problem
from app.errors import say


def call_problems(calls: Mapping[str, set[str]]) -> Iterator[Problem]:
    """Each process that can call itself."""
    for name in calls:
        if name in _reached(name, calls):
            message = say("%(name)s calls itself, directly or through others. It would never end.", name=name)
            yield Problem(name, "call-cycle", "error", message)


def _reached(name: str, calls: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(calls.get(name, ()))
    while waiting:
        called = waiting.pop()
        if called not in seen:
            seen.add(called)
            waiting.extend(calls.get(called, ()))
    return seen
