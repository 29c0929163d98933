"""Random walks through a drawing, timers and messages included: what is reached, and whether cases end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from app.engine import instance
from app.engine.model import Place, ProcessModel, Snapshot
from app.errors import Refusal

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
MAX_STEPS = 400
TIMER_CHANCE = 0.2
MESSAGE_CHANCE = 0.3


@dataclass(frozen=True)
class Coverage:
    """What the walks reached; `longest` is the largest number of steps that one case took.

    Stuck is a case that can never go on: nothing is open, due or awaited, or the engine refuses the next act.
    """

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
        self.messages = model.library.messages
        self.steps, self.ended, self.stuck = 0, False, False

    def run(self) -> "_Walk":
        try:
            snapshot = self._note(instance.start(self.model, now=self.now))
            while not snapshot.ended and not self.stuck and self.steps < MAX_STEPS:
                self.steps += 1
                snapshot = self._note(self._step(snapshot))
            self.ended = snapshot.ended
        except Refusal:
            self.stuck = True
        return self

    def _step(self, snapshot: Snapshot) -> Snapshot:
        due, awaited = snapshot.next_due, self._awaited(snapshot)
        if due is not None and (not (snapshot.open or awaited) or self.random.random() < TIMER_CHANCE):
            self.now = max(self.now, due) + timedelta(seconds=1)
            return instance.tick(self.model, snapshot.state, now=self.now)
        if awaited and (not snapshot.open or self.random.random() < MESSAGE_CHANCE):
            message = self.random.choice(awaited)
            return instance.correlate(self.model, snapshot.state, message, {}, now=self.now)
        if snapshot.open:
            return self._complete(snapshot)
        self.stuck = True
        return snapshot

    def _awaited(self, snapshot: Snapshot) -> list[str]:
        """The messages that the case waits for; whoever sends them sends them some day."""
        names = {self.messages[element] for _, element in snapshot.positions if element in self.messages}
        return sorted(names)

    def _complete(self, snapshot: Snapshot) -> Snapshot:
        """Someone answers at random, and once more without an answer where the first one is refused."""
        task = self.random.choice(snapshot.open)
        self.now += timedelta(hours=1)
        data = {v.name: self._value(v.type, v.values) for v in self.model.variables.values()}
        try:
            return instance.complete(self.model, snapshot.state, task.id, data, now=self.now)
        except Refusal:
            return instance.complete(self.model, snapshot.state, task.id, {}, now=self.now)

    def _value(self, kind: str, values: Sequence[str]) -> object:
        if kind == "boolean":
            return self.random.random() < 0.5
        if kind == "number":
            return self.random.choice([0, 1, 2, 5, 10, 50, 1000])
        return self.random.choice(values) if values else self.random.choice(["a", "b"])

    def _note(self, snapshot: Snapshot) -> Snapshot:
        self.passed.update((p.process_id, p.element_id) for p in snapshot.passed)
        return snapshot
