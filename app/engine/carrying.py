"""Calls that outlive their caller: each goes on as an instance of its own, at the tokens where it stands."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.engine import state as states
from app.engine.drawing import CALLER
from app.engine.model import Call, Place, ProcessModel, Step
from app.engine.report import Report, answering
from app.engine.scopes import known


@dataclass(frozen=True)
class Running:
    """One running call of the top level: where it was drawn, the process it runs, and its state by itself."""

    call: Call
    process_id: str
    state: bytes


def running_calls(model: ProcessModel, state: bytes, *, now: datetime) -> tuple[Running, ...]:
    """The outermost calls that run in an instance, each cut out with everything it has called itself.

    The variables that a called process shares with its caller go with it; task ids stay as they are, so that
    whoever has an open step can go on. The state is one of the called process, to be used with `called_by`.
    """
    whole = states.decode(state, model.library.instance(now, stored=True))
    report = Report(model, whole, opened_before=frozenset())
    found = []
    for task_id, process in whole.subprocesses.items():
        caller = whole.get_task_from_id(task_id)
        if not process.completed and _is_call(model, process) and not _within_a_call(model, caller.workflow):
            process_id, element_id = report.place(caller)
            process.data.update(known(process, whole.declared[process.spec.name]))
            call = Call(task_id.hex, process_id, element_id)
            found.append(Running(call, str(process.spec.name), states.encode_alone(whole, process)))
    return tuple(found)


def _is_call(model: ProcessModel, level: Any) -> bool:
    return level.spec.name in model.process_names


def _within_a_call(model: ProcessModel, level: Any) -> bool:
    while level.parent_task_id is not None:
        if _is_call(model, level):
            return True
        level = level.parent_workflow
    return False


def called_by(called: ProcessModel, caller: Step) -> ProcessModel:
    """A called process read by itself, with what its steps take from the call: party, words, form and clock."""
    steps: dict[Place, Step] = dict(called.steps)
    for place, step in called.steps.items():
        if place[0] == called.key:
            party = caller.party if step.party == CALLER else step.party
            steps[place] = replace(answering(step, caller) if step.answers else step, party=party)
    return replace(called, steps=steps)
