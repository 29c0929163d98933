"""Timer events against the time of the call, and an event gateway that takes one way only."""

from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import EventBasedGateway
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition

DUE = "due"


class Timer(TimerEventDefinition):  # type: ignore[misc]
    """Waits until an instant that is computed once, when the token arrives, and never moves again.

    The library compares with the machine's clock and reads naive times in the zone the process was started in;
    here the time of the call decides, and everything is UTC.
    """

    def __init__(self, element: str, text: str) -> None:
        super().__init__(element, text)

    def has_fired(self, my_task: Any) -> bool:
        engine = my_task.workflow.script_engine
        if DUE not in my_task.internal_data:
            my_task.internal_data[DUE] = engine.due(my_task, self.expression).isoformat()
        if datetime.fromisoformat(my_task.internal_data[DUE]) <= engine.now:
            my_task.internal_data["event_fired"] = True
        return bool(my_task.internal_data.get("event_fired", False))


class OneWayGateway(EventBasedGateway):  # type: ignore[misc]
    """When a message arrives after the timer was due, the library sends a token down both ways."""

    def _run_hook(self, my_task: Any) -> bool:
        my_task.internal_data["seen_events"] = my_task.internal_data.get("seen_events", [])[:1]
        return bool(super()._run_hook(my_task))
