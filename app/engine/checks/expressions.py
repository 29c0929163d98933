"""Conditions and timers: FEEL over declared names, ISO 8601 durations and moments."""

from collections.abc import Iterator, Mapping
from typing import Any

from app import feel
from app.engine import drawing
from app.engine.durations import is_literal
from app.engine.model import Problem, Variable
from app.engine.reading import bpmn
from app.errors import say

TIMERS = ("timeDuration", "timeDate", "timeCycle")
TYPES = {"string": "string", "number": "number", "boolean": "boolean", "date": "string"}


def expressions_of(process: Any) -> Iterator[str]:
    """Every text of a process that the engine will evaluate."""
    for flow in drawing.sequence_flows(process):
        text = drawing.condition(flow)
        if text:
            yield text
    for timer in _timers(process):
        if timer.text and timer.text.strip():
            yield timer.text.strip()


def _timers(process: Any) -> Iterator[Any]:
    for name in TIMERS:
        yield from process.iter(bpmn(name))


def expression_problems(process: Any, declared: Mapping[str, Variable]) -> Iterator[Problem]:
    """Bad FEEL, unknown names, conditions that say nothing, timers without a time."""
    types = {name: TYPES.get(variable.type, "any") for name, variable in declared.items()}
    for flow in drawing.sequence_flows(process):
        text = drawing.condition(flow)
        if text:
            yield from _expression(flow.get("id"), text, types)
    for timer in _timers(process):
        yield from _timer(timer, types)
    for name, variable in declared.items():
        if not name.isidentifier() or variable.type not in TYPES:
            yield Problem(
                process.get("id"),
                "bad-variable",
                "error",
                say("The declared variable %(name)s needs a plain name and a known type.", name=name),
            )


def _expression(element: str, text: str, types: Mapping[str, str]) -> Iterator[Problem]:
    try:
        compiled = feel.compile_expression(text, types)
    except feel.FeelInvalid as error:
        yield Problem(element, "bad-feel", "error", error.message)
        return
    for finding in feel.analyse(compiled, types):
        yield Problem(element, f"feel-{finding.code}", finding.severity, finding.message)


def _timer(timer: Any, types: Mapping[str, str]) -> Iterator[Problem]:
    owner = timer.getparent().getparent()
    element = owner.get("id")
    text = (timer.text or "").strip()
    if drawing.tag(timer) == "timeCycle":
        message = say("Repeating timers are not supported. Use a duration in a loop that passes a step.")
        yield Problem(element, "cycle-timer", "error", message)
    elif not text:
        yield Problem(element, "timer-without-time", "error", say("This timer has no time. Give it one."))
    elif not is_literal(text):
        if text.upper().startswith("P") and not text.isidentifier():
            message = say("%(text)s is not a duration. Write for example P3D or PT4H.", text=text[:60])
            yield Problem(element, "bad-duration", "error", message)
        else:
            yield from _expression(element, text, types)
