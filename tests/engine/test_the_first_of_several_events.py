"""Behind an event gateway the first event that happens decides, and nothing is left of the others."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from app import engine
from app.errors import Conflict
from tests.engine.diagrams import Drawing

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def timer(text: str) -> str:
    return (
        '<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">'
        f"{text}</bpmn:timeDuration></bpmn:timerEventDefinition>"
    )


def message(name: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="m_{name}"/>'


def several(**events: str) -> engine.ProcessModel:
    """start -> gateway -> one of the events -> a step of the same name after it -> end."""
    drawing = Drawing()
    drawing.node("startEvent", "start")
    drawing.node("endEvent", "end")
    drawing.node("exclusiveGateway", "merge")
    drawing.node("eventBasedGateway", "first")
    drawing.line("start", "first")
    for name, inside in events.items():
        drawing.node("intermediateCatchEvent", name, inside)
        drawing.task(f"after_{name}")
        drawing.line("first", name, f"after_{name}", "merge")
    drawing.line("merge", "end")
    root = b'<bpmn:message id="m_reply" name="reply"/><bpmn:process '
    return engine.read(drawing.xml().replace(b"<bpmn:process ", root))


def open_in(snapshot: engine.Snapshot) -> list[str]:
    return [task.element_id for task in snapshot.open]


def test_a_case_waits_at_every_event_until_the_first_one_happens() -> None:
    model = several(day=timer("P1D"), reply=message("reply"), hour=timer("PT1H"))
    snapshot = engine.start(model, now=NOW)
    assert {element for _, element in snapshot.positions} == {"day", "reply", "hour"}
    assert snapshot.next_due == NOW + HOUR


def test_a_message_that_comes_first_takes_the_timers_away() -> None:
    model = several(day=timer("P1D"), reply=message("reply"))
    snapshot = engine.start(model, now=NOW)
    snapshot = engine.correlate(model, snapshot.state, "reply", {"x": 4}, now=NOW + HOUR)
    assert (open_in(snapshot), snapshot.next_due, snapshot.data) == (["after_reply"], None, {"x": 4})
    assert open_in(engine.tick(model, snapshot.state, now=NOW + 100 * HOUR)) == ["after_reply"]


def test_a_timer_that_comes_first_takes_the_message_away() -> None:
    model = several(day=timer("P1D"), reply=message("reply"))
    snapshot = engine.tick(model, engine.start(model, now=NOW).state, now=NOW + 24 * HOUR)
    assert open_in(snapshot) == ["after_day"]
    with pytest.raises(Conflict):
        engine.correlate(model, snapshot.state, "reply", {}, now=NOW + 25 * HOUR)
    snapshot = engine.complete(model, snapshot.state, snapshot.open[0].id, {}, now=NOW + 26 * HOUR)
    assert snapshot.ended


@pytest.mark.parametrize("order", list(permutations(["PT3H", "PT1H", "PT2H"])))
def test_of_timers_missed_together_the_one_that_was_due_first_counts(order: tuple[str, ...]) -> None:
    model = several(**{f"e{text}": timer(text) for text in order})
    snapshot = engine.tick(model, engine.start(model, now=NOW).state, now=NOW + 50 * HOUR)
    assert open_in(snapshot) == ["after_ePT1H"]


def test_a_timer_without_duration_decides_at_once() -> None:
    assert open_in(engine.start(several(reply=message("reply"), now=timer("PT0S")), now=NOW)) == ["after_now"]


def test_two_events_that_wait_for_one_message_take_it_once() -> None:
    model = several(one=message("reply"), other=message("reply"))
    snapshot = engine.correlate(model, engine.start(model, now=NOW).state, "reply", {}, now=NOW)
    assert open_in(snapshot) == ["after_one"]


def test_a_circle_of_waiting_goes_round_as_often_as_it_must() -> None:
    drawing = Drawing()
    for kind, name in (("startEvent", "start"), ("endEvent", "end"), ("exclusiveGateway", "merge")):
        drawing.node(kind, name)
    drawing.node("eventBasedGateway", "first")
    drawing.node("intermediateCatchEvent", "again", timer("P1D"))
    drawing.node("intermediateCatchEvent", "reply", message("reply"))
    drawing.line("start", "merge", "first", "again", "merge")
    drawing.line("first", "reply", "end")
    root = b'<bpmn:message id="m_reply" name="reply"/><bpmn:process '
    model = engine.read(drawing.xml().replace(b"<bpmn:process ", root))
    snapshot = engine.start(model, now=NOW)
    sizes = set()
    for day in range(1, 30):
        snapshot = engine.tick(model, snapshot.state, now=NOW + day * 24 * HOUR)
        sizes.add(len(snapshot.positions))
        assert snapshot.next_due == NOW + (day + 1) * 24 * HOUR
    assert sizes == {2}
    assert engine.correlate(model, snapshot.state, "reply", {}, now=NOW + 900 * HOUR).ended


def test_walks_deliver_messages_and_wait_for_timers() -> None:
    model = several(day=timer("P1D"), reply=message("reply"))
    coverage = engine.simulate(model, cases=40, seed=1)
    assert (coverage.ended, coverage.stuck) == (40, 0)
    assert coverage.user_tasks_taken == coverage.user_tasks
