"""Joins that count their own generation: a loop or an outer branch never makes them fire early.

The generation of a token for a join is the nearest ancestor that is an instance of the join's immediate
dominator (in block diagrams the matching split) or an earlier firing of the join itself. Nothing is counted
and nothing is stored: the tree of tokens says it.
"""

from typing import Any
from weakref import WeakKeyDictionary

from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.specs.control import _EndJoin
from SpiffWorkflow.bpmn.specs.defaults import InclusiveGateway, ParallelGateway
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.deep_merge import DeepMerge
from SpiffWorkflow.util.task import TaskState

LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED
FIRED = (TaskState.READY, TaskState.STARTED, TaskState.COMPLETED)


class JoinTable:
    """For one specification: the dominator of each join, and the joins a token at a node may still reach."""

    def __init__(self, spec: Any) -> None:
        self.dominator: dict[str, str] = {}
        needed: dict[str, list[str]] = {name: [] for name in spec.task_specs}
        order, before = _reachable(spec)
        dominators = _dominators(order, before)
        for name in order:
            task = spec.task_specs[name]
            if (
                isinstance(task, UnstructuredJoin)
                and not isinstance(task, _EndJoin)
                and len(task._inputs) > 1
            ):
                nearest = max(dominators[name] - {name}, key=lambda d: len(dominators[d]))
                self.dominator[name] = nearest
                _mark_needed(name, nearest, before, needed)
        self.needed = {name: tuple(joins) for name, joins in needed.items()}


def _reachable(spec: Any) -> tuple[list[str], dict[str, list[str]]]:
    outputs = {n: [o for o in t._outputs if o in spec.task_specs] for n, t in spec.task_specs.items()}
    order: list[str] = []
    seen, waiting = {spec.start.name}, [spec.start.name]
    while waiting:
        name = waiting.pop()
        order.append(name)
        for output in outputs[name]:
            if output not in seen:
                seen.add(output)
                waiting.append(output)
    before: dict[str, list[str]] = {name: [] for name in order}
    for name in order:
        for output in outputs[name]:
            before[output].append(name)
    return order, before


def _dominators(order: list[str], before: dict[str, list[str]]) -> dict[str, set[str]]:
    everything, start = set(order), order[0]
    found = dict.fromkeys(order, everything)
    found[start] = {start}
    changed = True
    while changed:
        changed = False
        for name in order[1:]:
            new = set.intersection(*(found[p] for p in before[name])) | {name}
            if new != found[name]:
                found[name], changed = new, True
    return found


def _mark_needed(join: str, nearest: str, before: dict[str, list[str]], needed: dict[str, list[str]]) -> None:
    needed[join].append(join)
    seen: set[str] = set()
    waiting = list(before[join])
    while waiting:
        name = waiting.pop()
        if name not in seen and name not in (nearest, join):
            seen.add(name)
            needed[name].append(join)
            waiting.extend(before[name])


_tables: WeakKeyDictionary[Any, JoinTable] = WeakKeyDictionary()


def table(spec: Any) -> JoinTable:
    """The join table of a specification, made when the drawing is read."""
    found = _tables.get(spec)
    if found is None:
        found = _tables[spec] = JoinTable(spec)
    return found


def generation(task: Any, join: str, dominator: str | None, tasks: Any) -> Any:
    """The round of `join` that a token belongs to: the id of its nearest anchor, None before the first."""
    ancestor = tasks.get(task._parent)
    while ancestor is not None:
        if ancestor.task_spec.name in (dominator, join):
            return ancestor.id
        ancestor = tasks.get(ancestor._parent)
    return None


class Scoped:
    """What both joins share: arrivals are looked for in the token's own round only."""

    name: str
    _inputs: list[str]
    _wf_spec: Any

    def _predict_hook(self, task: Any) -> None:
        # A join that has not fired foretells nothing, else each open branch holds a copy of all that follows.
        if len(self._inputs) > 1 and task._state < TaskState.WAITING:
            return
        super()._predict_hook(task)  # type: ignore[misc]

    def _round(self, task: Any) -> tuple[JoinTable, Any, list[Any]]:
        joins, tasks = table(self._wf_spec), task.workflow.tasks
        dominator = joins.dominator.get(self.name)
        mine = generation(task, self.name, dominator, tasks)
        arrived = [
            t
            for t in tasks.values()
            if t.task_spec is self
            and t is not task
            and t._state >= TaskState.WAITING
            and generation(t, self.name, dominator, tasks) == mine
        ]
        return joins, mine, arrived

    def _update_hook(self, task: Any) -> bool:
        if len(self._inputs) < 2:
            task._inherit_data()
            return True
        joins, mine, arrived = self._round(task)
        fired = any(t._state in FIRED for t in arrived)  # a surplus token waits, as the standard says
        may_fire = not fired and self._is_complete(task, joins, mine, arrived)
        for other in arrived:
            if other._state == TaskState.WAITING and not fired:
                other.cancel()
        if may_fire:
            task._inherit_data()
        else:
            task._set_state(TaskState.WAITING)
        return may_fire

    def _is_complete(self, task: Any, joins: JoinTable, mine: Any, arrived: list[Any]) -> bool:
        raise NotImplementedError

    def _merge_arrivals(self, task: Any) -> None:
        if len(self._inputs) > 1:
            _, _, arrived = self._round(task)
            gone = [t for t in arrived if t._state == TaskState.CANCELLED]
            for other in sorted(gone, key=lambda t: t.last_state_change):
                DeepMerge.merge(task.data, other.parent.data)
        task._inherit_data()


class ScopedParallelGateway(Scoped, ParallelGateway):  # type: ignore[misc]
    """Fires when every incoming flow has brought a token of the round (BPMN 13.4.1)."""

    def _is_complete(self, task: Any, joins: JoinTable, mine: Any, arrived: list[Any]) -> bool:
        came_from = {
            t.parent.task_spec.name for t in [*arrived, task] if t.parent._state == TaskState.COMPLETED
        }
        return set(self._inputs) <= came_from

    def _run_hook(self, task: Any) -> bool:
        self._merge_arrivals(task)
        if len(self._inputs) > 1:
            task._sync_children(self.outputs, TaskState.FUTURE)
            _predict_children(task)
        return True


class ScopedInclusiveGateway(Scoped, InclusiveGateway):  # type: ignore[misc]
    """Fires when no token of the round can still reach it (BPMN 13.4.3)."""

    def _is_complete(self, task: Any, joins: JoinTable, mine: Any, arrived: list[Any]) -> bool:
        tasks, dominator = task.workflow.tasks, joins.dominator[self.name]
        return not any(
            _may_arrive(t, self)
            and self.name in joins.needed.get(t.task_spec.name, ())
            and generation(t, self.name, dominator, tasks) == mine
            for t in tasks.values()
            if t is not task
        )

    def _run_hook(self, task: Any) -> bool:
        self._merge_arrivals(task)
        matching, default = self._get_matching_outputs(task)
        if not matching + default:
            raise WorkflowTaskException("No conditions satisfied on gateway", task=task)
        task._sync_children(matching or default, TaskState.FUTURE)
        _predict_children(task)
        return True


def _may_arrive(task: Any, join: Any) -> bool:
    if task._state & LIVE:
        return task.task_spec is not join
    in_transit = task.parent is not None and task.parent._state == TaskState.COMPLETED
    return bool(task._state == TaskState.FUTURE and in_transit)


def _predict_children(task: Any) -> None:
    for child in task.children:
        child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
