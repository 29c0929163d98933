"""AND and OR joins that wait for their own generation, and for nothing else.

The library's joins look at the whole history: in a loop they fire on arrivals of an earlier round. Here the
generation of a token, as a join sees it, is its nearest ancestor that is the join's dominator (in a block, the
split that opened it) or an earlier firing of the join itself. Nothing is counted, nothing extra is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.specs.control import _EndJoin
from SpiffWorkflow.bpmn.specs.defaults import InclusiveGateway, ParallelGateway
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from app.engine.graph import dominators, reach

LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED
FIRED = TaskState.READY | TaskState.STARTED | TaskState.COMPLETED


@dataclass(frozen=True)
class Joins:
    """Of one process spec: the dominator of each join, and the joins that a token at each node may still reach."""

    dominator: Mapping[str, str]
    ahead: Mapping[str, tuple[str, ...]]


def joins_of(spec: Any) -> Joins:
    """The table of one spec, computed once when the model is read. Dominators: Cooper, Harvey and Kennedy (2001)."""
    following = {name: [o for o in s._outputs if o in spec.task_specs] for name, s in spec.task_specs.items()}
    above = dominators(spec.start.name, following)
    preceding: dict[str, list[str]] = {name: [] for name in following}
    for name, targets in following.items():
        for target in targets:
            preceding[target].append(name)
    ahead: dict[str, list[str]] = {name: [] for name in following}
    dominator: dict[str, str] = {}
    for name in above:
        if _joins(spec.task_specs[name]):
            split = dominator[name] = above[name]
            for node in {name} | (reach(preceding[name], preceding, stop={split, name}) - {split}):
                ahead[node].append(name)
    return Joins(dominator, {name: tuple(joins) for name, joins in ahead.items()})


def generation(task: Any, join: str, joins: Joins, tasks: Mapping[Any, Any]) -> Any:
    """The id of the ancestor that opened the block for this join, or None at the outermost level."""
    split = joins.dominator.get(join)
    parent = tasks.get(task._parent)
    while parent is not None and parent.task_spec.name not in (split, join):
        parent = tasks.get(parent._parent)
    return None if parent is None else parent.id


class Scoped:
    """What both joins do: gather the arrivals of one generation, fire once, and go on as one token."""

    joins: Joins  # set when the model is read
    name: str
    outputs: list[Any]
    _inputs: list[str]

    def _predict_hook(self, my_task: Any) -> None:
        """A join that has not fired predicts nothing: each open branch would carry a copy of all that follows."""
        if len(self._inputs) < 2 or my_task._state >= TaskState.WAITING:
            super()._predict_hook(my_task)  # type: ignore[misc]

    def _update_hook(self, my_task: Any) -> bool:
        if len(self._inputs) < 2:
            return True
        arrivals = self._arrivals(my_task)
        if any(task._state & FIRED for task in arrivals):  # a surplus token waits, as BPMN 10.6.4 has it
            my_task._set_state(TaskState.WAITING)
            return False
        complete = self._complete(my_task, arrivals)
        for task in arrivals:
            if task._state == TaskState.WAITING:
                task.cancel()
        if not complete:
            my_task._set_state(TaskState.WAITING)
        return complete

    def _arrivals(self, my_task: Any) -> list[Any]:
        tasks = my_task.workflow.tasks
        mine = generation(my_task, self.name, self.joins, tasks)
        return [task for task in tasks.values()
                if task.task_spec is self and task is not my_task and task._state >= TaskState.WAITING
                and generation(task, self.name, self.joins, tasks) == mine]

    def _complete(self, my_task: Any, arrivals: list[Any]) -> bool:
        raise NotImplementedError

    def _go_on(self, my_task: Any, outputs: list[Any]) -> bool:
        my_task._sync_children(outputs, TaskState.FUTURE)
        for child in my_task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
        return True


class AndGateway(Scoped, ParallelGateway):  # type: ignore[misc]
    """Fires when every incoming flow has brought a token of this generation."""

    def _complete(self, my_task: Any, arrivals: list[Any]) -> bool:
        come = {task.parent.task_spec.name for task in [*arrivals, my_task]
                if task.parent._state == TaskState.COMPLETED}
        return come >= set(self._inputs)

    def _run_hook(self, my_task: Any) -> bool:
        return self._go_on(my_task, self.outputs)


class OrGateway(Scoped, InclusiveGateway):  # type: ignore[misc]
    """Fires when no other token of this generation can still reach it."""

    def _complete(self, my_task: Any, arrivals: list[Any]) -> bool:
        tasks = my_task.workflow.tasks
        mine = generation(my_task, self.name, self.joins, tasks)
        return not any(self._may_come(task) and generation(task, self.name, self.joins, tasks) == mine
                       for task in tasks.values() if task is not my_task)

    def _may_come(self, task: Any) -> bool:
        if task.task_spec is self or self.name not in self.joins.ahead.get(task.task_spec.name, ()):
            return False
        moving = task._state == TaskState.FUTURE and task.parent is not None
        return bool(task._state & LIVE) or (moving and task.parent._state == TaskState.COMPLETED)

    def _run_hook(self, my_task: Any) -> bool:
        chosen, default = self._get_matching_outputs(my_task)
        if not chosen and not default:
            raise WorkflowTaskException("no flow of the gateway can be taken", task=my_task)
        return self._go_on(my_task, chosen or default)


def _joins(spec: Any) -> bool:
    return isinstance(spec, UnstructuredJoin) and not isinstance(spec, _EndJoin) and len(spec._inputs) > 1
