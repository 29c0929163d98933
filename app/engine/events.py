"""Events as the house runs them: timers that are told the time, messages by name, the first of several events."""

from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import IntermediateCatchEvent
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    DurationTimerEventDefinition,
    TimeDateEventDefinition,
    TimerEventDefinition,
)
from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

FORETOLD = TaskState.FUTURE | TaskState.PREDICTED_MASK


class DueTimer(TimerEventDefinition):  # type: ignore[misc]
    """A timer that is told the time, and remembers the moment it is due in UTC."""

    def has_fired(self, task: Any) -> bool:
        workflow = task.workflow.top_workflow
        due = task._get_internal_data("event_value")
        if due is None:
            due = workflow.due(task, self.expression).isoformat()
            task._set_internal_data(event_value=due)
        if datetime.fromisoformat(due) <= workflow.now and not _another_came_first(task, due):
            task._set_internal_data(event_fired=True)
        return bool(task._get_internal_data("event_fired", False))


class EventGateway(BpmnSpecMixin):  # type: ignore[misc]
    """Waits at every event behind it at once; the first that happens takes the others away (BPMN 10.6.6).

    The library lets the gateway itself hold all the events: then two timers share one moment, and whoever
    delivers a message does not find the event that waits for it.
    """

    def _predict_hook(self, task: Any) -> None:
        # Nothing is foretold for sure: a circle of such gateways would be foretold without end.
        task._sync_children(self.outputs, state=TaskState.MAYBE)

    def _run_hook(self, task: Any) -> bool:
        task._sync_children(self.outputs, TaskState.FUTURE)
        for child in task.children:
            child.task_spec._predict(child, mask=FORETOLD)
        return True


class CatchEvent(IntermediateCatchEvent):  # type: ignore[misc]
    """An event that waits; behind an event gateway it ends the waiting of the others when it happens."""

    def catch(self, task: Any, event: Any) -> None:
        if not task._state & TaskState.FINISHED_MASK:  # two may wait for one message behind one gateway
            super().catch(task, event)

    def _update_hook(self, task: Any) -> bool:
        if task._state & TaskState.FINISHED_MASK:
            return False  # taken away by another event in the same pass
        return bool(super()._update_hook(task))

    def _on_ready_hook(self, task: Any) -> None:
        super()._on_ready_hook(task)
        for other in _others(task):
            if not other._state & TaskState.FINISHED_MASK:
                other.cancel()


def plain(task_spec: Any) -> None:
    """Give a task spec of the library our own timer, or a message that is known by its name alone.

    What a drawing says of correlation and payloads is not looked at: a message is delivered to one case.
    """
    definition = getattr(task_spec, "event_definition", None)
    if isinstance(definition, DurationTimerEventDefinition | TimeDateEventDefinition):
        task_spec.event_definition = DueTimer(definition.name, definition.expression)
    elif isinstance(definition, MessageEventDefinition):
        task_spec.event_definition = MessageEventDefinition(definition.name)


def message_of(task_spec: Any) -> str | None:
    """The name of the message a task spec waits for."""
    definition = getattr(task_spec, "event_definition", None)
    return str(definition.name) if isinstance(definition, MessageEventDefinition) else None


def _others(task: Any) -> list[Any]:
    parent = task.parent
    if not isinstance(parent.task_spec, EventGateway):
        return []
    return [child for child in parent.children if child is not task]


def _another_came_first(task: Any, due: str) -> bool:
    """Whether another timer behind the same gateway was due earlier: what was missed happens in its order."""
    moments = [other._get_internal_data("event_value") for other in _others(task)]
    return any(moment is not None and moment < due for moment in moments)
