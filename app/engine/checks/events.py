"""Events: where each kind may stand, and that a message has the name by which it is delivered."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.engine import drawing
from app.engine.checks.elements import UNSUPPORTED, UNSUPPORTED_EVENTS
from app.engine.model import Problem, Severity
from app.engine.reading import TIMERS, bpmn
from app.errors import Message, say

HOSTS = frozenset({"userTask", "manualTask", "callActivity", "subProcess"})
WAITING = ("intermediateCatchEvent", "boundaryEvent")
CAUGHT = [["timerEventDefinition"], ["messageEventDefinition"]]


def event_problems(process: Any, root: Any) -> Iterator[Problem]:
    """Every event that would wait for ever, pass as if it were not there, or stop the case."""
    nodes = {node.get("id"): node for node in drawing.flow_nodes(process)}
    messages = {m.get("id"): m.get("name") for m in root.iterfind(bpmn("message"))}
    for node in nodes.values():
        if drawing.in_event_subprocess(node):
            continue
        yield from _place(node)
        if drawing.tag(node) in WAITING:
            yield from _awaited(node, messages)
        if drawing.tag(node) == "boundaryEvent":
            host = nodes.get(node.get("attachedToRef"))
            if host is None or drawing.tag(host) not in HOSTS | UNSUPPORTED.keys():
                text = say(
                    "This event is attached to nothing that takes time. Attach it to a step or a call."
                )
                yield _problem(node, "boundary-without-host", text)
    yield from _event_gateways(process, nodes)


def _awaited(node: Any, messages: Mapping[str, str | None]) -> Iterator[Problem]:
    for timer in node.iterfind(bpmn("timerEventDefinition")):
        if all(timer.find(bpmn(name)) is None for name in TIMERS):
            yield _problem(node, "timer-without-time", say("This timer has no time. Give it one."))
    if drawing.tag(node) == "boundaryEvent":
        return  # only a timer may stand there
    for message in node.iterfind(bpmn("messageEventDefinition")):
        name = messages.get(message.get("messageRef"))
        if not name:
            text = say("This event waits for a message without a name. Choose the message it waits for.")
            yield _problem(node, "message-without-name", text)
        else:
            text = say("No step sends %(name)s: the case waits here until it is delivered.", name=name[:60])
            yield _problem(node, "message-awaited", text, "unbound")


def _place(node: Any) -> Iterator[Problem]:
    kind, definitions = drawing.tag(node), _definitions(node)
    if any(name in UNSUPPORTED_EVENTS for name in definitions):
        return  # refused as an element already
    if kind == "startEvent" and definitions:
        message = say("A case begins when somebody opens it. Make this a plain start event.")
        yield _problem(node, "start-with-event", message)
    elif kind == "boundaryEvent" and definitions != ["timerEventDefinition"]:
        message = say("Only a timer can stand on the border of a step. Make this a timer event.")
        yield _problem(node, "boundary-not-timer", message)
    elif kind == "intermediateCatchEvent" and definitions not in CAUGHT:
        message = say("This event must wait for one thing: a timer or a message.")
        yield _problem(node, "catch-without-event", message)
    elif kind == "intermediateThrowEvent" and definitions not in ([], ["messageEventDefinition"]):
        message = say("This event would do nothing. Make it a plain event, or a catching one.")
        yield _problem(node, "throw-with-event", message)
    elif kind == "endEvent" and definitions not in ([], ["terminateEventDefinition"], CAUGHT[1]):
        message = say("An end can be plain or end everything. Make it one of the two.")
        yield _problem(node, "end-with-event", message)


def _definitions(node: Any) -> list[str]:
    names = (drawing.tag(child) for child in node)
    return [name for name in names if name.endswith("EventDefinition") or name == "eventDefinitionRef"]


def _event_gateways(process: Any, nodes: dict[str, Any]) -> Iterator[Problem]:
    told: set[Any] = set()
    for flow in drawing.sequence_flows(process):
        source, target = nodes.get(flow.get("sourceRef")), nodes.get(flow.get("targetRef"))
        if source is None or target is None or drawing.tag(source) != "eventBasedGateway":
            continue
        if drawing.tag(target) not in {"intermediateCatchEvent", *UNSUPPORTED} and source not in told:
            told.add(source)
            message = say("After this gateway only events that wait may follow: a timer or a message.")
            yield _problem(source, "event-gateway-target", message)


def _problem(node: Any, code: str, message: Message, severity: Severity = "error") -> Problem:
    return Problem(node.get("id"), code, severity, message)
