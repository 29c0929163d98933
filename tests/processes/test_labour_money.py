"""The ways of a claim, of its payment, of the return and of the closure (BRIEF 4.1, 4.4)."""

from typing import Any

import pytest

from app import engine
from app.engine import ProcessModel
from tests.processes.walking import Walk


@pytest.mark.parametrize(
    "reason", [{"claimRoute": "suit"}, {"limitationNear": True}, {"workerKind": "self_sponsored"}]
)
def test_a_claim_that_cannot_wait_goes_straight_to_court(model: ProcessModel, reason: dict[str, Any]) -> None:
    walk = Walk(model, **reason, courtResult="judgment_for").run()
    assert {"L18", "L19", "L22"} <= set(walk.seen)
    assert "L14" not in walk.seen


def test_conciliation_stops_after_the_third_session(model: ProcessModel) -> None:
    walk = Walk(model, conciliationResult="another_session", courtResult="judgment_for")
    for session in (1, 2, 3):
        walk.run(leave=lambda task: task.element_id == "L16")
        walk.do("L16", conciliationSession=session)
    assert walk.open() >= {"L18"}
    assert "L16" not in walk.open()


def test_a_settlement_in_part_is_recorded_and_the_rest_goes_to_court(model: ProcessModel) -> None:
    walk = Walk(model, conciliationResult="partly", courtResult="judgment_against").run()
    assert walk.seen.index("L17") < walk.seen.index("L18")
    assert "L22" in walk.seen


def test_hearings_are_recorded_one_after_another(model: ProcessModel) -> None:
    walk = Walk(model, claimRoute="suit", courtResult="judgment_against").run(
        leave=lambda t: t.element_id == "L19"
    )
    walk.do("L19", courtResult="next_hearing")
    assert "L19" in walk.open()
    assert "L22" not in walk.run().seen, "nothing is owed after a lost suit"


def test_unpaid_money_is_executed_and_giving_it_up_needs_the_supervisor(model: ProcessModel) -> None:
    walk = Walk(model, paid="none", executionResult="uncollectable", uncollectableDecision="approved")
    walk.run(leave=lambda task: task.element_id == "L23_uncollectable")
    assert "L23" in walk.seen
    assert "L24" not in walk.seen
    walk.do("L23_uncollectable", uncollectableDecision="pursue")
    assert walk.waiting_inside() == {"L23"}
    assert walk.run().last.outcome == "closed"


def test_a_return_that_is_not_safe_leads_back_to_the_wish(model: ProcessModel) -> None:
    walk = Walk(model, wish="return", returnRisk="high").run(leave=lambda task: task.element_id == "L24")
    walk.do("L24")
    walk.do("risk_of_return")
    assert "unsafe" in walk.seen
    assert "L24" in walk.open()
    walk.answers["wish"] = "stay"
    assert walk.run().last.outcome == "closed"


def test_the_supervisor_signs_the_closure_and_can_send_it_back(model: ProcessModel) -> None:
    walk = Walk(model).run(leave=lambda task: task.element_id == "L28_approval")
    (second,) = walk.last.open
    assert (second.step.role, second.step.differs_from) == ("supervisor", "L28")
    walk.do("L28_approval", closureDecision="back")
    assert walk.open() == {"L28"}


def test_random_cases_take_every_step_and_all_of_them_end(model: ProcessModel) -> None:
    coverage = engine.simulate(model, cases=150, seed=3)
    assert coverage.stuck == 0
    assert coverage.ended == coverage.cases
    assert coverage.user_tasks_taken == coverage.user_tasks
