"""The cellar: the only room that knows the BPMN library. Drawing and state in, Snapshot out; nothing is remembered."""

from app.engine.carrying import Running, called_by, running_calls
from app.engine.clocks import with_clocks
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
    "Running",
    "Snapshot",
    "Step",
    "TooManySteps",
    "Variable",
    "called_by",
    "calls",
    "check",
    "complete",
    "correlate",
    "current",
    "read",
    "running_calls",
    "send_back",
    "simulate",
    "skip",
    "start",
    "tick",
    "with_clocks",
]
