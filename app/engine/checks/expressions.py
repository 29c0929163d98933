"""Conditions: FEEL over declared names."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app import feel
from app.engine import drawing
from app.engine.model import Problem, Variable
from app.engine.reading import TIMERS, bpmn
from app.errors import say

OTHER_LANGUAGE = re.compile(r"\s*[$#]\{")
TYPES = {"string": "string", "number": "number", "boolean": "boolean", "date": "string"}


def expressions_of(process: Any) -> Iterator[str]:
    """Every text of a process that the engine will evaluate."""
    for flow in drawing.sequence_flows(process):
        text = drawing.condition(flow)
        if text:
            yield text
    for timer in timers(process):
        if timer.text and timer.text.strip():
            yield timer.text.strip()


def timers(process: Any) -> Iterator[Any]:
    """Every time that a timer of a process names."""
    for name in TIMERS:
        yield from process.iter(bpmn(name))


def expression_problems(process: Any, declared: Mapping[str, Variable]) -> Iterator[Problem]:
    """Bad FEEL and unknown names in conditions, and variables that no condition could use."""
    for flow in drawing.sequence_flows(process):
        text = drawing.condition(flow)
        if text:
            yield from expression_problems_of(flow.get("id"), text, declared)
    for name, variable in declared.items():
        if not name.isidentifier() or variable.type not in TYPES:
            yield Problem(
                process.get("id"),
                "bad-variable",
                "error",
                say("The declared variable %(name)s needs a plain name and a known type.", name=name),
            )


def expression_problems_of(element: str, text: str, declared: Mapping[str, Variable]) -> Iterator[Problem]:
    """What is wrong or doubtful in one expression of an element."""
    if OTHER_LANGUAGE.match(text):
        message = say(
            "%(text)s is written for another engine. Compare declared variables, for example: amount > 100.",
            text=text[:60],
        )
        yield Problem(element, "bad-feel", "error", message)
        return
    types = {name: TYPES.get(variable.type, "any") for name, variable in declared.items()}
    try:
        compiled = feel.compile_expression(text, types)
    except feel.FeelInvalid as error:
        yield Problem(element, "bad-feel", "error", error.message)
        return
    for finding in feel.analyse(compiled, types):
        message = finding.message
        if finding.code == "unknown-name" and "name" in message.params:
            name = message.params["name"]
            message = say("%(name)s is not declared. Declare it as a variable of this process.", name=name)
        yield Problem(element, f"feel-{finding.code}", finding.severity, message)
