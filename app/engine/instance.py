"""The acts on a running instance: state in, Snapshot out, nothing remembered in between."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from app.engine import state as states
from app.engine.joins import ScopedParallelGateway, table
from app.engine.library import MAX_AUTOMATIC_STEPS, Running, TooManySteps
from app.engine.model import ProcessModel, Snapshot
from app.engine.pruning import prune
from app.engine.report import Report, open_tasks
from app.engine.scopes import assign, level_of
from app.errors import Conflict, Invalid, say

RESERVED = frozenset({"typename", "data_objects"})
BEGINNINGS = frozenset({"userTask", "manualTask", "callActivity"})
NOT_OPEN = say("This step is not open any more. Open the case to see how it stands.")


def start(
    model: ProcessModel, *, at: str | None = None, data: Mapping[str, Any] | None = None, now: datetime
) -> Snapshot:
    """Begin an instance, at its start event or with its token at a step or call of the top level.

    Raises Invalid where that would be unsound: a parallel join further on would wait for ever for the branches
    that were never begun. An inclusive join waits only for what can still come (BPMN 13.4.3), so it is no bar.
    """
    running = model.library.instance(now)
    assign(running, _checked(data or {}))
    report = Report(model, running, opened_before=frozenset())
    _settle(running, report)
    if at is not None:
        _begin_at(running, report, at)
    return report.snapshot()


def complete(
    model: ProcessModel, state: bytes, task_id: str, data: Mapping[str, Any], *, now: datetime
) -> Snapshot:
    """Complete a user task with the decision variables its form set; raises Conflict when it is not open."""
    new = _checked(data)

    def act(running: Running, report: Report) -> None:
        task = _open(running, task_id)
        assign(level_of(task), new)
        task.run()
        report.passed(task, entered=False)

    return _act(model, state, now, act)


def skip(model: ProcessModel, state: bytes, task_id: str, *, now: datetime) -> Snapshot:
    """End a user task as not obtained: its token goes on, decision variables stay as they are."""
    return complete(model, state, task_id, {}, now=now)


def send_back(model: ProcessModel, state: bytes, task_id: str, to: str, *, now: datetime) -> Snapshot:
    """Move the token of a user task back to an earlier one; raises Invalid where that would be unsound."""

    def act(running: Running, report: Report) -> None:
        task = _open(running, task_id)
        place = report.place(task)
        if to not in model.returns(*place):
            raise Invalid(say("The work cannot go back to this step from here."))
        _replace(task, to)

    return _act(model, state, now, act)


def correlate(
    model: ProcessModel, state: bytes, message: str, data: Mapping[str, Any], *, now: datetime
) -> Snapshot:
    """Deliver a message to whoever waits for it; raises Conflict when nobody does."""
    payload = _checked(data)

    def act(running: Running, report: Report) -> None:
        waiting = [
            task
            for task in running.event_manager.tasks.values()
            if isinstance(task.task_spec.event_definition, MessageEventDefinition)
            and task.task_spec.event_definition.name == message
        ]
        if not waiting:
            raise Conflict(say("Nothing in this case waits for this message."))
        for task in waiting:
            assign(level_of(task), payload)
        running.catch(BpmnEvent(waiting[0].task_spec.event_definition))

    return _act(model, state, now, act)


def tick(model: ProcessModel, state: bytes, *, now: datetime) -> Snapshot:
    """Fire every timer that is due at `now`; what was missed fires once."""
    return _act(model, state, now, lambda running, report: running.refresh_timers())


def current(model: ProcessModel, state: bytes, *, now: datetime) -> Snapshot:
    """How an instance stands, without doing anything to it."""
    running = states.decode(state, model.library.instance(now, stored=True))
    return Report(model, running, opened_before=frozenset()).snapshot(state)


def _act(
    model: ProcessModel, state: bytes, now: datetime, act: Callable[[Running, Report], None]
) -> Snapshot:
    running = states.decode(state, model.library.instance(now, stored=True))
    before = frozenset(task.id for task in open_tasks(running))
    report = Report(model, running, before)
    act(running, report)
    _settle(running, report)
    return report.snapshot()


def _settle(running: Running, report: Report) -> None:
    """Run everything that runs by itself, until only people, timers and messages are waited for."""

    def count(task: Any) -> None:
        report.passed(task, entered=True)
        if report.automatic > MAX_AUTOMATIC_STEPS:
            raise TooManySteps(
                say("The procedure runs in a circle in which nothing waits. Tell those who draw it.")
            )

    moving = True
    while moving:
        _run(lambda: running.do_engine_steps(did_complete_task=count))
        prune(running)
        moving = any(not task.task_spec.manual for task in _ready(running))


def _run(deed: Callable[[], None]) -> None:
    try:
        deed()
    except SpiffWorkflowException as error:
        cause = error.__cause__ or error.__context__
        if isinstance(cause, Conflict):
            raise cause from None
        raise Conflict(say("The procedure cannot go on here: %(why)s", why=str(error)[:200])) from error


def _ready(running: Running) -> list[Any]:
    levels = [running, *running.get_active_subprocesses()]
    return [task for level in levels for task in level.tasks.values() if task.state == TaskState.READY]


def _open(running: Running, task_id: str) -> Any:
    for task in open_tasks(running):
        if task.id.hex == task_id:
            return task
    raise Conflict(NOT_OPEN)


def _begin_at(running: Running, report: Report, element: str) -> None:
    waiting, step = open_tasks(running), report.model.steps.get((report.model.key, element))
    at_rest = step is not None and step.kind in BEGINNINGS and element in running.spec.task_specs
    in_a_branch = _must_be_joined(running.spec, element)
    if len(waiting) != 1 or waiting[0].workflow is not running or not at_rest or in_a_branch:
        raise Invalid(say("The procedure cannot begin at %(element)s.", element=element))
    report.forget()
    _replace(waiting[0], element)
    _settle(running, report)


def _must_be_joined(spec: Any, element: str) -> bool:
    joins = table(spec).needed.get(element, ())
    return any(isinstance(spec.task_specs[join], ScopedParallelGateway) for join in joins)


def _replace(task: Any, element: str) -> None:
    """Put a fresh task of another element in the place of an open one, in the same round of every join."""
    specs = task.workflow.spec.task_specs
    target = specs.get(f"{element}.BoundaryEventSplit") or specs[element]
    place = task.parent if isinstance(task.parent.task_spec, BoundaryEventSplit) else task
    above = place.parent
    _remove(place)
    fresh = above._add_child(target, TaskState.FUTURE)
    target._predict(fresh, mask=TaskState.NOT_FINISHED_MASK)
    target._update(fresh)


def _remove(task: Any) -> None:
    workflow = task.workflow
    for child in list(task.children):
        _remove(child)
    task.parent._children.remove(task.id)
    workflow.top_workflow.event_manager.tasks.pop(task.id, None)
    del workflow.tasks[task.id]


def _checked(data: Mapping[str, Any]) -> dict[str, Any]:
    """Decision variables are JSON primitives; anything else could not be restored or compared."""
    for name, value in data.items():
        if name in RESERVED:
            raise Invalid(say("The name %(name)s is reserved.", name=name))
        if not isinstance(value, str | bool | int | float | None):
            raise Invalid(say("The variable %(name)s is not a simple value.", name=name))
    return dict(data)
