"""What happened in one act, in the words of the drawing: elements and flows passed, steps open, timers due."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from app.engine import state as states
from app.engine.drawing import CALLER
from app.engine.library import Running
from app.engine.model import Call, OpenTask, Passed, Place, ProcessModel, Snapshot, Step
from app.engine.scopes import known

SPLIT, JOIN = ".BoundaryEventSplit", ".BoundaryEventJoin"


def open_tasks(running: Running) -> list[Any]:
    """The library's tasks that wait for a person, top level first."""
    levels = [running, *running.get_active_subprocesses()]
    return [
        task
        for level in levels
        for task in level.tasks.values()
        if task._state == TaskState.READY and task.task_spec.manual
    ]


class Report:
    """Follows one act and makes its Snapshot."""

    def __init__(self, model: ProcessModel, running: Running, opened_before: frozenset[Any]) -> None:
        self.model, self.running, self.before = model, running, opened_before
        self.forget()

    def forget(self) -> None:
        """Begin anew: what was passed until now does not count."""
        self.automatic = 0
        self._passed: list[Passed] = []
        self._statuses: list[str] = []
        self._outcome: str | None = None

    def passed(self, task: Any, *, entered: bool) -> None:
        """A task has finished; `entered` when its token also came to it in this act."""
        self.automatic += entered
        process_id = self.process_of(task.workflow)
        source = _source(task)
        step = self.model.steps.get((process_id, task.task_spec.bpmn_id or ""))
        if step is not None:
            self._passed.append(Passed(process_id, step.element_id))
            if entered and step.status:
                self._statuses.append(step.status)
            if step.kind == "endEvent" and task.workflow is self.running:
                self._outcome = step.element_id
        if source:
            self._passed.extend(self._flows_from(process_id, source, task))

    def _flows_from(self, process_id: str, source: str, task: Any) -> list[Passed]:
        taken = {_element(child.task_spec) for child in task.children if child._state >= TaskState.FUTURE}
        by_source = self.model.outgoing.get((process_id, source), ())
        return [Passed(process_id, flow) for flow, target in by_source if target in taken]

    def process_of(self, workflow: Any) -> str:
        """The process a level belongs to; an embedded sub-process belongs to the one it is drawn in."""
        name = str(workflow.spec.name)
        return name if name in self.model.process_names else self.model.owners[name]

    def place(self, task: Any) -> Place:
        """Where a task was drawn."""
        return self.process_of(task.workflow), str(task.task_spec.bpmn_id)

    def snapshot(self, state: bytes | None = None) -> Snapshot:
        """The answer of the engine; `state` when it is known to be unchanged."""
        running, waiting = self.running, open_tasks(self.running)
        opened = tuple(self._open(task) for task in waiting)
        for task, seen in zip(waiting, opened, strict=True):
            if task.id not in self.before and seen.step.status:
                self._statuses.append(seen.step.status)
        return Snapshot(
            state=state or states.encode(running),
            open=opened,
            passed=tuple(self._passed),
            positions=tuple(self._positions()),
            statuses=tuple(self._statuses),
            next_due=self._next_due(),
            ended=running.completed,
            outcome=self._outcome,
            data=known(running, running.declared[running.spec.name]),
        )

    def _open(self, task: Any) -> OpenTask:
        process_id, element_id = self.place(task)
        path = self._path(task)
        step = self.model.steps[process_id, element_id]
        callers = [self.model.steps[call.process_id, call.element_id] for call in reversed(path)]
        party = step.party
        if party == CALLER:
            party = next((c.party for c in callers if c.party not in (None, CALLER)), None)
        if step.answers:
            caller = next((c for c in callers if c.kind == "callActivity"), None)
            step = answering(step, caller) if caller else step
        return OpenTask(task.id.hex, process_id, element_id, step, party, path)

    def _path(self, task: Any) -> tuple[Call, ...]:
        calls: list[Call] = []
        level = task.workflow
        while level.parent_task_id is not None:
            caller = self.running.get_task_from_id(level.parent_task_id)
            process_id = self.process_of(caller.workflow)
            calls.append(Call(caller.id.hex, process_id, str(caller.task_spec.bpmn_id)))
            level = caller.workflow
        calls = [c for c in calls if self.model.steps[c.process_id, c.element_id].kind == "callActivity"]
        return tuple(reversed(calls))

    def _positions(self) -> list[Place]:
        levels = [self.running, *self.running.get_active_subprocesses()]
        live = TaskState.READY | TaskState.WAITING | TaskState.STARTED
        return [
            (self.process_of(level), str(task.task_spec.bpmn_id))
            for level in levels
            for task in level.tasks.values()
            if task._state & live and task.task_spec.bpmn_id
        ]

    def _next_due(self) -> datetime | None:
        due = [
            datetime.fromisoformat(task.internal_data["event_value"])
            for task in self.running.event_manager.tasks.values()
            if task._state == TaskState.WAITING and isinstance(task.internal_data.get("event_value"), str)
        ]
        return min(due, default=None)


def answering(step: Step, caller: Step) -> Step:
    """A step that answers for its caller takes the caller's words, form and clock."""
    return replace(
        step,
        name=caller.name,
        name_ar=caller.name_ar,
        stage=caller.stage or step.stage,
        form=caller.form or step.form,
        unit=caller.unit or step.unit,
        clock=caller.clock or step.clock,
        escalations=caller.escalations or step.escalations,
        sensitivity=caller.sensitivity or step.sensitivity,
    )


def _element(spec: Any) -> str:
    """The drawn element a task spec stands for, also for the library's own tasks around boundary events."""
    return str(spec.bpmn_id or spec.name.removesuffix(SPLIT))


def _source(task: Any) -> str | None:
    """The element whose outgoing flows a finished task decides; the library puts a join after boundary events."""
    name = task.task_spec.name
    if task.task_spec.bpmn_id:
        return str(task.task_spec.bpmn_id)
    if name.endswith(JOIN):
        element = str(name.removesuffix(JOIN))
        return element if task.parent and task.parent.task_spec.bpmn_id == element else None
    return None
