"""A trafficking case that is walked through: plain answers, and time that passes where only timers are waited for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.engine import OpenTask, ProcessModel
from tests.processes.walking import Walk

PLAIN: dict[str, Any] = {
    "arrivedBy": "alert", "captive": False, "isChild": "no", "consentShare": "given", "consentPolice": "given",
    "screeningResult": "trafficking", "restrictedAccess": False, "rgResult": "positive",
    "reconsiderationAsked": False, "recoveryDecision": "ended", "investigationResult": "referred",
    "suspectsHeld": False, "chargeDecision": "charge", "determination": "confirmed",
    "supportDecision": "ended", "fundBasis": "none", "claimRoute": "none", "committeeMeasure": "return",
    "courtNeedsVictim": False, "courtVerdict": "convicted", "compensationResult": "none", "wish": "stay",
    "followUp": "again",
}  # fmt: skip
PROTECTING = frozenset({"T18", "T23", "T24", "T25", "T26"})


def trafficking(model: ProcessModel, *, at: str | None = None, **answers: Any) -> Walk:
    return Walk(model, at=at, **{**PLAIN, **answers})


def through(walk: Walk, leave: Callable[[OpenTask], bool] = lambda task: False) -> Walk:
    """Complete what is open but for the tasks to be left; where only a timer can go on, let it fire."""
    for _ in range(40):
        walk.run(leave)
        if walk.last.ended or walk.last.next_due is None:
            return walk
        walk.tick(walk.last.next_due + timedelta(seconds=1))
    raise AssertionError(f"the case does not come to an end: {walk.open()}")


def but(*steps: str) -> Callable[[OpenTask], bool]:
    """Leaves these steps, and what lies inside these calls."""
    return lambda task: (task.path[0].element_id if task.path else task.element_id) in steps


def until(walk: Walk, step: str) -> Walk:
    """Go on, until `step` is open."""
    for _ in range(300):
        if step in walk.waiting_inside():
            return walk
        if not walk.last.open:
            break
        walk.complete(walk.last.open[0])
    raise AssertionError(f"{step} is never open: {walk.open()}")
