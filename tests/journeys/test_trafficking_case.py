"""A trafficking case through all agencies, to its outcomes and over its branches (BRIEF 4.3, 5, 6.6)."""

from collections.abc import Callable

import pytest

from app import engine, seeding
from tests.journeys.journey import House, Travelled
from tests.journeys.trafficking_scripts import PLAIN, SCRIPTS

FINISHED = {"completed", "skipped", "cancelled"}
ONLY_IN_TIME = {("trafficking_case", "T26_review")}
"""What comes up after 150 days only; the walks of the drawing take it (tests/processes)."""

Travel = Callable[[str], Travelled]


def waits_for_the_legal_officer(journey: Travelled) -> bool:
    """A case that goes down a category needs two signatures: the drawing has the supervisor's (BRIEF 5, M-LAB)."""
    case, left = journey.case, {step.state for step in journey.steps}
    return (case.category, case.status, case.closed_at) == (
        "trafficking",
        "recategorised",
        None,
    ) and left <= FINISHED


@pytest.fixture(scope="module")
def trafficking(house: House) -> Travel:
    """The journey of a script, made once in a test run."""
    made: dict[str, Travelled] = {}

    def travel(name: str) -> Travelled:
        if name not in made:
            made[name] = house.travel(SCRIPTS[name], PLAIN)
        return made[name]

    return travel


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_trafficking_case_goes_through_all_agencies_to_its_outcome(name: str, trafficking: Travel) -> None:
    script, journey = SCRIPTS[name], trafficking(name)
    if script.status == "recategorised":
        assert waits_for_the_legal_officer(journey)
        assert ("trafficking_case", script.outcome) in journey.passed
    else:
        assert (journey.case.outcome, journey.case.status) == (script.outcome, script.status)
        assert journey.case.category == "trafficking"
        assert journey.case.closed_at is not None
        assert {step.state for step in journey.steps} <= FINISHED
    assert journey.unasked == frozenset()
    assert journey.broken == ()


def test_together_the_journeys_take_every_step_of_the_trafficking_case(trafficking: Travel) -> None:
    drawings = {file.stem: file.read_bytes() for file in sorted((seeding.ROOT / "processes").glob("*.bpmn"))}
    model = engine.read(drawings.pop("trafficking_case"), drawings)
    journeyed = frozenset[tuple[str, str]]().union(*(trafficking(name).passed for name in SCRIPTS))
    steps = {step for step in model.user_tasks() if step[0] == "trafficking_case"}
    assert steps - journeyed == ONLY_IN_TIME


def test_weighty_decisions_are_signed_by_different_people(trafficking: Travel) -> None:
    pairs = [
        ("T10", "T17"),
        ("T17", "T17_again"),
        ("T24", "T24_approval"),
        ("T33", "T33_approval"),
        ("T33", "T33_legal"),
    ]
    for name in SCRIPTS:
        done = {s.element_id: s.assignee_id for s in trafficking(name).steps if s.state == "completed"}
        for one, other in pairs:
            assert one not in done or done[one] != done.get(other), (name, one, other)


def test_together_the_journeys_reach_every_agency_of_the_trafficking_case(trafficking: Travel) -> None:
    acted = {(s.party, s.unit) for name in SCRIPTS for s in trafficking(name).steps if not s.acting_for}
    assert acted >= {
        *(("EPC", "EPC"), ("SHL", "EPC-SHL"), ("HSP", "HSP-SMC"), ("EMB", "EMB-IND"), ("POL", "POL-CAP")),
        *(("CID", "CID-AHT"), ("PP", "PP-TIP"), ("MOJ", "HCC"), ("MOJ", "LCAO"), ("SOC", "SOC-A7")),
        *(("SOC", "SOC-CPC"), ("LMR", "LMR-GRV"), ("LMR", "LMR-INS"), ("NPR", "NPRA")),
    }
