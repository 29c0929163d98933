"""Turns the XML of one process into steps, flows and variables: our extension elements and the BPMN around them."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from app.engine.model import Clock, Escalation, Name, Step, Variable
from app.engine.reading import bpmn, ihala

FLOW_NODES = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "userTask",
        "manualTask",
        "task",
        "scriptTask",
        "serviceTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
CALLER = "caller"


def tag(node: Any) -> str:
    """The local name of a BPMN element, empty for comments and other namespaces."""
    if not isinstance(node.tag, str) or not node.tag.startswith(bpmn("")):
        return ""
    return str(etree.QName(node).localname)


def processes(root: Any) -> list[Any]:
    """The processes of a drawing."""
    return list(root.iterfind(bpmn("process")))


def flow_nodes(process: Any) -> Iterator[Any]:
    """Every flow node of a process, those inside embedded sub-processes included."""
    return (node for node in process.iter() if tag(node) in FLOW_NODES)


def in_event_subprocess(node: Any) -> bool:
    """Whether a node lies in a sub-process that an event would start."""
    return any(around.get("triggeredByEvent") == "true" for around in node.iterancestors(bpmn("subProcess")))


def sequence_flows(process: Any) -> Iterator[Any]:
    """Every sequence flow of a process, those inside embedded sub-processes included."""
    return process.iter(bpmn("sequenceFlow"))  # type: ignore[no-any-return]


def condition(flow: Any) -> str | None:
    """The condition on a flow, without blanks around it; nothing when it has none."""
    found = flow.find(bpmn("conditionExpression"))
    text = found.text if found is not None else None
    return text.strip() if text and text.strip() else None


def extension(node: Any, name: str) -> Any | None:
    """One of our extension elements under a node."""
    return node.find(f"{bpmn('extensionElements')}/{ihala(name)}")


def name_of(process: Any, root: Any) -> Name:
    """The name of a process in both languages; its pool's where it has none of its own."""
    own = process.get("name")
    if own:
        return Name(own, process.get(ihala("nameAr")) or own)
    for pool in root.iter(bpmn("participant")):
        if pool.get("processRef") == process.get("id") and pool.get("name"):
            return Name(pool.get("name"), pool.get(ihala("nameAr")) or pool.get("name"))
    return Name(process.get("id"), process.get("id"))


def variables(process: Any) -> Iterator[Variable]:
    """The names a process declares for its conditions."""
    for found in process.iterfind(f"{bpmn('extensionElements')}/{ihala('variable')}"):
        kind = found.get("type", "string")
        yield Variable(
            found.get("name", ""),
            kind,
            tuple(found.get("values", "").split()),
            typed(found.get("initial"), kind),
        )


def typed(text: str | None, kind: str) -> object:
    """A declared text as a value of its type; nothing when it is none."""
    if text is None:
        return None
    if kind == "boolean":
        return {"true": True, "false": False}.get(text)
    if kind == "number":
        try:
            return float(text) if "." in text else int(text)
        except ValueError:
            return None
    return text


def lanes(process: Any) -> Mapping[str, tuple[str, str | None]]:
    """For each flow node that lies in a lane: the lane's name and party, the innermost lane counting."""
    found: dict[str, tuple[str, str | None]] = {}
    for lane in process.iter(bpmn("lane")):
        for ref in lane.iterfind(bpmn("flowNodeRef")):
            if ref.text:
                found[ref.text.strip()] = (lane.get("name") or lane.get("id"), lane.get(ihala("party")))
    return found


def steps(process: Any) -> Iterator[Step]:
    """Every flow node of a process as a step."""
    in_lane = lanes(process)
    for node in flow_nodes(process):
        yield _step(node, process.get("id"), _lane_of(node, in_lane))


def _lane_of(node: Any, in_lane: Mapping[str, tuple[str, str | None]]) -> tuple[str | None, str | None]:
    """A node inside an embedded sub-process lies in the lane of the sub-process."""
    while node is not None and tag(node) != "process":
        if node.get("id") in in_lane:
            return in_lane[node.get("id")]
        node = node.getparent()
    return None, None


def _step(node: Any, process_id: str, lane: tuple[str | None, str | None]) -> Step:
    own = extension(node, "step")
    read = own.get if own is not None else (lambda _name, default=None: default)
    element_id = node.get("id") or ""
    name = node.get("name") or element_id
    return Step(
        process_id=process_id,
        element_id=element_id,
        kind=tag(node),
        name=name,
        name_ar=node.get(ihala("nameAr")) or name,
        lane=lane[0],
        party=read("party") or lane[1],
        stage=read("stage"),
        form=read("form"),
        role=read("role"),
        differs_from=read("differsFrom"),
        sensitivity=read("sensitivity"),
        clock=_clock(node),
        escalations=tuple(_escalations(node)),
        answers=read("answers") == "true",
        skippable=read("skippable") == "true",
        unit=read("unit"),
        status=node.get(ihala("status")),
    )


def _clock(node: Any) -> Clock | None:
    found = extension(node, "clock")
    if found is None or not (found.get("amount") or "").isdecimal():
        return None
    unit = found.get("unit")
    if unit not in ("workingDays", "hours", "minutes"):
        return None
    return Clock(int(found.get("amount")), unit, found.get("pausable") == "true")


def _escalations(node: Any) -> Iterator[Escalation]:
    for found in node.iterfind(f"{bpmn('extensionElements')}/{ihala('escalation')}"):
        yield Escalation(found.get("after", ""), found.get("to", ""))
