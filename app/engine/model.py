"""What a drawing means to the house: steps with party, form and clock, declared variables, flows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from app.errors import Message, Refusal, say

Severity = Literal["error", "unbound", "warning"]
Place = tuple[str, str]
"""Process id and element id."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: error cannot run, unbound lacks form, lane or unit, warning may be meant."""

    element: str | None
    code: str
    severity: Severity
    message: Message


class DefinitionInvalid(Refusal):
    """A drawing that cannot run; `problems` names every guilty element."""

    status = 422

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(say("The drawing cannot run."))
        self.problems = problems


@dataclass(frozen=True)
class Clock:
    """How long a step may take: working days, or hours and minutes that run day and night (BRIEF 2.4)."""

    amount: int
    unit: Literal["workingDays", "hours", "minutes"]
    pausable: bool


@dataclass(frozen=True)
class Escalation:
    """Who is told when: `after` is a percentage of the clock or a number of working days past it."""

    after: str
    to: str


@dataclass(frozen=True)
class Step:
    """One flow node as it was drawn."""

    process_id: str
    element_id: str
    kind: str
    name: str
    name_ar: str
    lane: str | None = None
    party: str | None = None
    stage: str | None = None
    form: str | None = None
    role: str | None = None
    differs_from: str | None = None
    sensitivity: str | None = None
    clock: Clock | None = None
    escalations: tuple[Escalation, ...] = ()
    answers: bool = False
    skippable: bool = False
    unit: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class Variable:
    """A name that conditions may use; `values` are those it can take, where they were listed."""

    name: str
    type: str
    values: tuple[str, ...]
    initial: object


@dataclass(frozen=True)
class Name:
    """What a process is called in both languages."""

    name: str
    name_ar: str


@dataclass(frozen=True)
class ProcessModel:
    """One drawing with everything it calls, read once and shared by all its cases; it never changes.

    `library` is the specification of the engine underneath and stays inside the engine.
    """

    key: str
    name: str
    name_ar: str
    category: str | None
    reference: bool
    xml: bytes
    digest: str
    steps: Mapping[Place, Step]
    flows: Mapping[Place, tuple[str, str]]
    variables: Mapping[str, Variable]
    processes: tuple[str, ...]
    process_names: Mapping[str, Name]
    problems: tuple[Problem, ...]
    library: Any = field(repr=False, compare=False, default=None)
    back: Mapping[Place, tuple[str, ...]] = field(default_factory=dict, repr=False)
    outgoing: Mapping[Place, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False)
    owners: Mapping[str, str] = field(default_factory=dict, repr=False)

    def returns(self, process_id: str, element_id: str) -> tuple[str, ...]:
        """The earlier user tasks that work may go back to from a user task without touching other branches."""
        return self.back.get((process_id, element_id), ())

    def user_tasks(self) -> tuple[Place, ...]:
        """Every user task, those of called processes included."""
        return tuple(place for place, step in self.steps.items() if step.kind in ("userTask", "manualTask"))


@dataclass(frozen=True)
class Call:
    """A call activity or sub-process that is running: the engine's id of it and where it was drawn."""

    id: str
    process_id: str
    element_id: str


@dataclass(frozen=True)
class OpenTask:
    """A user task that waits, with everything its step takes from the calling activity filled in."""

    id: str
    process_id: str
    element_id: str
    step: Step
    party: str | None
    path: tuple[Call, ...]


@dataclass(frozen=True)
class Passed:
    """A flow node that finished, or a sequence flow that was taken."""

    process_id: str
    element_id: str


@dataclass(frozen=True)
class Snapshot:
    """The engine's answer to one act: the state to keep and what it means."""

    state: bytes
    open: tuple[OpenTask, ...]
    passed: tuple[Passed, ...]
    positions: tuple[Place, ...]
    statuses: tuple[str, ...]
    next_due: datetime | None
    ended: bool
    outcome: str | None
    data: dict[str, Any]
