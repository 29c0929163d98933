"""Joins fire when, and only when, their own round is complete, also nested and in loops."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from app import engine
from app.engine import ProcessModel, Snapshot
from tests.engine.diagrams import Blocks, loop_around_a_fork

NOW = datetime(2026, 3, 1, tzinfo=UTC)
STEPS = 60


def waiting(snapshot: Snapshot) -> list[str]:
    return sorted(task.element_id for task in snapshot.open)


def do(model: ProcessModel, snapshot: Snapshot, element: str, x: int = 0) -> Snapshot:
    task = next(t for t in snapshot.open if t.element_id == element)
    return engine.complete(model, snapshot.state, task.id, {"x": x}, now=NOW)


def test_a_join_in_a_loop_waits_for_both_branches_of_its_own_round() -> None:
    model = engine.read(loop_around_a_fork().xml())
    snapshot = engine.start(model, now=NOW)
    for element in ("a", "b"):
        snapshot = do(model, snapshot, element)
    snapshot = do(model, snapshot, "after", x=1)
    assert waiting(do(model, snapshot, "b")) == ["a"]
    assert waiting(do(model, do(model, snapshot, "b"), "a")) == ["after"]


def test_the_plain_library_lets_that_join_fire_early() -> None:
    """The reason for joins of our own: should this fail, the library has learnt it."""
    plain = loop_around_a_fork().xml().replace(b"x &gt; 0", b"x")
    parser = BpmnParser()
    parser.add_bpmn_str(plain)
    workflow = BpmnWorkflow(parser.get_spec("p"))
    workflow.do_engine_steps()
    for name, x in (("a", 0), ("b", 0), ("after", 1), ("b", 0)):
        task = next(t for t in workflow.get_tasks(state=TaskState.READY) if t.task_spec.name == name)
        task.data["x"] = x
        task.run()
        workflow.do_engine_steps()
    ready = {t.task_spec.name for t in workflow.get_tasks(state=TaskState.READY)}
    assert ready == {"a", "after"}


@pytest.mark.parametrize("seed", range(120))
def test_no_join_of_a_random_drawing_fires_while_work_inside_it_is_open(seed: int) -> None:
    blocks = Blocks(seed)
    model = engine.read(blocks.drawing.xml())
    random, now = Random(seed), NOW
    snapshot = engine.start(model, now=now)
    for _ in range(STEPS):
        if snapshot.ended:
            return
        assert snapshot.open, "the case is stuck"
        task = random.choice(snapshot.open)
        now += timedelta(minutes=1)
        before = {t.id for t in snapshot.open} - {task.id}
        snapshot = engine.complete(model, snapshot.state, task.id, {"x": random.randint(0, 9)}, now=now)
        still_open = {t.element_id for t in snapshot.open if t.id in before}
        for passed in snapshot.passed:
            inside = blocks.scopes.get(passed.element_id, set())
            assert not inside & still_open, f"{passed.element_id} fired early"
