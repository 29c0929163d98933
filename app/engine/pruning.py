"""Cuts finished history out of a running instance, also inside branches while other branches stay open.

Kept are the tokens, what the joins can still look at, and the anchors of their rounds; every kept task hangs
on its nearest kept ancestor. The library looks at nothing else, so a pruned case goes on as an unpruned one.
"""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.specs.Join import Join
from SpiffWorkflow.util.deep_merge import DeepMerge
from SpiffWorkflow.util.task import TaskState

from app.engine.joins import LIVE, generation, table

UNFINISHED = TaskState.NOT_FINISHED_MASK


def prune(workflow: Any) -> None:
    """Cut the whole instance: its top level, then every open sub-process; finished ones are dropped."""
    _Cut(workflow).make()
    for process in list(workflow.subprocesses.values()):
        if not process.completed:
            _Cut(process).make()
    _drop_ended_processes(workflow)


def _drop_ended_processes(workflow: Any) -> None:
    processes = workflow.subprocesses
    while True:
        known = dict(workflow.tasks)
        for process in processes.values():
            known.update(process.tasks)
        ended = [i for i in processes if i not in known or known[i]._state & TaskState.FINISHED_MASK]
        if not ended:
            return
        for process_id in ended:
            del processes[process_id]


class _Cut:
    """One level of one instance: decides what stays, then splices the rest out."""

    def __init__(self, workflow: Any) -> None:
        self.workflow, self.tasks = workflow, workflow.tasks
        self.joins = table(workflow.spec)
        self.keep: set[Any] = {workflow.task_tree.id}
        self.needless: set[Any] = set()
        self.tokens: list[Any] = []
        self.event_joins: list[Any] = []
        self.arrivals: list[Any] = []
        self.ends: list[Any] = []
        self.firings: list[Any] = []

    def make(self) -> None:
        if self.workflow.completed:
            return
        for task in self.tasks.values():
            self._sort(task)
        self._keep_arrivals()
        self._fold_ends()
        for token in self.tokens:
            self._keep_anchors(token)
        for join in self.event_joins:
            self._keep_event_scope(join)
        self.keep -= self.needless
        if len(self.keep) < len(self.tasks):
            self._splice()

    def _sort(self, task: Any) -> None:
        state, parent = task._state, self.tasks.get(task._parent)
        if state & UNFINISHED:
            self._sort_unfinished(task, parent)
        elif state == TaskState.CANCELLED:
            has_arrived = parent is not None and parent._state == TaskState.COMPLETED
            if has_arrived and isinstance(task.task_spec, UnstructuredJoin):
                is_end = isinstance(task.task_spec, _EndJoin)
                (self.ends if is_end else self.arrivals).append(task)
        elif state == TaskState.COMPLETED:
            if task.task_spec.name in self.joins.dominator:
                self.firings.append(task)
        else:
            self._keep_with_parent(task)

    def _sort_unfinished(self, task: Any, parent: Any) -> None:
        spec = task.task_spec
        if isinstance(spec, Join) and spec.split_task is not None and task._state >= TaskState.FUTURE:
            if _is_needless(task, parent):
                self.needless.add(task.id)
                return
            self.event_joins.append(task)
        self._keep_with_parent(task)
        if task._state & LIVE:
            self.tokens.append(task)
            if task._state == TaskState.READY and spec.name in self.joins.dominator:
                self.firings.append(task)

    def _keep_with_parent(self, task: Any) -> None:
        self.keep.add(task.id)
        if task._parent is not None:
            self.keep.add(task._parent)

    def _keep_arrivals(self) -> None:
        """Tokens that wait at a join whose round has not fired yet."""
        names = {task.task_spec.name for task in self.arrivals}
        fired = {self._round(task) for task in self.firings if task.task_spec.name in names}
        for task in self.arrivals:
            if task.task_spec.name in self.joins.dominator and self._round(task) not in fired:
                self._keep_with_parent(task)
                self.tokens.append(task)

    def _round(self, task: Any) -> tuple[str, Any]:
        name = task.task_spec.name
        return name, generation(task, name, self.joins.dominator[name], self.tasks)

    def _fold_ends(self) -> None:
        """Ended side branches: their data are folded into the latest one, which stands for them all."""
        if not self.ends:
            return
        self.ends.sort(key=lambda task: task.last_state_change)
        last = self.ends[-1]
        if len(self.ends) > 1:
            data: dict[str, Any] = {}
            for task in self.ends:
                data = DeepMerge.merge(data, deepcopy(task.parent.data))
            last.parent.data = data
        self._keep_with_parent(last)

    def _keep_anchors(self, token: Any) -> None:
        needed = set(self.joins.needed.get(token.task_spec.name, ()))
        ancestor = self.tasks.get(token._parent)
        while ancestor is not None and needed:
            name = ancestor.task_spec.name
            found = {join for join in needed if name in (join, self.joins.dominator[join])}
            if found:
                self.keep.add(ancestor.id)
                needed -= found
            ancestor = self.tasks.get(ancestor._parent)

    def _keep_event_scope(self, join: Any) -> None:
        split = self.tasks.get(join._parent)
        while split is not None and split.task_spec.name != join.task_spec.split_task:
            split = self.tasks.get(split._parent)
        if split is not None and split._state >= TaskState.COMPLETED:
            self.keep.add(split.id)
            self.keep.update(split._children)

    def _splice(self) -> None:
        children: dict[Any, list[Any]] = {kept: [] for kept in self.keep}
        waiting: list[tuple[Any, Any]] = [(self.workflow.task_tree.id, None)]
        while waiting:
            task_id, above = waiting.pop()
            task = self.tasks[task_id]
            if task_id in self.keep:
                task._parent = above
                if above is not None:
                    children[above].append(task_id)
                above = task_id
            waiting.extend((child, above) for child in reversed(task._children))
        for kept, under in children.items():
            self.tasks[kept]._children = under
        self._forget(task_id for task_id in list(self.tasks) if task_id not in self.keep)

    def _forget(self, task_ids: Iterable[Any]) -> None:
        events = self.workflow.top_workflow.event_manager.tasks
        for task_id in task_ids:
            del self.tasks[task_id]
            events.pop(task_id, None)
        last = self.workflow.last_task
        if last is not None and last.id not in self.tasks:
            self.workflow.last_task = None


def _is_needless(task: Any, parent: Any) -> bool:
    """A side branch's instance of an event join: the main task's own instance decides."""
    return (
        task._state == TaskState.WAITING
        and isinstance(task.task_spec, BoundaryEventJoin)
        and not task._children
        and isinstance(parent.task_spec, BoundaryEvent)
        and not parent.task_spec.cancel_activity
    )
