"""Timers: one time each, and one that is there whatever the declared variables hold."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice, product
from typing import Any

from app import feel
from app.engine import drawing
from app.engine.checks.expressions import TYPES, expression_problems_of, timers
from app.engine.durations import TimeInvalid, is_literal, moment
from app.engine.model import Problem, Variable
from app.errors import Message, say

SOME_TIME = datetime(2026, 1, 1, tzinfo=UTC)
MAX_TRIED = 200
LIKE_A_DURATION = re.compile(r"\s*PT?[-+.,\d]", re.IGNORECASE)
WAITING = ("intermediateCatchEvent", "boundaryEvent")


def timer_problems(process: Any, declared: Mapping[str, Variable]) -> Iterator[Problem]:
    """Every timer that repeats, has no time, or has none for some values of the variables it uses."""
    for timer in timers(process):
        owner = timer.getparent().getparent()
        if drawing.tag(owner) in WAITING and not drawing.in_event_subprocess(owner):
            yield from _timer(owner.get("id"), timer, declared)


def _timer(element: str, timer: Any, declared: Mapping[str, Variable]) -> Iterator[Problem]:
    text = (timer.text or "").strip()
    if drawing.tag(timer) == "timeCycle":
        message = say("Repeating timers are not supported. Use a duration in a loop that passes a step.")
        yield Problem(element, "cycle-timer", "error", message)
    elif not text:
        yield Problem(element, "timer-without-time", "error", say("This timer has no time. Give it one."))
    elif is_literal(text):
        return
    elif LIKE_A_DURATION.match(text):
        yield Problem(element, "bad-duration", "error", _no_duration(text))
    else:
        found = list(expression_problems_of(element, text, declared))
        yield from found
        if all(problem.severity != "error" for problem in found):
            yield from _without_time(element, text, declared)


def _without_time(element: str, text: str, declared: Mapping[str, Variable]) -> Iterator[Problem]:
    compiled = feel.compile_expression(text, {n: TYPES.get(v.type, "any") for n, v in declared.items()})
    used = [declared[name] for name in sorted(compiled.names & declared.keys())]
    empty = next((variable.name for variable in used if variable.initial is None), None)
    for values in islice(product(*(_possible(variable) for variable in used)), MAX_TRIED):
        known = {variable.name: value for variable, value in zip(used, values, strict=True)}
        if not _gives_time(compiled, known):
            yield _never(element, text, known)
            return
    if empty is not None:
        message = say("The timer uses %(name)s, which begins without a value. Give it one.", name=empty)
        yield Problem(element, "timer-maybe-without-time", "warning", message)


def _possible(variable: Variable) -> list[object]:
    """What a variable can hold as far as the drawing says; nothing where it says nothing of a text."""
    listed: list[object] = [True, False] if variable.type == "boolean" else list(variable.values)
    if variable.initial is not None:
        listed.insert(0, variable.initial)
    return listed or ([1] if variable.type == "number" else [])


def _gives_time(compiled: feel.Expression, known: Mapping[str, object]) -> bool:
    try:
        moment(feel.evaluate(compiled, known, now=SOME_TIME), SOME_TIME)
    except (TimeInvalid, feel.FeelLimit):
        return False
    return True


def _no_duration(text: str) -> Message:
    return say("%(text)s is not a duration of whole numbers. Write for example P3D or PT4H.", text=text[:60])


def _never(element: str, text: str, known: Mapping[str, object]) -> Problem:
    if not known:
        return Problem(element, "bad-duration", "error", _no_duration(text))
    message = say(
        "The timer %(text)s gives no time where %(values)s. It needs a duration, or a moment with its zone.",
        text=text[:60],
        values=", ".join(f"{name} = {value}" for name, value in known.items())[:100],
    )
    return Problem(element, "timer-without-time", "error", message)
