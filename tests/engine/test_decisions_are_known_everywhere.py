"""Decision variables belong to the running process: no branch can bring back an older answer."""

from datetime import UTC, datetime

import pytest

from app import engine
from app.errors import Invalid
from tests.engine.diagrams import Drawing

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def fork_after(first: str) -> Drawing:
    drawing = Drawing()
    for kind, name in (("startEvent", "start"), ("endEvent", "end")):
        drawing.node(kind, name)
    drawing.node("parallelGateway", "fork")
    drawing.node("parallelGateway", "join")
    for task in (first, "a", "b", "after"):
        drawing.task(task)
    drawing.line("start", first, "fork", "a", "join", "after", "end")
    drawing.line("fork", "b", "join")
    return drawing


def act(
    model: engine.ProcessModel, snapshot: engine.Snapshot, element: str, **data: object
) -> engine.Snapshot:
    task = next(t for t in snapshot.open if t.element_id == element)
    return engine.complete(model, snapshot.state, task.id, data, now=NOW)


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_branch_that_decided_nothing_never_brings_an_old_decision_back(order: str) -> None:
    model = engine.read(fork_after("first").xml())
    snapshot = act(model, engine.start(model, now=NOW), "first", x=1)
    for element in order:
        snapshot = act(model, snapshot, element, **({"x": 9} if element == "a" else {}))
    assert snapshot.data == {"x": 9}


def test_names_that_nobody_declared_are_not_kept() -> None:
    model = engine.read(fork_after("first").xml())
    snapshot = act(model, engine.start(model, now=NOW), "first", x=1, y=2)
    assert snapshot.data == {"x": 1}
    assert b'"y"' not in snapshot.state


@pytest.mark.parametrize("value", [[1], {"a": 1}, datetime(2026, 1, 1, tzinfo=UTC), object()])
def test_only_simple_values_are_taken(value: object) -> None:
    model = engine.read(fork_after("first").xml())
    with pytest.raises(Invalid):
        act(model, engine.start(model, now=NOW), "first", x=value)


def test_a_reserved_name_is_refused_before_it_can_spoil_a_case() -> None:
    model = engine.read(fork_after("first").xml())
    with pytest.raises(Invalid):
        act(model, engine.start(model, now=NOW), "first", typename="x")


def called_twice() -> tuple[bytes, dict[str, bytes]]:
    """Two referrals at once: both set `own`, which is theirs, and the answer `x`, which is the caller's."""
    caller, called = Drawing("caller"), Drawing("called", variables=("own",))
    for drawing in (caller, called):
        drawing.node("startEvent", "start")
        drawing.node("endEvent", "end")
    for gateway in ("fork", "join"):
        caller.node("parallelGateway", gateway)
    for call in ("one", "two"):
        caller.node("callActivity", call, more='calledElement="called"')
    caller.task("after")
    caller.line("start", "fork", "one", "join", "after", "end")
    caller.line("fork", "two", "join")
    called.task("ask")
    called.task("again")
    for name in ("merge", "more"):
        called.node("exclusiveGateway", name, more='default="out"' if name == "more" else "")
    called.line("start", "merge", "ask", "more")
    called.flow("more", "again", "own = 1")
    called.line("again", "merge")
    called.flow("more", "end")
    called.flows[-1] = called.flows[-1].replace(f'id="f_more_end_{len(called.flows) - 1}"', 'id="out"')
    return caller.xml(), {"called": called.xml()}


def test_two_referrals_at_once_never_see_each_others_answers_but_the_caller_sees_both() -> None:
    model = engine.read(*called_twice())
    snapshot = engine.start(model, now=NOW)
    asked = {task.path[-1].element_id: task.id for task in snapshot.open}
    snapshot = engine.complete(model, snapshot.state, asked["one"], {"own": 1, "x": 5}, now=NOW)
    assert snapshot.data == {"x": 5}
    snapshot = engine.complete(model, snapshot.state, asked["two"], {}, now=NOW)
    assert [(t.element_id, t.path[-1].element_id) for t in snapshot.open] == [("again", "one")]
