"""The cellar: the only room that knows the BPMN library. Drawing and state in, Snapshot out; nothing is remembered."""

from app.engine.definition import calls, check, read
from app.engine.instance import complete, correlate, current, send_back, skip, start, tick
from app.engine.library import TooManySteps
from app.engine.model import (
    Call,
    Clock,
    DefinitionInvalid,
    Escalation,
    OpenTask,
    Passed,
    Problem,
    ProcessModel,
    Snapshot,
    Step,
    Variable,
)
from app.engine.simulation import Coverage, simulate
from app.errors import Message

__all__ = [
    "Call",
    "Clock",
    "Coverage",
    "DefinitionInvalid",
    "Escalation",
    "Message",
    "OpenTask",
    "Passed",
    "Problem",
    "ProcessModel",
    "Snapshot",
    "Step",
    "TooManySteps",
    "Variable",
    "calls",
    "check",
    "complete",
    "correlate",
    "current",
    "read",
    "send_back",
    "simulate",
    "skip",
    "start",
    "tick",
]
