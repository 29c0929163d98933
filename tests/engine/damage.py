"""Damages a sound drawing at random, as a slip of the hand or another tool would; the same seed, the same damage."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from lxml import etree

ROOT = Path(__file__).parents[2]
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SHIPPED = {file.stem: file.read_bytes() for file in sorted((ROOT / "processes").glob("*.bpmn"))}
GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway")
NODES = (*GATEWAYS, "userTask", "manualTask", "task", "callActivity", "subProcess", "startEvent", "endEvent")
TIMES = ("PT0S", "P1D", "PT0.5S", "x", "", "2020-01-01T00:00:00Z", "R/P1D", 'duration("P1D")', "P" * 5_000)


def damaged(seed: int) -> tuple[bytes, dict[str, bytes]]:
    """One of the shipped procedures with one to three damages, and those that it may call."""
    random = Random(seed)
    name = random.choice(sorted(SHIPPED))
    root = etree.fromstring(SHIPPED[name])
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        random.choice(DAMAGES)(root, random)
    xml: bytes = etree.tostring(root)
    return random.choice(ENCODINGS)(xml), {other: xml for other, xml in SHIPPED.items() if other != name}


def _some(root: Any, random: Random, *names: str) -> Any | None:
    found = list(root.iter(*(BPMN + name for name in names)))
    return random.choice(found) if found else None


def _drop(*names: str) -> Callable[[Any, Random], None]:
    def drop(root: Any, random: Random) -> None:
        node = _some(root, random, *names)
        if node is not None and node.getparent() is not None:
            node.getparent().remove(node)

    return drop


def _become(names: tuple[str, ...], others: tuple[str, ...]) -> Callable[[Any, Random], None]:
    def become(root: Any, random: Random) -> None:
        node = _some(root, random, *names)
        if node is not None:
            node.tag = BPMN + random.choice(others)

    return become


def _point_elsewhere(root: Any, random: Random) -> None:
    flow, node = _some(root, random, "sequenceFlow"), _some(root, random, *NODES)
    if flow is not None and node is not None:
        flow.set(random.choice(("sourceRef", "targetRef")), node.get("id") or "")


def _reverse(root: Any, random: Random) -> None:
    flow = _some(root, random, "sequenceFlow")
    if flow is not None:
        flow.attrib.update({"sourceRef": flow.get("targetRef", ""), "targetRef": flow.get("sourceRef", "")})


def _add_flow(root: Any, random: Random) -> None:
    flow, target = _some(root, random, "sequenceFlow"), _some(root, random, *NODES)
    if flow is not None and target is not None:
        more = etree.SubElement(flow.getparent(), f"{BPMN}sequenceFlow", id=f"more{random.randrange(10**9)}")
        more.set("sourceRef", flow.get("sourceRef", ""))
        more.set("targetRef", target.get("id") or "")


def _put_a_gateway_in(root: Any, random: Random) -> None:
    """A gateway in the middle of a flow, with a second flow to somewhere."""
    flow, node = _some(root, random, "sequenceFlow"), _some(root, random, "userTask", *GATEWAYS, "endEvent")
    if flow is None or node is None:
        return
    level, name = flow.getparent(), f"gate{random.randrange(10**9)}"
    kind = random.choice(GATEWAYS[:4])
    etree.SubElement(level, BPMN + kind, id=name, default=f"{name}_a") if kind in GATEWAYS[::2] else (
        etree.SubElement(level, BPMN + kind, id=name)
    )
    targets = (("a", flow.get("targetRef", "")), ("b", node.get("id") or ""))
    for letter, target in targets:
        added = etree.SubElement(level, f"{BPMN}sequenceFlow", id=f"{name}_{letter}")
        added.attrib.update({"sourceRef": name, "targetRef": target})
        if letter == "b" and kind in GATEWAYS[::2]:
            etree.SubElement(added, f"{BPMN}conditionExpression").text = random.choice(
                ("true", "1 = 2", "false")
            )
    flow.set("targetRef", name)


def _put_a_timer_on(root: Any, random: Random) -> None:
    host, node = _some(root, random, "userTask", "callActivity"), _some(root, random, *NODES)
    if host is None or node is None:
        return
    name = f"timer{random.randrange(10**9)}"
    event = etree.SubElement(
        host.getparent(), f"{BPMN}boundaryEvent", id=name, attachedToRef=host.get("id") or ""
    )
    event.set("cancelActivity", random.choice(("true", "false", "0", "1")))
    definition = etree.SubElement(event, f"{BPMN}timerEventDefinition")
    etree.SubElement(definition, f"{BPMN}timeDuration").text = random.choice(TIMES)
    flow = etree.SubElement(host.getparent(), f"{BPMN}sequenceFlow", id=f"{name}_f")
    flow.attrib.update({"sourceRef": name, "targetRef": node.get("id") or ""})


def _same_id(root: Any, random: Random) -> None:
    one, other = _some(root, random, *NODES, "sequenceFlow"), _some(root, random, *NODES)
    if one is not None and other is not None:
        one.set("id", other.get("id") or "")


def _no_attribute(root: Any, random: Random) -> None:
    node = _some(root, random, *NODES, "sequenceFlow", "boundaryEvent", "lane", "process")
    if node is not None and node.attrib:
        del node.attrib[random.choice(sorted(node.attrib))]


def _cut_a_text(root: Any, random: Random) -> None:
    nodes = [node for node in root.iter() if isinstance(node.tag, str) and (node.text or "").strip()]
    node = random.choice(nodes)
    node.text = node.text[: random.randrange(len(node.text))]


def _other_time(root: Any, random: Random) -> None:
    node = _some(root, random, "timeDuration", "timeDate")
    if node is not None:
        node.text = random.choice(TIMES)


def _foreign(root: Any, random: Random) -> None:
    node = _some(root, random, *NODES, "extensionElements", "process")
    if node is not None:
        node.append(etree.Element("{urn:other}thing", id=node.get("id") or "a"))


def _flag(root: Any, random: Random) -> None:
    node = _some(root, random, *NODES, "boundaryEvent")
    name = random.choice(
        ("triggeredByEvent", "isForCompensation", "cancelActivity", "default", "calledElement")
    )
    if node is not None:
        node.set(name, random.choice(("true", "false", "1", "0", "refer", "")))


def _retyped(root: Any, random: Random) -> None:
    variables = list(root.iter("{urn:ihala:bpmn:1}variable"))
    if variables:
        variable = random.choice(variables)
        variable.set("type", random.choice(("string", "number", "boolean", "date", "money")))


DAMAGES: tuple[Callable[[Any, Random], None], ...] = (
    _drop("sequenceFlow"),
    _drop("conditionExpression"),
    _drop(*NODES),
    _drop("endEvent", "boundaryEvent", "timerEventDefinition", "timeDuration", "lane", "extensionElements"),
    _become(GATEWAYS, GATEWAYS),
    _become(GATEWAYS, GATEWAYS[:3]),
    _become(NODES, NODES),
    _become(("endEvent", "intermediateCatchEvent", "boundaryEvent"), ("intermediateThrowEvent", "endEvent")),
    _point_elsewhere,
    _reverse,
    _add_flow,
    _put_a_gateway_in,
    _put_a_timer_on,
    _same_id,
    _no_attribute,
    _cut_a_text,
    _other_time,
    _foreign,
    _flag,
    _retyped,
)
ENCODINGS: tuple[Callable[[bytes], bytes], ...] = (
    *[lambda xml: xml] * 12,
    lambda xml: xml.decode().encode("utf-16"),
    lambda xml: b"\xef\xbb\xbf" + xml,
    lambda xml: b"<!DOCTYPE a>" + xml,
    lambda xml: xml[: len(xml) // 2],
)
