"""The ways of a trafficking case from potential victim to closure: inquiry, protection, court, future (BRIEF 4.3)."""

from datetime import timedelta
from typing import Any

import pytest

from app import engine
from app.engine import ProcessModel
from tests.processes.drawings import DRAWINGS, FOLDER
from tests.processes.trafficking import PROTECTING, but, through, trafficking, until

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def model() -> ProcessModel:
    sources = {name: (FOLDER / f"{name}.bpmn").read_bytes() for name in DRAWINGS}
    return engine.read(sources.pop("trafficking_case"), sources)


def test_protection_begins_with_reasonable_grounds_beside_the_inquiry(model: ProcessModel) -> None:
    walk = until(trafficking(model), "T17")
    walk.do("T17")
    assert walk.waiting_inside() >= PROTECTING | {"T19"}


def test_the_recovery_period_lasts_30_days_and_15_more_when_needed(model: ProcessModel) -> None:
    walk = until(trafficking(model, recoveryDecision="extended"), "T18")
    walk.do("T18")
    began = walk.now
    walk.tick(began + 30 * DAY - timedelta(hours=1))
    assert "T18_review" not in walk.open()
    walk.tick(began + 30 * DAY + timedelta(hours=1))
    walk.do("T18_review")
    walk.tick(walk.now + 14 * DAY)
    assert "T18_review" not in walk.open()
    walk.tick(walk.now + 2 * DAY)
    walk.do("T18_review", recoveryDecision="ended")
    assert not {"T18_review", "T18_longer"} & walk.open()


def test_an_adult_who_refuses_the_police_is_protected_all_the_same(model: ProcessModel) -> None:
    walk = through(trafficking(model, consentPolice="refused"))
    assert "T19_note" in walk.seen
    assert not {"T19", "T20", "T21", "T22", "T28"} & set(walk.seen)
    assert set(walk.seen) >= PROTECTING | {"T30"}
    assert walk.last.outcome == "closed"


def test_an_official_implicated_means_the_prosecution_at_once(model: ProcessModel) -> None:
    walk = trafficking(model, restrictedAccess=True, chargeDecision="more_inquiry")
    until(walk, "T21")
    for _ in ("prepare", "acknowledge", "answer", "review"):
        walk.complete(next(t for t in walk.last.open if t.path and t.path[0].element_id == "T21"))
    assert "T21" in walk.waiting_inside(), "the prosecution inquires itself"
    walk.answers["chargeDecision"] = "charge"
    assert not {"T19", "T20"} & set(through(walk).seen)


def test_more_inquiry_goes_back_to_the_directorate(model: ProcessModel) -> None:
    walk = until(trafficking(model, chargeDecision="more_inquiry"), "T21")
    while "T21" in walk.waiting_inside():
        walk.complete(next(t for t in walk.last.open if t.path and t.path[0].element_id == "T21"))
    assert "T20" in walk.waiting_inside()


def test_suspects_who_are_held_come_before_the_prosecution(model: ProcessModel) -> None:
    walk = through(trafficking(model, suspectsHeld=True))
    assert walk.seen.index("T20_suspects") < walk.seen.index("T21")


def test_too_little_evidence_still_leads_to_a_determination(model: ProcessModel) -> None:
    walk = through(trafficking(model, investigationResult="insufficient"))
    assert "T22" in walk.seen
    assert "T21" not in walk.seen


def test_a_deferred_determination_comes_up_again(model: ProcessModel) -> None:
    walk = until(trafficking(model, determination="deferred"), "T22")
    walk.do("T22")
    assert "T22" in walk.open()


def _not_confirmed(model: ProcessModel, **answers: Any) -> Any:
    """At T22, in a case without a charge."""
    walk = trafficking(model, determination="not_confirmed", investigationResult="insufficient", **answers)
    return walk.run(leave=but("T22", *PROTECTING))


def test_not_confirmed_does_not_end_the_protection(model: ProcessModel) -> None:
    walk = _not_confirmed(model)
    walk.do("T22")
    assert walk.waiting_inside() >= PROTECTING | {"T22_notice"}
    walk.do("T22_notice")
    assert walk.waiting_inside() >= PROTECTING | {"T22_plan"}
    walk.do("T22_plan", recategoriseTo="none")
    assert walk.waiting_inside() >= PROTECTING | {"T30"}, "the exit plan begins"


def test_a_determination_is_reconsidered_when_the_person_asks(model: ProcessModel) -> None:
    walk = _not_confirmed(model, reconsiderationAsked=True)
    for step in ("T22", "T22_notice"):
        walk.do(step)
    walk.do("T22_again", determination="confirmed")
    assert "confirmed_victim" in walk.statuses
    assert "not_confirmed" not in walk.statuses


@pytest.mark.parametrize("category", ["labour", "abuse"])
def test_not_confirmed_can_become_another_category(model: ProcessModel, category: str) -> None:
    walk = _not_confirmed(model, recategoriseTo=category)
    for step in ("T22", "T22_notice", "T22_plan"):
        walk.do(step)
    assert (walk.last.outcome, walk.statuses[-1]) == ("recategorised_determination", "recategorised")


def test_an_approved_stay_is_reviewed_after_150_days_and_again(model: ProcessModel) -> None:
    walk = trafficking(model, committeeMeasure="stay", ministerDecision="approved", stayReview="renewed")
    until(walk, "T26_stay")
    assert "T27" in walk.waiting_inside(), "work does not wait for the end of the stay"
    for _ in range(2):
        walk.tick(walk.now + 151 * DAY)
        assert "T26_stay" not in walk.open()
        walk.do("T26_review")
        assert "T26_stay" in walk.open()
    walk.tick(walk.now + 151 * DAY)
    walk.do("T26_review", stayReview="ended")
    assert not {"T26_stay", "T26_review"} & walk.open()


def test_a_stay_that_is_not_needed_any_more_ends_at_once(model: ProcessModel) -> None:
    walk = until(trafficking(model, committeeMeasure="stay", ministerDecision="approved"), "T26_stay")
    walk.do("T26_stay")
    assert not {"T26_stay", "T26_review"} & walk.open()


def test_a_refused_stay_leaves_nothing_to_review(model: ProcessModel) -> None:
    walk = through(trafficking(model, committeeMeasure="stay", ministerDecision="refused"))
    assert not {"T26_stay", "T27"} & set(walk.seen)


def test_the_fund_pays_each_month_after_a_second_signature(model: ProcessModel) -> None:
    walk = until(trafficking(model, fundBasis="cooperating", fundPayment="continue"), "T24")
    walk.do("T24")
    walk.do("T24_approval", fundDecision="approved")
    walk.do("T24_payment")
    walk.do("T24_payment", fundPayment="ended")
    assert "T24_payment" not in walk.open()


def test_hearings_follow_one_another_and_an_appeal_keeps_the_case_open(model: ProcessModel) -> None:
    walk = trafficking(model, courtNeedsVictim=True, courtVerdict="next_hearing")
    until(walk, "T28")
    walk.do("T28")
    assert "T28" in walk.open()
    walk.do("T28", courtNeedsVictim=False)
    assert {"T29", "T30"} <= walk.open(), "the wish does not wait for the judgment"
    walk.do("T29")
    walk.do("T28_appeal", courtNeedsVictim=False)
    walk.answers["courtVerdict"] = "convicted"
    assert through(walk).seen.count("T29") == 2


def test_a_high_risk_of_return_leads_back_to_the_wish(model: ProcessModel) -> None:
    walk = until(trafficking(model, wish="return", returnRisk="high"), "T30")
    walk.do("T30")
    walk.do("risk_of_return")
    assert "T30" in walk.open()
    walk.answers["wish"] = "stay"
    assert through(walk).last.outcome == "closed"
    assert "departure" not in walk.seen


def test_a_person_who_left_is_followed_up_after_3_and_6_months(model: ProcessModel) -> None:
    walk = trafficking(model, wish="return", returnRisk="low", travelDocument="ready", clearanceGiven=True)
    walk.answers["followUp"] = "done"
    through(walk, leave=but("T32_third"))
    assert "departure" in walk.seen
    assert "T32" not in walk.seen, "the first follow-up belongs to the return"
    walk.do("T32_third", followUp="again")
    assert through(walk).seen.count("T32_sixth") == 1


def test_a_person_who_stays_is_followed_up_after_1_3_and_6_months(model: ProcessModel) -> None:
    walk = until(trafficking(model), "T30")
    walk.do("T30")
    began, days = walk.now, []
    for step in ("T32", "T32_third", "T32_sixth"):
        while step not in walk.open():
            walk.run(leave=but("T32", "T32_third", "T32_sixth"))
            if step not in walk.open():
                walk.tick(walk.last.next_due + timedelta(seconds=1))
        days.append((walk.now - began).days)
        walk.do(step)
    assert [28 <= days[0] <= 31, 87 <= days[1] <= 93, 178 <= days[2] <= 186] == [True] * 3


@pytest.mark.parametrize("signer", ["T33_approval", "T33_legal"])
def test_the_supervisor_and_the_legal_officer_sign_and_each_can_send_back(
    model: ProcessModel, signer: str
) -> None:
    walk = through(trafficking(model), leave=but(signer))
    (second,) = walk.last.open
    assert second.step.differs_from == "T33"
    assert second.step.role == ("legal" if signer == "T33_legal" else "supervisor")
    walk.do(signer, closureDecision="back")
    assert walk.open() == {"T33"}


def test_random_cases_end_and_take_almost_every_step(model: ProcessModel) -> None:
    coverage = engine.simulate(model, cases=300, seed=1)
    assert (coverage.stuck, coverage.ended) == (0, coverage.cases)
    own = {step for step in coverage.user_tasks if step[0] == "trafficking_case"}
    assert own - coverage.user_tasks_taken <= {("trafficking_case", "T26_review")}
