"""Calls that outlive their caller: cut out of a running case, each goes on exactly as it stood (BRIEF 5 b)."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import engine
from app.engine import ProcessModel, Snapshot

NOW = datetime(2026, 3, 1, 7, tzinfo=UTC)
FOLDER = Path(__file__).parents[2] / "processes"
DRAWINGS = {file.stem: file.read_bytes() for file in FOLDER.glob("*.bpmn")}
STEADY = {
    "consentRegister": "given",
    "consentShare": "given",
    "consentPolice": "given",
    "duplicateDecision": "new",
    "screeningResult": "labour",
    "categoryDecision": "confirmed",
    "recategoriseTo": "none",
    "inDangerNow": True,
    "shelterNeeded": True,
    "inspectionNeeded": True,
    "evidenceComplete": True,
    "referralBasis": "consent",
    "claimRoute": "settlement",
    "settlementOpened": "opened",
}
"""Answers that keep a case on its way, so that many calls run at once."""


@pytest.fixture(scope="module")
def model() -> ProcessModel:
    return engine.read(DRAWINGS["labour_case"], DRAWINGS)


def alone(model: ProcessModel, running: engine.Running) -> ProcessModel:
    place = (running.call.process_id, running.call.element_id)
    return engine.called_by(engine.read(DRAWINGS[running.process_id], DRAWINGS), model.steps[place])


def walked(model: ProcessModel, seed: int, acts: int) -> list[Snapshot]:
    """A case on a random way, after each act."""
    chance, found = random.Random(seed), [engine.start(model, now=NOW)]
    while len(found) < acts and not found[-1].ended:
        task = chance.choice(found[-1].open)
        found.append(engine.complete(model, found[-1].state, task.id, STEADY, now=NOW))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_every_running_call_is_cut_out_with_the_steps_it_has_open(model: ProcessModel, seed: int) -> None:
    seen = set()
    for snapshot in walked(model, seed, 45):
        calls = engine.running_calls(model, snapshot.state, now=NOW)
        assert {c.call.id for c in calls} == {task.path[0].id for task in snapshot.open if task.path}
        for running in calls:
            seen.add(running.call.element_id)
            within = [t for t in snapshot.open if t.path and t.path[0].id == running.call.id]
            by_itself = engine.current(alone(model, running), running.state, now=NOW).open
            assert sorted((t.id, t.step.name, t.party or "", t.step.form or "") for t in within) == sorted(
                (t.id, t.step.name, t.party or "", t.step.form or "") for t in by_itself
            )
            assert [t.step.clock for t in sorted(within, key=lambda t: t.id)] == [
                t.step.clock for t in sorted(by_itself, key=lambda t: t.id)
            ]
    assert len(seen) >= 3


@pytest.mark.parametrize("seed", range(6))
def test_every_step_that_is_open_in_it_can_be_completed(model: ProcessModel, seed: int) -> None:
    for snapshot in walked(model, seed, 45)[::5]:
        for running in engine.running_calls(model, snapshot.state, now=NOW):
            called = alone(model, running)
            for task in engine.current(called, running.state, now=NOW).open:
                after = engine.complete(called, running.state, task.id, STEADY, now=NOW)
                assert task.id not in {t.id for t in after.open}


def test_what_it_shares_with_its_caller_goes_with_it(model: ProcessModel) -> None:
    for snapshot in walked(model, 1, 45):
        for running in engine.running_calls(model, snapshot.state, now=NOW):
            if running.process_id == "labour_claim":
                known = engine.current(alone(model, running), running.state, now=NOW).data
                assert known["claimRoute"] == STEADY["claimRoute"]
                return
    raise AssertionError("no claim was running")


def test_a_case_without_running_calls_has_nothing_to_cut_out(model: ProcessModel) -> None:
    assert engine.running_calls(model, engine.start(model, now=NOW).state, now=NOW) == ()
