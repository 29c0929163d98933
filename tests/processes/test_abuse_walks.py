"""The ways an abuse case may go: safety, children, silent agencies, two tracks, new categories (BRIEF 4.2, 5, 6.1)."""

from datetime import timedelta
from typing import Any

import pytest

from app import engine
from app.engine import ProcessModel
from tests.processes.drawings import DRAWINGS, FOLDER
from tests.processes.walking import NOW, Walk, inside

PLAIN: dict[str, Any] = {
    "isChild": "no", "consentPolice": "given", "screeningResult": "abuse", "examinationNeeded": False,
    "offenderRelation": "co_worker", "dvTrack": False, "belongingsHeld": False, "claimDue": False,
    "complaintReceived": True, "inquiryResult": "referred", "protectionOrder": "granted",
    "chargeDecision": "charge", "supportSessions": "done", "courtVerdict": "convicted",
    "compensationResult": "none", "exitPlanned": True, "exitRoute": "housing", "exitFollowUp": "done",
}  # fmt: skip
LANDINGS = {"abuse_case": ("A05", "A09", "A17"), "labour_case": ("L07", "claim")}


@pytest.fixture(scope="module")
def models() -> dict[str, ProcessModel]:
    sources = {name: (FOLDER / f"{name}.bpmn").read_bytes() for name in DRAWINGS}
    return {
        key: engine.read(sources[key], {n: s for n, s in sources.items() if n != key}) for key in LANDINGS
    }


@pytest.fixture(scope="module")
def model(models: dict[str, ProcessModel]) -> ProcessModel:
    return models["abuse_case"]


def _walk(model: ProcessModel, **answers: Any) -> Walk:
    return Walk(model, **{**PLAIN, **answers})


def _to_the_end(walk: Walk) -> str | None:
    """Complete what is open and let time pass where only a timer is waited for."""
    for _ in range(20):
        walk.run()
        if walk.last.ended:
            return walk.last.outcome
        walk.tick(walk.now + timedelta(days=400))
    raise AssertionError(f"the case does not come to an end: {walk.open()}")


def test_a_plain_case_runs_to_its_closure(model: ProcessModel) -> None:
    walk = _walk(model)
    assert _to_the_end(walk) == "closed"
    assert walk.statuses == [
        *("registered", "screening", "potential_victim", "in_process", "awaiting_agency"),
        *("confirmed_victim", "return_or_reintegration", "closure_review", "closed"),
    ]
    assert not {"A02", "A03", "A04_child", "A10", "A11", "A12n", "A14", "A15", "A16", "A22"} & set(walk.seen)
    assert {"A12", "A13", "A17", "A18", "A19", "A20", "A21", "A24", "A25", "A27", "A28"} <= set(walk.seen)


def test_safety_first_aid_and_the_child_branch_begin_at_once_and_together(model: ProcessModel) -> None:
    walk = _walk(model, inDangerNow=True, childSuspected=True)
    walk.do("A01")
    assert walk.waiting_inside() == {"A02", "A03", "A04_child"}


def test_a_child_needs_no_consent_neither_to_the_case_nor_to_the_complaint(model: ProcessModel) -> None:
    walk = _walk(model, childSuspected=True, consentRegister="refused", consentPolice="refused")
    assert _to_the_end(walk) == "closed"
    assert {"A12", "guardian", "child_prosecution", "best_interests"} <= set(walk.seen)


def test_a_child_found_only_in_the_interview_is_protected_as_a_child(model: ProcessModel) -> None:
    walk = _walk(model, isChild="doubt").run(leave=inside("A06_child"))
    assert walk.waiting_inside() == {"A06_child"}


def test_refused_consent_ends_the_case_with_a_note(model: ProcessModel) -> None:
    walk = _walk(model, consentRegister="refused").run()
    assert (walk.last.outcome, "A05_note" in walk.seen) == ("ended_anonymous", True)


def test_who_does_not_want_the_police_is_helped_without_them(model: ProcessModel) -> None:
    walk = _walk(model, consentPolice="refused")
    assert _to_the_end(walk) == "closed"
    assert {"A12n", "A13", "A20", "A21", "A27"} <= set(walk.seen)
    assert not {"A12", "A17", "A18", "A19", "A24"} & set(walk.seen)


@pytest.mark.parametrize("silent", ["A10", "A11", "A14", "A15", "A16", "A16_stay", "A20", "A22"])
def test_a_silent_optional_branch_holds_up_nothing_but_the_closure(model: ProcessModel, silent: str) -> None:
    asked: dict[str, dict[str, Any]] = {
        "A10": {"shelterNeeded": True},
        "A11": {"examinationNeeded": True},
        "A14": {"belongingsHeld": True},
        "A15": {"consentEmbassy": "given"},
        "A16": {"residenceStatus": "absence_report"},
        "A16_stay": {"residenceStatus": "expired"},
        "A22": {"claimDue": True},
    }
    walk = _walk(model, **asked.get(silent, {}))
    for days in (40, 80, 400):
        walk.run(leave=lambda task: task.element_id == silent or inside(silent)(task))
        walk.tick(NOW + timedelta(days=days))
    assert walk.waiting_inside() == {silent}
    assert {"A17", "A19", "A24", "A27", "A28"} <= set(walk.seen)
    assert "A29" not in walk.seen, "closure waits for every branch"
    assert walk.run().last.outcome == "closed"


@pytest.mark.parametrize("mandatory", ["A12", "A13"])
def test_the_prosecution_waits_for_the_complaint_and_the_evidence(
    model: ProcessModel, mandatory: str
) -> None:
    walk = _walk(model).run(leave=lambda task: task.element_id == mandatory or inside(mandatory)(task))
    assert walk.waiting_inside() == {mandatory}
    assert not {"A17", "A18"} & set(walk.seen)


@pytest.mark.parametrize(("family", "unit"), [(True, "PP-FC"), (False, "PP-GEN")])
def test_the_legal_track_decides_which_prosecution_is_asked(
    model: ProcessModel, family: bool, unit: str
) -> None:
    asked = "A17_family" if family else "A17"
    walk = _walk(model, dvTrack=family).run(leave=lambda t: inside(asked)(t) and t.element_id == "answer")
    (answer,) = (task for task in walk.last.open if task.path)
    assert (answer.party, answer.step.unit) == ("PP", unit)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"screeningResult": "trafficking"}, "recategorised_screening"),
        ({"chargeDecision": "trafficking"}, "recategorised_charge"),
    ],
)
def test_a_trafficking_case_ends_at_once_as_recategorised(
    model: ProcessModel, answers: dict[str, Any], outcome: str
) -> None:
    walk = _walk(model, **answers, recategoriseTo="trafficking").run()
    assert (walk.last.ended, walk.last.outcome, walk.last.open) == (True, outcome, ())
    assert walk.statuses[-1] == "recategorised"


def test_the_plan_is_reviewed_every_thirty_days_until_the_exit_is_planned(model: ProcessModel) -> None:
    walk = _walk(model, supportSessions="again").run(leave=lambda task: task.element_id in ("A20", "A27"))
    walk.tick(NOW + timedelta(days=29))
    assert walk.open() == {"A20", "A27"}
    walk.tick(NOW + timedelta(days=30))
    assert walk.open() == {"A20", "A26", "A27"}
    walk.do("A26")
    walk.do("A27")
    walk.tick(NOW + timedelta(days=60))
    assert "A26" not in walk.open()


def test_the_follow_up_comes_one_three_and_six_months_after_the_exit(model: ProcessModel) -> None:
    walk = _walk(model).run()
    for months, answer in ((31, "three_months"), (61, "six_months"), (92, "done")):
        walk.tick(walk.now + timedelta(days=months))
        walk.do("A28", exitFollowUp=answer)
    assert walk.open() == {"A29"}


def test_new_violence_after_the_exit_is_met_with_protection_and_a_new_plan(model: ProcessModel) -> None:
    walk = _walk(model).run()
    walk.tick(NOW + timedelta(days=31))
    walk.do("A28", exitFollowUp="relapse")
    assert walk.waiting_inside() == {"A28_protect"}
    assert "A27" in walk.run(leave=lambda task: task.element_id == "A27").open()


@pytest.mark.parametrize(
    ("approved", "risk", "goes"),
    [("approved", "low", True), ("approved", "medium", False), ("refused", "low", False)],
)
def test_nobody_goes_back_to_the_offender_without_agreement_and_at_low_risk(
    model: ProcessModel, approved: str, risk: str, goes: bool
) -> None:
    walk = _walk(model, exitRoute="offender_home", riskLevel=risk, exitApproved=approved)
    walk.run(leave=lambda task: task.element_id == "A27")
    walk.do("A27")
    walk.run(leave=lambda task: task.element_id == "A27")
    assert ("A27" not in walk.open()) == goes


@pytest.mark.parametrize(("key", "at"), [(key, at) for key, places in LANDINGS.items() for at in places])
def test_a_case_can_begin_where_a_recategorised_or_reopened_one_lands(
    models: dict[str, ProcessModel], key: str, at: str
) -> None:
    walk = Walk(models[key], at=at, **(PLAIN if key == "abuse_case" else {}))
    assert walk.waiting_inside() == {at}
    assert _to_the_end(walk) == "closed"


def test_a_case_that_comes_from_the_trafficking_sop_goes_on_to_the_charge_and_the_court(
    model: ProcessModel,
) -> None:
    walk = Walk(model, at="A17", **PLAIN).run()
    assert {"A17", "A19", "A24"} <= set(walk.seen)
    assert not {"A12", "A18"} & set(walk.seen)


def test_random_cases_take_every_step_and_all_of_them_end(model: ProcessModel) -> None:
    coverage = engine.simulate(model, cases=100, seed=3)
    assert coverage.stuck == 0
    assert coverage.ended == coverage.cases
    assert coverage.user_tasks_taken == coverage.user_tasks
