"""A case as a picture: which elements of each drawing are done, current, overdue or left out, and for whom."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson

from app.definitions.queries import Procedure
from app.models import OPEN, Progress, UserTask

RANK = ("done", "skipped", "returned", "waiting", "current", "overdue")
"""Of several states of one element, as in a loop, the last of these is shown."""


def states(
    procedure: Procedure,
    steps: Sequence[UserTask],
    progress: Iterable[Progress],
    positions: Iterable[tuple[str, str]],
    *,
    now: datetime,
) -> dict[str, Any]:
    """Nodes with state, unit, since and due, and the flows taken, for every drawing of a procedure.

    `positions` are the elements where tokens rest: a call, a timer or a join that waits is shown as waiting.
    """
    nodes: dict[tuple[str, str], dict[str, Any]] = {}
    flows: dict[str, list[str]] = {}
    for process, element in _passed(progress):
        if (process, element) in procedure.model.flows:
            flows.setdefault(process, []).append(element)
        else:
            nodes[process, element] = {"state": "done"}
    for place in positions:
        nodes[place] = {"state": "waiting"}
    for step in steps:
        _mark_step(procedure, nodes, step, now)
    return {
        process: {
            "nodes": {e: node for (p, e), node in nodes.items() if p == process},
            "flows": sorted(set(flows.get(process, ()))),
        }
        for process in procedure.model.processes
    }


def _passed(progress: Iterable[Progress]) -> Iterable[tuple[str, str]]:
    for act in progress:
        yield from map(tuple, orjson.loads(act.passed))


def _mark_step(
    procedure: Procedure, nodes: dict[tuple[str, str], dict[str, Any]], step: UserTask, now: datetime
) -> None:
    state = _state(step, now)
    if state is None:
        return
    place = (step.process_id, step.element_id)
    before = nodes.get(place)
    if before is None or RANK.index(state) >= RANK.index(before["state"]):
        nodes[place] = {"state": state, "unit": step.unit, "since": step.opened_at, "due": step.due_at}
    if step.state in OPEN and step.call_element:
        caller = (procedure.key, step.call_element)
        if nodes.get(caller, {}).get("state") != "overdue":
            nodes[caller] = {"state": state, "unit": step.unit, "since": step.opened_at, "due": step.due_at}


def _state(step: UserTask, now: datetime) -> str | None:
    if step.state in OPEN:
        return "overdue" if step.due_at and step.due_at < now else "current"
    return {"completed": "done", "skipped": "skipped", "returned": "returned"}.get(step.state)
