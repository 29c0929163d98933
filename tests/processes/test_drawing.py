"""Every shipped drawing is neat, complete in two languages, and sound for the engine."""

from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from xml.etree.ElementTree import Element

import pytest

from app import engine, feel
from tests.processes.drawings import BPMN, DRAWINGS, FOLDER, IHALA, Drawing, along

FORMS = {file.stem for file in (Path(__file__).parents[2] / "forms").glob("*.form")}
SOURCES = {name: (FOLDER / f"{name}.bpmn").read_bytes() for name in DRAWINGS}

pytestmark = pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS.keys())


def test_no_two_shapes_overlap(drawing: Drawing) -> None:
    boxes = {key: drawing.boxes[key] for key in drawing.nodes}
    attached = {frozenset((e.get("id"), e.get("attachedToRef"))) for e in drawing.of_kind("boundaryEvent")}
    meeting = [{a, b} for a, b in combinations(boxes, 2) if boxes[a].meets(boxes[b])]
    assert [pair for pair in meeting if pair not in attached] == []


def test_no_label_touches_a_shape_a_flow_or_another_label(drawing: Drawing) -> None:
    others = [(key, drawing.boxes[key]) for key in drawing.nodes]
    others += [(key, part) for key, points in drawing.points.items() for part in along(points)]
    touching = [
        (key, other) for key, label in drawing.labels.items() for other, box in others if label.meets(box)
    ]
    labels = drawing.labels
    touching += [(a, b) for a, b in combinations(labels, 2) if labels[a].meets(labels[b])]
    assert touching == []


def test_every_named_gateway_event_and_flow_has_a_place_for_its_label(drawing: Drawing) -> None:
    outside = [e for e in drawing.nodes.values() if drawing.kind(e).endswith(("Event", "Gateway"))]
    named = {e.get("id") for e in [*outside, *drawing.flows.values()] if e.get("name")}
    assert named <= drawing.labels.keys()


def test_every_element_is_drawn_and_every_flow_ends_on_its_shapes(drawing: Drawing) -> None:
    assert drawing.nodes.keys() <= drawing.boxes.keys()
    assert drawing.flows.keys() == drawing.points.keys()
    for key, flow in drawing.flows.items():
        points = drawing.points[key]
        assert drawing.boxes[flow.get("sourceRef")].holds(points[0]), key
        assert drawing.boxes[flow.get("targetRef")].holds(points[-1]), key


def test_flows_run_straight_or_turn_square_and_pass_through_no_other_shape(drawing: Drawing) -> None:
    for key, flow in drawing.flows.items():
        points = drawing.points[key]
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points)), key
        own = {flow.get("sourceRef"), flow.get("targetRef")}
        own |= {drawing.nodes[key].get("attachedToRef") for key in own}
        crossed = [n for n in drawing.nodes.keys() - own for p in along(points) if p.meets(drawing.boxes[n])]
        assert crossed == [], key


def test_every_shape_lies_inside_the_lane_that_lists_it(drawing: Drawing) -> None:
    listed = {}
    for lane in drawing.process.iter(f"{BPMN}lane"):
        area = drawing.boxes[lane.get("id")]
        for node in lane.iter(f"{BPMN}flowNodeRef"):
            listed[node.text] = lane.get("id")
            box = drawing.boxes[node.text]
            corner = (box.x + box.width, box.y + box.height)
            assert area.holds((box.x, box.y)), node.text
            assert area.holds(corner), node.text
    assert listed.keys() == drawing.nodes.keys()


def test_the_process_carries_the_name_of_its_file_and_says_that_it_is_a_reference(drawing: Drawing) -> None:
    assert drawing.process.get("id") == drawing.name
    assert drawing.process.get(f"{IHALA}reference") == "true"


def test_every_name_is_there_in_both_languages(drawing: Drawing) -> None:
    named = [e for e in drawing.root.iter() if e.get("name") and e.tag.startswith(BPMN)]
    assert [e.get("id") for e in named if not e.get(f"{IHALA}nameAr")] == []
    assert [e.get("id") for e in drawing.of_kind("userTask", "callActivity") if not e.get("name")] == []


def test_a_gateway_that_chooses_asks_a_question_and_every_answer_is_named(drawing: Drawing) -> None:
    for gateway in drawing.of_kind("exclusiveGateway"):
        leaving = drawing.leaving(gateway.get("id"))
        if len(leaving) > 1:
            assert gateway.get("name").endswith("?"), gateway.get("id")
            assert gateway.get(f"{IHALA}nameAr").endswith("؟"), gateway.get("id")
            assert all(flow.get("name") for flow in leaving), gateway.get("id")
            assert gateway.get("default") in {flow.get("id") for flow in leaving}
            others = [flow for flow in leaving if flow.get("id") != gateway.get("default")]
            assert all(drawing.condition(flow) for flow in others), gateway.get("id")


def test_only_gateways_split_and_merge(drawing: Drawing) -> None:
    for key, node in drawing.nodes.items():
        if not drawing.kind(node).endswith("Gateway"):
            assert len(drawing.arriving(key)) <= 1, key
            assert len(drawing.leaving(key)) <= 1, key


def test_every_user_task_names_its_form_and_its_clock(drawing: Drawing) -> None:
    for task in drawing.of_kind("userTask"):
        key = task.get("id")
        assert drawing.step(key).get("form") in FORMS, key
        assert float(drawing.clock(key).get("amount")) > 0, key
        assert drawing.escalations(key), key


def test_every_referral_names_the_party_the_form_and_the_clock_of_the_answer(drawing: Drawing) -> None:
    for call in drawing.of_kind("callActivity"):
        if call.get("calledElement") == "refer":
            key = call.get("id")
            assert drawing.step(key).get("form") in FORMS, key
            assert drawing.step(key).get("party"), key
            assert drawing.clock(key) is not None, key


def test_conditions_speak_only_of_declared_variables_and_their_values(drawing: Drawing) -> None:
    types = {name: v.get("type") for name, v in drawing.variables.items()}
    for key, flow in drawing.flows.items():
        text = drawing.condition(flow)
        if text is not None:
            expression = feel.compile_expression(text, types)
            assert expression.names <= types.keys(), key
            assert feel.analyse(expression, types) == [], key


def test_a_variable_has_the_same_values_in_every_drawing_that_declares_it(drawing: Drawing) -> None:
    for other in DRAWINGS.values():
        for name in drawing.variables.keys() & other.variables.keys():
            assert drawing.variables[name].attrib == other.variables[name].attrib, (other.name, name)


def test_the_engine_finds_nothing_wrong(drawing: Drawing) -> None:
    assert engine.check(SOURCES[drawing.name], _called_by(drawing)) == ()


def test_no_token_doubles_none_is_left_behind_and_every_flow_is_of_use(drawing: Drawing) -> None:
    taken: set[str] = set()
    for seed in range(300):
        taken |= _walk(drawing, Random(seed))
    assert taken == drawing.flows.keys()


def _called_by(drawing: Drawing) -> dict[str, bytes]:
    return {name: source for name, source in SOURCES.items() if name != drawing.name}


def _walk(drawing: Drawing, random: Random) -> set[str]:
    """Play one case by the plain rules of BPMN, answers drawn at random; gives the flows it took."""
    (start,) = drawing.of_kind("startEvent")
    tokens = {flow.get("id") for flow in drawing.leaving(start.get("id"))}
    seen = set(tokens)
    for _ in range(2000):
        ready = [node for node in _before_a_token(drawing, tokens) if _may_fire(drawing, node, tokens)]
        if not ready:
            break
        tokens = _fire(drawing, random.choice(ready), tokens, random)
        seen |= tokens
    assert tokens == set()
    return seen


def _before_a_token(drawing: Drawing, tokens: set[str]) -> list[Element]:
    """The elements that a token has come to, and the events on their borders."""
    keys = sorted({drawing.flows[token].get("targetRef") for token in tokens})
    return [drawing.nodes[key] for key in keys] + [e for key in keys for e in drawing.attached(key)]


def _may_fire(drawing: Drawing, node: Element, tokens: set[str]) -> bool:
    arriving = {flow.get("id") for flow in drawing.arriving(node.get("id"))}
    if drawing.kind(node) == "parallelGateway":
        return arriving <= tokens
    if drawing.kind(node) == "boundaryEvent":
        return _may_fire(drawing, drawing.nodes[node.get("attachedToRef")], tokens)
    if drawing.kind(node) == "inclusiveGateway" and arriving & tokens:
        return not any(drawing.reached_from(token) & (arriving - tokens) for token in tokens - arriving)
    return bool(arriving & tokens)


def _fire(drawing: Drawing, node: Element, tokens: set[str], random: Random) -> set[str]:
    if node.find(f"{BPMN}terminateEventDefinition") is not None:
        return set()
    arriving = {flow.get("id") for flow in drawing.arriving(node.get("attachedToRef", node.get("id")))}
    every = drawing.kind(node) in ("parallelGateway", "inclusiveGateway")
    taken = arriving & tokens if every else {random.choice(sorted(arriving & tokens))}
    leaving = [flow.get("id") for flow in drawing.leaving(node.get("id"))]
    put = set(leaving if drawing.kind(node) != "exclusiveGateway" else [random.choice(leaving)])
    left = tokens - taken
    assert not left & put, f"two tokens meet behind {node.get('id')}"
    return left | put
