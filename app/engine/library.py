"""The library underneath, with its unsafe and wrong places replaced: joins, conditions, timers, endless runs."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser.event_parsers import SpiffIntermediateCatchEventParser
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.util.task import TaskState

from app import feel
from app.engine.durations import TimeInvalid, after, is_literal, moment
from app.engine.events import CatchEvent, EventGateway, message_of, plain
from app.engine.joins import ScopedInclusiveGateway, ScopedParallelGateway, table
from app.engine.reading import DATA_MAPPINGS, bpmn
from app.engine.scopes import Declared, known, level_of
from app.errors import Conflict, say

MAX_AUTOMATIC_STEPS = 500


class TooManySteps(Conflict):
    """The drawing runs in a circle in which nothing waits."""


class Parser(SpiffBpmnParser):  # type: ignore[misc]
    """The library's parser with joins that count by generation, and events of our own."""

    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012
        **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES,
        full_tag("parallelGateway"): (GatewayParser, ScopedParallelGateway),
        full_tag("inclusiveGateway"): (ConditionalGatewayParser, ScopedInclusiveGateway),
        full_tag("eventBasedGateway"): (GatewayParser, EventGateway),
        full_tag("intermediateCatchEvent"): (SpiffIntermediateCatchEventParser, CatchEvent),
    }


def _not_run(*asked: Any, **more: Any) -> bool:
    raise Conflict(say("Scripts in a drawing are not run."))


class NoPython(BasePythonScriptEngineEnvironment):  # type: ignore[misc]
    """Where the library would run Python, it runs into this."""

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> bool:
        raise Conflict(say("This kind of expression in a drawing is not run."))

    execute = _not_run
    call_service = _not_run


class Conditions(PythonScriptEngine):  # type: ignore[misc]
    """Answers the library's questions with FEEL over declared variables; nothing is ever run as Python."""

    def __init__(self) -> None:
        super().__init__(NoPython())

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> bool:
        """A condition is met only when it is true: null, numbers and texts are not."""
        return task.workflow.top_workflow.value(task, expression) is True

    execute = _not_run
    call_service = _not_run

    def validate(self, expression: str) -> None:
        raise Conflict(say("This kind of expression in a drawing is not run."))


class Specification:
    """What all cases of a version share: the library's specs and the compiled expressions."""

    def __init__(
        self, key: str, trees: list[Any], expressions: Mapping[str, feel.Expression], declared: Declared
    ) -> None:
        parser = Parser()
        for tree in trees:
            parser.add_bpmn_xml(_without_data(tree))
        self.top = parser.get_spec(key)
        self.called = parser.get_subprocess_specs(key)
        self.expressions, self.declared = expressions, declared
        self.messages: dict[str, str] = {}
        """The name of the message that each catching event waits for."""
        for spec in (self.top, *self.called.values()):
            table(spec)
            for task in spec.task_specs.values():
                plain(task)
                if (message := message_of(task)) is not None:
                    self.messages[str(task.bpmn_id)] = message

    def instance(self, now: datetime, *, stored: bool = False) -> "Running":
        """A fresh instance, or an empty one for a stored state."""
        return Running(self, now, stored)


def _without_data(tree: Any) -> Any:
    """The drawing without its data: the library would stop a case that lacks a datum, and forms set ours."""
    left_out = [
        bpmn(name)
        for name in (*DATA_MAPPINGS, "dataObject", "dataObjectReference", "dataStore", "dataStoreReference")
    ]
    if next(tree.iter(*left_out), None) is None:
        return tree
    kept = deepcopy(tree)
    for node in list(kept.iter(*left_out)):
        node.getparent().remove(node)
    return kept


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
        compiled = self.expressions.get(text) or _late(text)
        try:
            return feel.evaluate(compiled, known(level_of(task), compiled.names), now=self.now)
        except feel.FeelLimit as limit:
            raise Conflict(limit.message) from None

    def due(self, task: Any, text: str) -> datetime:
        """When a timer set at this moment fires: an ISO 8601 literal, or FEEL that gives a duration or moment.

        Raises Conflict when the expression gives no time: a step must not be taken away by a timer at random.
        """
        if is_literal(text):
            return after(text, self.now)
        try:
            return moment(self.value(task, text), self.now)
        except TimeInvalid:
            raise Conflict(say("The timer %(text)s gives no time here.", text=text[:60])) from None


def _late(text: str) -> feel.Expression:
    """What no check has read is FEEL too, over no names at all; raises Conflict when it is not."""
    try:
        return feel.compile_expression(text, ())
    except feel.FeelInvalid as error:
        why = str(error.message)
        raise Conflict(say("%(text)s is not an expression: %(why)s", text=text[:60], why=why)) from None


def _moves_by_itself(task: Any) -> bool:
    return bool(task._state == TaskState.READY and not task.task_spec.manual)
