"""The ways into a trafficking case: safety, rest, consent, screening, grounds, landings (BRIEF 4.3, 5, 6.1)."""

from datetime import timedelta
from typing import Any

import pytest

from app import engine
from app.engine import ProcessModel
from app.errors import Invalid
from tests.processes.drawings import DRAWINGS, FOLDER
from tests.processes.trafficking import but, through, trafficking, until
from tests.processes.walking import NOW, Walk

DAY = timedelta(days=1)
RECORDS = ("T11", "T12", "T12_mind", "T13", "T14", "T15", "T16")


@pytest.fixture(scope="module")
def model() -> ProcessModel:
    sources = {name: (FOLDER / f"{name}.bpmn").read_bytes() for name in DRAWINGS}
    return engine.read(sources.pop("trafficking_case"), sources)


def test_a_plain_case_runs_to_its_closure(model: ProcessModel) -> None:
    walk = through(trafficking(model))
    assert walk.last.outcome == "closed"
    order = ["registered", "screening", "potential_victim", "confirmed_victim", "closure_review", "closed"]
    assert sorted(order, key=walk.statuses.index) == order
    untouched = {"T02", "T02_police", "T04_child", "T11", "T14", "T27", "T31"}
    assert not untouched & set(walk.seen)
    assert {f"T{number:02}" for number in range(1, 34)} - untouched <= set(walk.seen)


@pytest.mark.parametrize(
    ("answers", "steps"),
    [
        ({}, {"T03", "T04", "T05"}),
        ({"captive": True}, {"T02", "T03", "T04", "T05"}),
        ({"inDangerNow": True}, {"T02_police", "T03", "T04", "T05"}),
    ],
)
def test_safety_comes_first_and_all_at_once(
    model: ProcessModel, answers: dict[str, Any], steps: set[str]
) -> None:
    walk = trafficking(model, **answers)
    walk.do("T01")
    assert walk.open() == steps


@pytest.mark.parametrize("answers", [{"isChild": "yes"}, {"isChild": "doubt"}])
def test_a_child_or_an_age_in_doubt_takes_the_child_branch(
    model: ProcessModel, answers: dict[str, Any]
) -> None:
    walk = trafficking(model, **answers, consentRegister="refused", consentPolice="refused")
    assert "T04_child" in through(walk).seen
    assert {"T19", "T22"} <= set(walk.seen), "a child's case needs no consent"
    assert walk.last.outcome == "closed"


def test_an_adult_may_refuse_that_a_case_is_kept(model: ProcessModel) -> None:
    assert through(trafficking(model, consentRegister="refused")).last.outcome == "ended_anonymous"


def test_danger_to_a_person_is_followed_without_consent(model: ProcessModel) -> None:
    walk = through(trafficking(model, consentRegister="refused", captive=True))
    assert walk.last.outcome == "closed"


def test_the_person_rests_for_24_hours(model: ProcessModel) -> None:
    walk = until(trafficking(model), "T07")
    walk.tick(NOW + DAY - timedelta(minutes=1))
    assert walk.open() == {"T07"}
    walk.tick(NOW + DAY + timedelta(minutes=1))
    assert walk.open() == {"T08_work"}


def test_a_person_who_wishes_it_need_not_wait(model: ProcessModel) -> None:
    walk = until(trafficking(model), "T07")
    walk.do("T07")
    assert walk.open() == {"T08_work"}


@pytest.mark.parametrize("result", ["labour", "abuse"])
def test_no_sign_of_trafficking_ends_the_case_as_recategorised(model: ProcessModel, result: str) -> None:
    walk = until(trafficking(model, screeningResult=result, recategoriseTo=result), "T08_recategorise")
    (confirming,) = walk.last.open
    assert confirming.step.role == "supervisor"
    walk.complete(confirming)
    assert (walk.last.outcome, walk.statuses[-1]) == ("recategorised_screening", "recategorised")
    assert walk.last.open == ()


def test_reasonable_grounds_need_the_assessment_and_wait_for_nothing_else(model: ProcessModel) -> None:
    walk = trafficking(model, consentEmbassy="given", shelterNeeded=True)
    until(walk, "T10").run(leave=but("T17", *RECORDS))
    assert walk.waiting_inside() == {"T17", *RECORDS} - {"T12_mind"}


@pytest.mark.parametrize("silent", ["T11", "T12", "T14", "T15", "T16"])
def test_a_silent_agency_holds_up_the_closure_only(model: ProcessModel, silent: str) -> None:
    walk = through(trafficking(model, consentEmbassy="given", shelterNeeded=True), leave=but(silent))
    assert walk.waiting_inside() == {silent}
    assert {"T17", "T22", "T29", "T32_sixth"} <= set(walk.seen)
    assert "T33" not in walk.seen
    assert through(walk).last.outcome == "closed"


def test_a_negative_decision_is_reconsidered_once_and_by_another_person(model: ProcessModel) -> None:
    walk = trafficking(model, rgResult="negative", reconsiderationAsked=True, recategoriseTo="labour")
    until(walk, "T17_again")
    again = next(task for task in walk.last.open if task.element_id == "T17_again")
    assert again.step.differs_from == "T17"
    assert through(walk).last.outcome == "recategorised_grounds"
    assert walk.seen.count("T17_again") == 1


def test_a_reconsidered_decision_can_become_positive(model: ProcessModel) -> None:
    walk = until(trafficking(model, rgResult="negative", reconsiderationAsked=True), "T17_again")
    walk.answers["rgResult"] = "positive"
    through(walk)
    assert (walk.last.outcome, "T22" in walk.seen) == ("closed", True)


def test_a_negative_decision_without_another_category_goes_to_the_closure_review(model: ProcessModel) -> None:
    walk = through(trafficking(model, rgResult="negative", recategoriseTo="none"))
    assert walk.last.outcome == "closed"
    assert not {"T18", "T19", "T23"} & set(walk.seen)


def test_a_recategorised_case_skips_what_was_done_before(model: ProcessModel) -> None:
    known = {"isChild": "no", "workerKind": "domestic", "consentEmbassy": "refused"} | dict.fromkeys(
        ("consentRegister", "consentShare", "consentPolice"), "given"
    )
    begun = engine.start(model, at="T01", data={"arrivedBy": "recategorised", **known}, now=NOW)
    walk = Walk(model, **{**known, "arrivedBy": "recategorised", "captive": False, "inDangerNow": False})
    walk.last = begun
    walk.do("T01")
    assert walk.open() == {"T05"}
    walk.do("T05")
    assert walk.open() == {"T07"}
    walk.do("T07")
    assert walk.open() == {"T08"}


def test_a_recategorised_case_asks_for_the_consents_that_are_missing(model: ProcessModel) -> None:
    walk = trafficking(model, at="T01", arrivedBy="recategorised")
    walk.do("T01")
    assert walk.open() == {"T04", "T05"}
    assert "T06" in until(walk, "T06").open()


@pytest.mark.parametrize("step", ["T01", "T09", "T10"])
def test_a_case_can_begin_at_its_landing_steps_and_run_to_its_end(model: ProcessModel, step: str) -> None:
    walk = trafficking(model, at=step)
    assert walk.open() == {step}
    assert through(walk).last.outcome == "closed"


def test_a_case_cannot_begin_where_a_join_would_wait_for_ever(model: ProcessModel) -> None:
    for step in ("T04", "T22", "T26", "T28"):
        with pytest.raises(Invalid):
            engine.start(model, at=step, now=NOW)
