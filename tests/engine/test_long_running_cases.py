"""Cases that run for years stay small and go on exactly as if nothing had been cut away."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from app import engine
from app.engine import instance, state
from app.engine.pruning import prune
from tests.engine.diagrams import Blocks, Drawing

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def two_open_branches() -> Drawing:
    """One branch loops for ever, the other one waits beside it."""
    drawing = Drawing()
    for kind, name in (("startEvent", "start"), ("endEvent", "end"), ("exclusiveGateway", "merge")):
        drawing.node(kind, name)
    drawing.node("parallelGateway", "fork")
    drawing.node("parallelGateway", "join")
    drawing.task("visit")
    drawing.task("beside")
    drawing.line("start", "fork", "merge", "visit", "again")
    drawing.line("fork", "beside", "join", "end")
    drawing.flow("again", "merge", "x &gt; 0")
    leave = drawing.flow("again", "join")
    drawing.node("exclusiveGateway", "again", "", f'default="{leave}"')
    return drawing


def test_a_branch_that_repeats_while_another_stays_open_keeps_the_state_flat() -> None:
    model = engine.read(two_open_branches().xml())
    snapshot = engine.start(model, now=NOW)
    sizes = []
    for round_ in range(400):
        task = next(t for t in snapshot.open if t.element_id == "visit")
        snapshot = engine.complete(model, snapshot.state, task.id, {"x": 1}, now=NOW + timedelta(days=round_))
        sizes.append(len(snapshot.state))
    assert sizes[-1] <= sizes[10]
    for element in ("visit", "beside"):
        task = next(t for t in snapshot.open if t.element_id == element)
        snapshot = engine.complete(model, snapshot.state, task.id, {"x": 0}, now=NOW)
    assert snapshot.ended


@pytest.mark.parametrize("seed", range(40))
def test_a_pruned_case_goes_on_as_an_unpruned_one(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    model = engine.read(Blocks(seed).drawing.xml())
    pruned = _trace(model, seed)
    monkeypatch.setattr(instance, "prune", lambda running: None)
    assert _trace(model, seed) == pruned


def _trace(model: engine.ProcessModel, seed: int) -> list[object]:
    random, now, trace = Random(seed), NOW, []
    snapshot = engine.start(model, now=now)
    for _ in range(40):
        trace.append((sorted(t.element_id for t in snapshot.open), snapshot.ended))
        if snapshot.ended:
            break
        now += timedelta(minutes=1)
        task = random.choice(sorted(snapshot.open, key=lambda t: t.element_id))
        snapshot = engine.complete(model, snapshot.state, task.id, {"x": random.randint(0, 9)}, now=now)
    return trace


def test_pruning_twice_changes_nothing() -> None:
    model = engine.read(Blocks(3).drawing.xml())
    stored = engine.start(model, now=NOW).state
    running = state.decode(stored, model.library.instance(NOW, stored=True))
    prune(running)
    assert state.encode(running) == stored


def test_a_circle_in_which_nothing_waits_is_stopped_with_a_sentence() -> None:
    """Checks refuse such a drawing; should one slip through, the engine must not spin."""
    from app.engine import library

    model = engine.read(two_open_branches().xml())
    snapshot = engine.start(model, now=NOW)
    before = library.MAX_AUTOMATIC_STEPS
    try:
        instance.MAX_AUTOMATIC_STEPS = 0  # type: ignore[attr-defined]
        task = next(t for t in snapshot.open if t.element_id == "visit")
        with pytest.raises(engine.TooManySteps):
            engine.complete(model, snapshot.state, task.id, {"x": 1}, now=NOW)
    finally:
        instance.MAX_AUTOMATIC_STEPS = before  # type: ignore[attr-defined]
