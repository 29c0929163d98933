"""The ways a labour case may go: protection, consent, silent agencies, new categories (BRIEF 4.1, 5, 10)."""

from typing import Any

import pytest

from app.engine import ProcessModel
from tests.processes.walking import Walk, inside

STEPS = [f"L{number:02}" for number in range(1, 29)] + ["L28a"]


def test_a_plain_case_runs_to_its_closure(model: ProcessModel) -> None:
    walk = Walk(model).run()
    assert walk.last.ended
    assert walk.last.outcome == "closed"
    assert walk.statuses == [
        *("registered", "screening", "accepted", "in_process", "awaiting_agency"),
        *("return_or_reintegration", "closure_review", "closed"),
    ]
    untouched = {"L20", "L01_protect", "L11", "L12", "L10", "L15", "L18", "L19", "L23", "L26", "L28a"}
    assert not untouched & set(walk.seen)
    assert set(STEPS) - untouched <= set(walk.seen)


def test_a_person_in_danger_is_protected_while_the_intake_goes_on(model: ProcessModel) -> None:
    walk = Walk(model, inDangerNow=True)
    walk.do("L01")
    assert walk.open() >= {"L02", "L03", "shelter_now", "transport", "medical", "safety_plan"}


def test_a_high_risk_calls_for_protection_before_the_case_is_even_opened(model: ProcessModel) -> None:
    walk = Walk(model, riskLevel="high")
    for step in ("L01", "L02", "L03", "L04", "L04e", "L05", "L06"):
        walk.do(step)
    assert walk.open() >= {"L07", "shelter", "transport", "medical", "safety_plan"}


def test_refused_consent_ends_the_case_but_not_the_protection(model: ProcessModel) -> None:
    walk = Walk(model, inDangerNow=True, consentRegister="refused").run(leave=inside("L01_protect"))
    assert "L28a" in walk.seen
    assert "L04" not in walk.seen
    assert not walk.last.ended
    assert walk.waiting_inside() == {"L01_protect"}
    assert walk.run().last.outcome == "ended_anonymous"


def test_a_child_needs_no_consent(model: ProcessModel) -> None:
    walk = Walk(model, childSuspected=True, consentRegister="refused").run()
    assert walk.last.outcome == "closed"


def test_a_duplicate_is_merged_into_the_open_case(model: ProcessModel) -> None:
    assert Walk(model, duplicateDecision="duplicate").run().last.outcome == "ended_duplicate"


@pytest.mark.parametrize("silent", ["L12", "L11", "L15", "L20"])
def test_a_silent_optional_branch_does_not_block_the_claim(model: ProcessModel, silent: str) -> None:
    asked: dict[str, Any] = {
        "L12": {"consentEmbassy": "given"},
        "L11": {"residenceStatus": "absence_report"},
        "L15": {"inspectionNeeded": True, "inspectionResult": "none"},
        "L20": {"shelterNeeded": True},
    }
    walk = Walk(model, **asked[silent])
    walk.run(leave=lambda task: task.element_id == silent or inside(silent)(task))
    assert walk.waiting_inside() == {silent}
    assert {"claim", "L22", "L24", "L25"} <= set(walk.seen)
    assert "L28" not in walk.seen, "closure waits for every branch"
    assert walk.run().last.outcome == "closed"


def test_what_an_agency_never_gave_can_be_recorded_as_not_obtained(model: ProcessModel) -> None:
    walk = Walk(model, consentEmbassy="given").run(
        leave=lambda t: inside("L12")(t) and t.element_id == "answer"
    )
    (task,) = walk.last.open
    assert task.step.skippable
    walk.skip(task)
    assert walk.run().last.outcome == "closed"


def test_an_absence_report_found_only_in_the_records_is_contested_too(model: ProcessModel) -> None:
    walk = Walk(model, hasAbsenceReport=True).run()
    assert "L11_found" in walk.seen
    assert "L11" not in walk.seen


@pytest.mark.parametrize(
    ("answers", "rescreen", "outcome"),
    [
        ({}, None, "recategorised_screening"),
        (
            {"passportHeldBy": "employer", "passportResult": "refused"},
            "L10_rescreen",
            "recategorised_passport",
        ),
        (
            {"inspectionNeeded": True, "inspectionResult": "confinement"},
            "L15_rescreen",
            "recategorised_inspection",
        ),
    ],
)
def test_a_case_that_is_more_than_labour_ends_at_once_as_recategorised(
    model: ProcessModel, answers: dict[str, Any], rescreen: str | None, outcome: str
) -> None:
    walk = Walk(model, **answers, recategoriseTo="trafficking")
    if rescreen is not None:
        walk.run(leave=lambda task: task.element_id == rescreen or inside("claim")(task))
        walk.do(rescreen, screeningResult="trafficking")
    else:
        for step in ("L01", "L02", "L03", "L04", "L04e"):
            walk.do(step)
        walk.do("L05", screeningResult="trafficking")
    (confirming,) = [task for task in walk.last.open if task.element_id.endswith("_recategorise")]
    assert confirming.step.role == "supervisor"
    walk.complete(confirming)
    assert walk.last.ended
    assert walk.last.outcome == outcome
    assert walk.statuses[-1] == "recategorised"
    assert walk.last.open == ()


def test_a_supervisor_who_keeps_the_category_lets_the_case_go_on(model: ProcessModel) -> None:
    walk = Walk(model, recategoriseTo="none", screeningResult="abuse").run()
    assert walk.last.outcome == "closed"
    assert "L06" in walk.seen


def test_a_category_in_doubt_is_screened_again_before_the_case_opens(model: ProcessModel) -> None:
    walk = Walk(model).run(leave=lambda task: task.element_id == "L07")
    walk.do("L07", categoryDecision="back")
    assert walk.open() == {"L07_rescreen"}
    walk.do("L07_rescreen")
    assert walk.open() == {"L07"}


def test_a_refused_passport_is_reported_to_the_police_when_the_case_stays_labour(model: ProcessModel) -> None:
    walk = Walk(model, passportHeldBy="employer", passportResult="refused").run()
    assert walk.seen.index("L10_rescreen") < walk.seen.index("L10_police")
