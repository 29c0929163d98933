"""A labour case through all agencies, to each of its outcomes and over each of its branches (BRIEF 4.1, 6.6)."""

from collections.abc import Callable

import pytest
from flask import Flask

from app import engine, seeding
from app.db import Database
from tests.journeys.journey import House, Travelled
from tests.journeys.scripts import PLAIN, SCRIPTS

FINISHED = {"completed", "skipped", "cancelled"}
WALKS = 40


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_case_goes_through_all_agencies_to_its_outcome(
    name: str, travelled: Callable[[str], Travelled]
) -> None:
    _ended_well(name, travelled(name))


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
@pytest.mark.parametrize("name", ["settled and paid", "returned voluntarily"])
def test_a_case_goes_the_same_way_on_postgresql(
    name: str, app: Flask, database: Database, travelled: Callable[[str], Travelled]
) -> None:
    there = House(app, database).travel(SCRIPTS[name], PLAIN)
    _ended_well(name, there)
    here = travelled(name)
    assert [(s.element_id, s.unit, s.state) for s in there.steps] == [
        (s.element_id, s.unit, s.state) for s in here.steps
    ]


def _ended_well(name: str, journey: Travelled) -> None:
    script = SCRIPTS[name]
    if script.status == "recategorised":
        assert journey.has_turned_as(script)
    else:
        assert (journey.case.outcome, journey.case.status) == (script.outcome, script.status)
        assert journey.case.closed_at is not None
        assert {step.state for step in journey.steps} <= FINISHED
    assert {step.state for step in journey.steps if step.element_id == "L28_approval"} <= {"completed"}
    assert journey.unasked == frozenset()
    assert journey.broken == ()


def test_together_the_journeys_take_every_step_and_every_flow(travelled: Callable[[str], Travelled]) -> None:
    drawings = {file.stem: file.read_bytes() for file in sorted((seeding.ROOT / "processes").glob("*.bpmn"))}
    model = engine.read(drawings.pop("labour_case"), drawings)
    walked = engine.simulate(model, cases=WALKS, seed=1)
    journeyed = frozenset[tuple[str, str]]().union(*(travelled(name).passed for name in SCRIPTS))
    steps, flows = frozenset(model.user_tasks()), frozenset(model.flows)
    print(  # noqa: T201  # shown by pytest -s
        f"\nover HTTP, {len(SCRIPTS)} cases: {len(steps & journeyed)} of {len(steps)} user tasks, "
        f"{len(flows & journeyed)} of {len(flows)} flows; "
        f"with {WALKS} random walks: {len(steps & (journeyed | walked.user_tasks_taken))} user tasks, "
        f"{len(flows & (journeyed | walked.flows_taken))} flows"
    )
    assert sorted(steps - journeyed) == []
    assert sorted(flows - journeyed) == []
    assert walked.stuck == 0


def test_together_the_journeys_reach_every_agency_of_the_drawing(
    travelled: Callable[[str], Travelled],
) -> None:
    acted = {
        (step.party, step.unit) for name in SCRIPTS for step in travelled(name).steps if not step.acting_for
    }
    assert acted >= {
        *(("EPC", "EPC"), ("SHL", "EPC-SHL"), ("HSP", "HSP-SMC"), ("EMB", "EMB-IND"), ("POL", "POL-CAP")),
        *(("LMR", "LMR-GRV"), ("LMR", "LMR-INS"), ("MOL", "MOL-ALC"), ("MOJ", "LCAO"), ("NPR", "NPRA")),
        ("PP", "PP-TIP"),
    }
