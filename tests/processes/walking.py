"""A case that is walked through step by step, with answers a form could give."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from app import engine
from app.engine import OpenTask, ProcessModel, Snapshot
from tests.processes.drawings import FOLDER

NOW = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
PLAIN: dict[str, Any] = {
    "inDangerNow": False, "childSuspected": False, "duplicateDecision": "new", "consentRegister": "given",
    "consentEmbassy": "refused", "passportHeldBy": "self", "residenceStatus": "valid",
    "screeningResult": "labour", "riskLevel": "low", "shelterNeeded": False, "categoryDecision": "confirmed",
    "inspectionNeeded": False, "hasAbsenceReport": False, "claimRoute": "settlement", "limitationNear": False,
    "workerKind": "company", "settlementOpened": "opened", "conciliationResult": "settled",
    "conciliationSession": 1, "paid": "full", "stayRoute": "transfer", "wish": "transfer",
    "placementResult": "placed", "closureDecision": "approved",
    "referralBasis": "consent", "referralReceipt": "accepted", "referralReview": "accepted",
}  # fmt: skip


def _variables_of(components: list[dict[str, Any]]) -> set[str]:
    own = {c.get("properties", {}).get("variable") for c in components} - {None}
    return own.union(*(_variables_of(c["components"]) for c in components if "components" in c))


SETS = {
    file.stem: _variables_of(json.loads(file.read_text(encoding="utf-8"))["components"])
    for file in (FOLDER.parent / "forms").glob("*.form")
}
"""The decision variables that each form sets: a step can change no other."""


class Walk:
    """One case whose tasks are completed one by one with the same answers, until told otherwise."""

    def __init__(self, model: ProcessModel, *, at: str | None = None, **answers: Any) -> None:
        self.model, self.answers, self.now = model, {**PLAIN, **answers}, NOW
        self.seen: list[str] = []
        self.statuses: list[str] = []
        self.last = self._note(engine.start(model, at=at, now=NOW))

    def _note(self, snapshot: Snapshot) -> Snapshot:
        self.seen += [place.element_id for place in snapshot.passed]
        self.statuses += snapshot.statuses
        self.last = snapshot
        return snapshot

    def open(self) -> set[str]:
        return {task.element_id for task in self.last.open}

    def waiting_inside(self) -> set[str]:
        """The steps of the case itself behind the open tasks."""
        return {task.path[0].element_id if task.path else task.element_id for task in self.last.open}

    def do(self, step: str, **answers: Any) -> None:
        self.complete(next(task for task in self.last.open if task.element_id == step), **answers)

    def complete(self, task: OpenTask, **answers: Any) -> None:
        said = {**self.answers, **answers}
        data = {name: said[name] for name in SETS[task.step.form or ""] if name in said}
        self._note(engine.complete(self.model, self.last.state, task.id, data, now=self.now))

    def skip(self, task: OpenTask) -> None:
        self._note(engine.skip(self.model, self.last.state, task.id, now=self.now))

    def tick(self, now: datetime) -> None:
        """Let time pass until `now`."""
        self.now = now
        self._note(engine.tick(self.model, self.last.state, now=now))

    def run(self, leave: Callable[[OpenTask], bool] = lambda task: False) -> "Walk":
        """Complete whatever is open, except the tasks to be left lying."""
        for _ in range(300):
            tasks = [task for task in self.last.open if not leave(task)]
            if not tasks:
                return self
            self.complete(tasks[0])
        raise AssertionError(f"the case does not come to an end: {self.open()}")


def inside(step: str) -> Callable[[OpenTask], bool]:
    return lambda task: bool(task.path) and task.path[0].element_id == step
