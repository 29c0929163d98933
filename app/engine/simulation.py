"""Random walks through a drawing, timers included: which steps and flows are reached, and whether cases end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from app.engine import instance
from app.engine.model import Place, ProcessModel, Snapshot

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
MAX_STEPS = 400
TIMER_CHANCE = 0.2


@dataclass(frozen=True)
class Coverage:
    """What the walks reached; `longest` is the largest number of steps that one case took."""

    cases: int
    ended: int
    stuck: int
    user_tasks: frozenset[Place]
    user_tasks_taken: frozenset[Place]
    flows: frozenset[Place]
    flows_taken: frozenset[Place]
    longest: int

    def as_json(self) -> dict[str, Any]:
        """The keys that the command line promises."""
        return {
            "cases": self.cases,
            "ended": self.ended,
            "stuck": self.stuck,
            "user_tasks": {"total": len(self.user_tasks), "taken": len(self.user_tasks_taken)},
            "flows": {"total": len(self.flows), "taken": len(self.flows_taken)},
            "longest": self.longest,
        }


def simulate(model: ProcessModel, *, cases: int, seed: int) -> Coverage:
    """Walk `cases` cases at random; the same seed walks the same ways."""
    walks = [_Walk(model, Random(f"{seed}/{number}")).run() for number in range(cases)]
    passed = {place for walk in walks for place in walk.passed}
    tasks = frozenset(model.user_tasks())
    return Coverage(
        cases=cases,
        ended=sum(walk.ended for walk in walks),
        stuck=sum(walk.stuck for walk in walks),
        user_tasks=tasks,
        user_tasks_taken=tasks & passed,
        flows=frozenset(model.flows),
        flows_taken=frozenset(model.flows) & passed,
        longest=max((walk.steps for walk in walks), default=0),
    )


class _Walk:
    """One case on its way."""

    def __init__(self, model: ProcessModel, random: Random) -> None:
        self.model, self.random, self.now = model, random, BEGINNING
        self.passed: set[Place] = set()
        self.steps, self.ended, self.stuck = 0, False, False

    def run(self) -> "_Walk":
        snapshot = self._note(instance.start(self.model, now=self.now))
        while not snapshot.ended and self.steps < MAX_STEPS:
            self.steps += 1
            due = snapshot.next_due
            if due is not None and (not snapshot.open or self.random.random() < TIMER_CHANCE):
                self.now = max(self.now, due) + timedelta(seconds=1)
                snapshot = self._note(instance.tick(self.model, snapshot.state, now=self.now))
            elif snapshot.open:
                snapshot = self._note(self._complete(snapshot))
            else:
                self.stuck = True
                break
        self.ended = snapshot.ended
        return self

    def _complete(self, snapshot: Snapshot) -> Snapshot:
        task = self.random.choice(snapshot.open)
        self.now += timedelta(hours=1)
        data = {v.name: self._value(v.type, v.values) for v in self.model.variables.values()}
        return instance.complete(self.model, snapshot.state, task.id, data, now=self.now)

    def _value(self, kind: str, values: Sequence[str]) -> object:
        if kind == "boolean":
            return self.random.random() < 0.5
        if kind == "number":
            return self.random.choice([0, 1, 2, 5, 10, 50, 1000])
        return self.random.choice(values) if values else self.random.choice(["a", "b"])

    def _note(self, snapshot: Snapshot) -> Snapshot:
        self.passed.update((p.process_id, p.element_id) for p in snapshot.passed)
        return snapshot
