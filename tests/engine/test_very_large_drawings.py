"""Drawings beyond any reason are answered like all others: refused with a sentence, or run."""

from datetime import UTC, datetime

import pytest

from app import engine
from tests.engine.diagrams import Drawing, straight

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LONG = "Name " * 200_000
"""A text of a million signs."""


def codes(xml: bytes, called: dict[str, bytes] | None = None) -> set[str]:
    return {problem.code for problem in engine.check(xml, called) if problem.severity == "error"}


def flat(count: int) -> Drawing:
    """One step after another."""
    return straight(*(f"t{n}" for n in range(count)))


def in_parts(parts: int, steps: int) -> bytes:
    """Many elements, but few of them in each sub-process."""
    drawing = straight()
    drawing.flows.clear()
    for part in range(parts):
        names = [f"p{part}_{n}" for n in range(steps)]
        inside = Drawing()
        inside.node("startEvent", f"s{part}")
        inside.node("endEvent", f"e{part}")
        for name in names:
            inside.node("userTask", name)
        inside.line(f"s{part}", *names, f"e{part}")
        more = "".join(inside.flows).replace('id="f_', f'id="f{part}_')
        drawing.node("subProcess", f"part{part}", "".join(inside.nodes) + more)
    drawing.line("start", *(f"part{part}" for part in range(parts)), "end")
    return drawing.xml()


def nested(depth: int) -> bytes:
    """A step inside a sub-process inside a sub-process, and so on."""
    inside = '<bpmn:userTask id="step"/>'
    first = last = "step"
    for level in range(depth):
        flows = "".join(
            f'<bpmn:sequenceFlow id="{name}{level}" sourceRef="{source}" targetRef="{target}"/>'
            for name, source, target in (("a", f"s{level}", first), ("b", last, f"e{level}"))
        )
        events = f'<bpmn:startEvent id="s{level}"/><bpmn:endEvent id="e{level}"/>'
        inside = f'<bpmn:subProcess id="sub{level}">{events}{inside}{flows}</bpmn:subProcess>'
        first = last = f"sub{level}"
    drawing = straight()
    drawing.flows.clear()
    drawing.nodes.append(inside)
    drawing.line("start", first, "end")
    return drawing.xml()


def fan(width: int, join: str, *, steps: bool) -> bytes:
    """As many flows from a fork into one join; over a step each, or straight."""
    drawing = straight()
    drawing.flows.clear()
    drawing.node("parallelGateway", "fork")
    drawing.node(join, "join")
    drawing.line("start", "fork")
    for n in range(width):
        if steps:
            drawing.task(f"t{n}")
        drawing.line("fork", *([f"t{n}"] if steps else []), "join")
    drawing.line("join", "end")
    return drawing.xml()


def many_lanes(count: int, name: str = "Lane") -> bytes:
    lanes = "".join(f'<bpmn:lane id="l{n}" name="{name} {n}" ihala:party="EPC"/>' for n in range(count))
    return flat(50).xml().replace(b"</bpmn:laneSet>", lanes.encode() + b"</bpmn:laneSet>")


def ring(size: int) -> dict[str, bytes]:
    """Procedures that call one another in a circle."""
    found = {}
    for n in range(size):
        drawing = Drawing(f"p{n}")
        drawing.node("startEvent", "start")
        drawing.node("callActivity", "call", more=f'calledElement="p{(n + 1) % size}"')
        drawing.node("endEvent", "end")
        drawing.line("start", "call", "end")
        found[f"p{n}"] = drawing.xml()
    return found


def test_ten_thousand_elements_in_one_level_are_too_many() -> None:
    assert "too-many-nodes" in codes(flat(3_000).xml())
    assert codes(flat(10_000).xml()) == {"too-many-elements"}


def test_thousands_of_elements_in_parts_of_a_reasonable_size_run() -> None:
    xml = in_parts(30, 150)
    assert xml.count(b"<bpmn:userTask") + xml.count(b"<bpmn:sequenceFlow") > 9_000
    snapshot = engine.start(engine.read(xml), now=NOW)
    assert [task.element_id for task in snapshot.open] == ["p0_0"]


def test_a_hundred_levels_one_inside_the_other_run_to_the_end() -> None:
    model = engine.read(nested(100))
    snapshot = engine.start(model, now=NOW)
    assert [task.element_id for task in snapshot.open] == ["step"]
    assert engine.complete(model, snapshot.state, snapshot.open[0].id, {}, now=NOW).ended


@pytest.mark.parametrize("where", ['name="a"', 'name="Lane"', 'form="f"', '<bpmn:task name="x"'])
def test_a_text_of_a_million_signs_is_read(where: str) -> None:
    xml = straight("a").xml().replace(b'ihala:party="EPC"', b"")
    if where.startswith("<"):
        xml = xml.replace(b"<bpmn:endEvent", b'<bpmn:task name="x"/><bpmn:endEvent', 1)
    long = where.replace('"a"', f'"{LONG}"').replace('"Lane"', f'"{LONG}"').replace('"f"', f'"{LONG}"')
    xml = xml.replace(where.encode(), long.replace('"x"', f'"{LONG}"').encode())
    assert len(xml) > 1_000_000
    assert all(len(str(problem.message)) < 1_000 for problem in engine.check(xml))


def test_a_long_name_of_a_lane_is_not_repeated_for_each_of_its_steps() -> None:
    xml = (
        flat(300).xml().replace(b'name="Lane"', f'name="{LONG}"'.encode()).replace(b'ihala:party="EPC"', b"")
    )
    found = [problem for problem in engine.check(xml) if problem.code == "no-party"]
    assert len(found) == 300
    assert all(len(str(problem.message)) < 1_000 for problem in found)


def test_two_thousand_lanes_are_read() -> None:
    assert codes(many_lanes(2_000)) == set()
    assert engine.start(engine.read(many_lanes(2_000)), now=NOW).open


@pytest.mark.parametrize("size", [1, 2, 40])
def test_procedures_that_call_one_another_in_a_circle_are_refused(size: int) -> None:
    drawings = ring(size)
    found = [p for p in engine.check(drawings["p0"], drawings) if p.code == "call-cycle"]
    assert {problem.element for problem in found} == set(drawings)


@pytest.mark.parametrize("join", ["parallelGateway", "inclusiveGateway", "exclusiveGateway"])
def test_five_thousand_flows_into_one_join_are_answered(join: str) -> None:
    assert "too-many-flows" in codes(fan(5_000, join, steps=False))
    assert "too-many-flows" not in codes(fan(2_900, join, steps=False))
    assert "too-many-nodes" in codes(fan(2_500, join, steps=True))


def test_a_join_of_many_branches_runs_and_waits_for_each() -> None:
    model = engine.read(fan(300, "parallelGateway", steps=True))
    snapshot = engine.start(model, now=NOW)
    assert len(snapshot.open) == 300
    for _ in range(299):
        snapshot = engine.complete(model, snapshot.state, snapshot.open[0].id, {}, now=NOW)
        assert not snapshot.ended
    assert engine.complete(model, snapshot.state, snapshot.open[0].id, {}, now=NOW).ended
