"""An abuse case through all agencies, to each of its outcomes and over each of its branches (BRIEF 4.2, 6.6)."""

from collections.abc import Callable

import pytest

from app import engine, seeding
from tests.journeys.abuse_scripts import PLAIN, SCRIPTS
from tests.journeys.journey import House, Travelled

FINISHED = {"completed", "skipped", "cancelled"}
OWN = {"abuse_case", "child"}
"""The drawings that no other journey covers: the called ones are travelled by the labour cases."""

Travel = Callable[[str], Travelled]


@pytest.fixture(scope="module")
def abuse(house: House) -> Travel:
    """The journey of a script, made once in a test run."""
    made: dict[str, Travelled] = {}

    def travel(name: str) -> Travelled:
        if name not in made:
            made[name] = house.travel(SCRIPTS[name], PLAIN)
        return made[name]

    return travel


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_abuse_case_goes_through_all_agencies_to_its_outcome(name: str, abuse: Travel) -> None:
    script, journey = SCRIPTS[name], abuse(name)
    if script.status == "recategorised":
        assert journey.has_turned_as(script)
    else:
        assert (journey.case.outcome, journey.case.status) == (script.outcome, script.status)
        assert journey.case.category == "abuse"
        assert journey.case.closed_at is not None
        assert {step.state for step in journey.steps} <= FINISHED
    assert journey.unasked == frozenset()
    assert journey.broken == ()


def test_together_the_journeys_take_every_step_and_every_flow_of_the_abuse_case(abuse: Travel) -> None:
    drawings = {file.stem: file.read_bytes() for file in sorted((seeding.ROOT / "processes").glob("*.bpmn"))}
    model = engine.read(drawings.pop("abuse_case"), drawings)
    journeyed = frozenset[tuple[str, str]]().union(*(abuse(name).passed for name in SCRIPTS))
    steps = {step for step in model.user_tasks() if step[0] in OWN}
    flows = {flow for flow in model.flows if flow[0] in OWN}
    assert sorted(steps - journeyed) == []
    assert sorted(flows - journeyed) == []


def test_the_closure_is_signed_by_two_people(abuse: Travel) -> None:
    for name in SCRIPTS:
        steps = {s.element_id: s for s in abuse(name).steps if s.state == "completed"}
        if "A29_approval" in steps:
            assert steps["A29"].assignee_id != steps["A29_approval"].assignee_id


def test_together_the_journeys_reach_every_agency_of_the_abuse_case(abuse: Travel) -> None:
    acted = {(s.party, s.unit) for name in SCRIPTS for s in abuse(name).steps if not s.acting_for}
    assert acted >= {
        *(("EPC", "EPC"), ("SHL", "EPC-SHL"), ("HSP", "HSP-SMC"), ("EMB", "EMB-IND"), ("POL", "POL-CAP")),
        *(("PP", "PP-GEN"), ("PP", "PP-FC"), ("SOC", "SOC-CPC"), ("SOC", "SOC-DA"), ("MOJ", "LCAO")),
        *(("LMR", "LMR-GRV"), ("NPR", "NPRA")),
    }
