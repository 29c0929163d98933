"""The library underneath, with its unsafe and wrong places replaced: joins, conditions, timers, endless runs."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    DurationTimerEventDefinition,
    TimeDateEventDefinition,
    TimerEventDefinition,
)
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.util.task import TaskState

from app import feel
from app.engine.durations import TimeInvalid, add_months, after, is_literal
from app.engine.joins import ScopedInclusiveGateway, ScopedParallelGateway, table
from app.engine.scopes import Declared, known, level_of
from app.errors import Conflict, say

MAX_AUTOMATIC_STEPS = 500


class TooManySteps(Conflict):
    """The drawing runs in a circle in which nothing waits."""


class Parser(SpiffBpmnParser):  # type: ignore[misc]
    """The library's parser with joins that count by generation."""

    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012
        **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES,
        full_tag("parallelGateway"): (GatewayParser, ScopedParallelGateway),
        full_tag("inclusiveGateway"): (ConditionalGatewayParser, ScopedInclusiveGateway),
    }


class NoPython(BasePythonScriptEngineEnvironment):  # type: ignore[misc]
    """Where the library would run Python, it runs into this."""

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> bool:
        raise Conflict(say("This kind of expression in a drawing is not run."))

    def execute(self, script: str, context: Any, external_context: Any = None) -> bool:
        raise Conflict(say("Scripts in a drawing are not run."))


class Conditions(PythonScriptEngine):  # type: ignore[misc]
    """Answers the library's questions with FEEL over declared variables; nothing is ever run as Python."""

    def __init__(self) -> None:
        super().__init__(NoPython())

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> bool:
        """A condition is met only when it is true: null, numbers and texts are not."""
        return task.workflow.top_workflow.value(task, expression) is True


class DueTimer(TimerEventDefinition):  # type: ignore[misc]
    """A timer that is told the time, and remembers the moment it is due in UTC."""

    def has_fired(self, task: Any) -> bool:
        workflow = task.workflow.top_workflow
        due = task._get_internal_data("event_value")
        if due is None:
            due = workflow.due(task, self.expression).isoformat()
            task._set_internal_data(event_value=due)
        if datetime.fromisoformat(due) <= workflow.now:
            task._set_internal_data(event_fired=True)
        return bool(task._get_internal_data("event_fired", False))


class Specification:
    """What all cases of a version share: the library's specs and the compiled expressions."""

    def __init__(
        self, key: str, trees: list[Any], expressions: Mapping[str, feel.Expression], declared: Declared
    ) -> None:
        parser = Parser()
        for tree in trees:
            parser.add_bpmn_xml(etree.ElementTree(tree).getroot())
        self.top = parser.get_spec(key)
        self.called = parser.get_subprocess_specs(key)
        self.expressions, self.declared = expressions, declared
        for spec in (self.top, *self.called.values()):
            table(spec)
            for task in spec.task_specs.values():
                _tell_time(task)

    def instance(self, now: datetime, *, stored: bool = False) -> "Running":
        """A fresh instance, or an empty one for a stored state."""
        return Running(self, now, stored)


def _tell_time(task: Any) -> None:
    definition = getattr(task, "event_definition", None)
    if isinstance(definition, DurationTimerEventDefinition | TimeDateEventDefinition):
        task.event_definition = DueTimer(definition.name, definition.expression)


class Running(BpmnWorkflow):  # type: ignore[misc]
    """One instance while an act runs on it; it knows the moment of the act."""

    def __init__(self, specification: Specification, now: datetime, stored: bool) -> None:
        if now.tzinfo is None:
            raise ValueError("the engine needs an aware moment")
        self.now = now.astimezone(UTC)
        self.expressions, self.declared = specification.expressions, specification.declared
        super().__init__(
            specification.top, specification.called, script_engine=Conditions(), deserializing=stored
        )

    def _do_engine_steps(self, will_complete_task: Any = None, did_complete_task: Any = None) -> bool:
        """One pass over what runs by itself, spared where a look at the tokens shows that nothing does."""
        if not self.subprocesses and not any(_moves_by_itself(task) for task in self.tasks.values()):
            return False
        return bool(super()._do_engine_steps(will_complete_task, did_complete_task))

    def value(self, task: Any, text: str) -> object:
        """The value of an expression of the drawing where a token stands."""
        compiled = self.expressions[text]
        return feel.evaluate(compiled, known(level_of(task), compiled.names), now=self.now)

    def due(self, task: Any, text: str) -> datetime:
        """When a timer set at this moment fires: an ISO 8601 literal, or FEEL that gives a duration or moment.

        Raises Conflict when the expression gives no time: a step must not be taken away by a timer at random.
        """
        if is_literal(text):
            return after(text, self.now)
        try:
            return self._moment(self.value(task, text))
        except (TimeInvalid, OverflowError, ValueError):
            raise Conflict(say("The timer %(text)s gives no time here.", text=text[:60])) from None

    def _moment(self, value: object) -> datetime:
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(UTC)
        if isinstance(value, feel.DayTimeDuration):
            return self.now + value.delta
        if isinstance(value, feel.YearMonthDuration):
            return add_months(self.now, value.months)
        return after(value if isinstance(value, str) else "", self.now)


def _moves_by_itself(task: Any) -> bool:
    return bool(task._state == TaskState.READY and not task.task_spec.manual)
