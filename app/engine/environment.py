"""What the library may ask of expressions: compiled FEEL looked up by its text, and nothing else.

The library was made to run texts of a diagram as Python. Here a text that was not compiled when the diagram was
read is refused, whichever site it comes from, and no text is ever executed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment

from app.engine import variables
from app.engine.extensions import Variable
from app.engine.moments import due_from, literal_due
from app.engine.refusals import CannotGoOn
from app.errors import say
from app.feel import Expression, FeelInvalid, evaluate


@dataclass(frozen=True)
class Texts:
    """Every expression of a model by its text; `counts` are the numbers of instances, `times` literal times."""

    expressions: Mapping[str, Expression]
    counts: Mapping[str, int]
    times: frozenset[str]


class Closed(BasePythonScriptEngineEnvironment):  # type: ignore[misc]
    """The environment behind the engine: it refuses to evaluate, to execute and to call."""

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> NoReturn:
        raise CannotGoOn(say("A text of the diagram was not read as an expression, so it is not evaluated."))

    def execute(self, script: str, context: Any, external_context: Any = None) -> NoReturn:
        raise CannotGoOn(say("A diagram cannot run scripts."))

    def call_service(self, context: Any, **kwargs: Any) -> NoReturn:
        raise CannotGoOn(say("A diagram cannot call services."))


class FeelEngine(PythonScriptEngine):  # type: ignore[misc]
    """One per call: knows the expressions of the model, its variables, and the moment of the call (UTC)."""

    def __init__(self, texts: Texts, declared: variables.Declared, known: Mapping[str, Variable],
                 now: datetime) -> None:
        super().__init__(Closed())
        self.texts = texts
        self.declared = declared
        self.known = known
        self.now = now

    def validate(self, expression: str) -> None:
        """Expressions are checked when the diagram is read."""

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> bool | int:
        """A condition holds only when it is true; null, a text or an error in the data does not make it hold."""
        if expression in self.texts.counts:
            return self.texts.counts[expression]
        return self._value(task, expression) is True

    def due(self, task: Any, text: str) -> datetime:
        """When a timer that starts now is due, in UTC."""
        try:
            if text in self.texts.times:
                return literal_due(text, self.now)
            return due_from(self._value(task, text), self.now)
        except (ValueError, OverflowError):
            raise CannotGoOn(say('"%(text)s" gives no time to wait for at %(element)s.',
                                 text=text, element=task.task_spec.name)) from None

    def _value(self, task: Any, text: str) -> object:
        expression = self.texts.expressions.get(text)
        if expression is None:
            self.environment.evaluate(text, {})
            raise KeyError(text)
        seen = variables.context(task.workflow, expression.names, self.known)
        try:
            return evaluate(expression, seen, now=self.now)
        except FeelInvalid as limit:
            raise CannotGoOn(limit.message) from None
