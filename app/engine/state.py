"""A running instance as bytes: tokens only, parents first, data as differences; the specification is not in it.

The first byte names the format, so that a later release can still read what an earlier one wrote. Task specs
are named, not counted: names come from the drawing and survive a new version of the library. A task without
data of its own stores nothing of it; ids are 16 bytes in base 64.
"""

from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID

import orjson
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.deep_merge import DeepMerge
from SpiffWorkflow.util.task import TaskState

FORMAT = b"\x01"


class StateUnknown(Exception):
    """The bytes were written by a release this one does not know, or are no state at all."""


def encode(workflow: Any) -> bytes:
    """The state of an instance and its open sub-processes."""
    nested = sorted(workflow.subprocesses.items(), key=lambda item: item[1].depth)
    whole = {"t": _level(workflow), "s": [[_short(i), p.spec.name, _level(p)] for i, p in nested]}
    return FORMAT + orjson.dumps(whole)


def encode_alone(workflow: Any, process: Any) -> bytes:
    """The state of one called process with everything it calls, as if nobody had called it."""
    levels, inside = [process], {}
    while levels:
        level = levels.pop()
        for task_id, called in workflow.subprocesses.items():
            if task_id in level.tasks and not called.completed:
                inside[task_id] = called
                levels.append(called)
    nested = sorted(inside.items(), key=lambda item: item[1].depth)
    whole = {"t": _level(process), "s": [[_short(i), p.spec.name, _level(p)] for i, p in nested]}
    return FORMAT + orjson.dumps(whole)


def _level(workflow: Any) -> dict[str, Any]:
    level: dict[str, Any] = {"r": _rows(workflow)}
    if workflow.data:
        level["d"] = workflow.data
    if workflow.completed:
        level["c"] = True
    if workflow.last_task is not None:
        level["l"] = _short(workflow.last_task.id)
    return level


def _rows(workflow: Any) -> list[list[Any]]:
    tasks = workflow.tasks
    place: dict[Any, int] = {}
    rows: list[list[Any]] = []
    waiting = [workflow.task_tree.id]
    while waiting:
        task_id = waiting.pop()
        task = tasks[task_id]
        place[task_id] = len(rows)
        row = [
            _short(task_id),
            place.get(task._parent, -1),
            task._state,
            task.task_spec.name,
            round(task.last_state_change, 3),
            *_difference(task, tasks.get(task._parent)),
            task.internal_data or 0,
            int(task.triggered),
        ]
        while row[-1] == 0:
            row.pop()
        rows.append(row)
        waiting.extend(reversed(task._children))
    return rows


def _difference(task: Any, parent: Any) -> tuple[Any, Any]:
    """What the task's data have more than its parent's, and the names they have less; 0 is nothing, 1 no data."""
    if parent is None:
        return task.data or 0, 0
    if not task.data:
        return (1 if parent.data else 0), 0
    more = {k: v for k, v in task.data.items() if k not in parent.data or not _same(parent.data[k], v)}
    less = [k for k in parent.data if k not in task.data]
    return more or 0, less or 0


def _same(one: object, other: object) -> bool:
    """Equal and of one type: 1 and true are not the same answer."""
    return type(one) is type(other) and one == other


def decode(state: bytes, workflow: Any) -> Any:
    """Put a stored state into a fresh instance of its specification; raises StateUnknown."""
    whole = _whole(state)
    _restore(workflow, whole["t"])
    for short, name, level in whole["s"]:
        parent_id = _long(short)
        process = BpmnSubWorkflow(workflow.subprocess_specs[name], parent_id, workflow, deserializing=True)
        _restore(process, level)
        workflow.subprocesses[parent_id] = process
        caller = workflow.get_task_from_id(parent_id)
        process.completed_event.connect(caller.task_spec._on_subworkflow_completed, caller)
    return workflow


def waiting(state: bytes) -> frozenset[str]:
    """The ids of the user tasks that wait in a stored state; none in that of a case that has not begun.

    A stored token that is ready is always a user task: whatever runs by itself has run before it was stored.
    """
    if not state:
        return frozenset()
    whole = _whole(state)
    levels = [whole["t"], *(level for _, _, level in whole["s"])]
    rows = (row for level in levels if not level.get("c") for row in level["r"])
    return frozenset(_long(row[0]).hex for row in rows if row[2] == TaskState.READY)


def _whole(state: bytes) -> dict[str, Any]:
    if state[:1] != FORMAT:
        raise StateUnknown
    whole: dict[str, Any] = orjson.loads(state[1:])
    return whole


def _restore(workflow: Any, level: dict[str, Any]) -> None:
    made: list[Any] = []
    for row in level["r"]:
        made.append(_task(workflow, made, row + [0] * (9 - len(row))))
    workflow.task_tree = made[0]
    workflow.data = level.get("d", {})
    workflow.completed = level.get("c", False)
    workflow.success = True
    workflow.last_task = workflow.tasks.get(_long(level["l"])) if "l" in level else None


def _task(workflow: Any, made: list[Any], row: list[Any]) -> Any:
    short, place, state, name, changed, more, less, internal, triggered = row
    task = Task.__new__(Task)
    task.id, task.workflow, task._children, task._state = _long(short), workflow, [], state
    task.triggered, task.thread_id = bool(triggered), 0
    task.task_spec = workflow.spec.task_specs[name]
    task.internal_data, task.last_state_change = internal or {}, changed
    parent = made[place] if place >= 0 else None
    task._parent = parent.id if parent is not None else None
    if parent is not None:
        parent._children.append(task.id)
    task.data = _data(parent, more, less)
    if state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
        workflow.top_workflow.event_manager.add_task(task)
    workflow.tasks[task.id] = task
    return task


def _data(parent: Any, more: Any, less: Any) -> dict[str, Any]:
    if more == 1:
        return {}
    data = DeepMerge.merge({}, parent.data) if parent is not None else {}
    if more:
        data.update(more)
    for name in less or ():
        data.pop(name, None)
    return data


def _short(task_id: UUID) -> str:
    return b64encode(task_id.bytes, b"-_")[:22].decode()


def _long(short: str) -> UUID:
    return UUID(bytes=b64decode(short + "==", b"-_"))
