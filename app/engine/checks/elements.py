"""Elements the engine does not run, or would silently run as nothing."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from app.engine import drawing
from app.engine.model import Problem, Severity
from app.engine.reading import DATA_MAPPINGS, bpmn, ihala
from app.errors import Message, say

UNSUPPORTED: dict[str, Message] = {
    "scriptTask": say("A script task would run code. Use a user task, or a condition on a gateway."),
    "serviceTask": say("A service task cannot run here. Use a user task of the party that does the work."),
    "businessRuleTask": say("A business rule task cannot run here yet. Use a gateway with conditions."),
    "sendTask": say("A send task cannot run here. Call the referral procedure instead."),
    "receiveTask": say("A receive task cannot run here. Use a message event."),
    "task": say("A task without a type would pass as if done. Make it a user task."),
    "complexGateway": say("A complex gateway cannot run. Use parallel or inclusive gateways."),
    "adHocSubProcess": say("An ad-hoc sub-process cannot run. Draw its steps in order or in parallel."),
    "transaction": say("A transaction cannot run. Use a sub-process."),
}
UNSUPPORTED_EVENTS: dict[str, Message] = {
    "compensateEventDefinition": say("Compensation would silently do nothing. Draw the way back as steps."),
    "linkEventDefinition": say("A link event would not jump. Draw the flow to its target."),
    "signalEventDefinition": say("Signals are not supported. Use a message or a flow."),
    "escalationEventDefinition": say(
        "Escalation events are not supported. Set the escalation of the step's clock."
    ),
    "errorEventDefinition": say("Error events are not supported. Use a gateway after the step."),
    "conditionalEventDefinition": say("Conditional events are not supported. Use a gateway."),
    "cancelEventDefinition": say("Cancel events are not supported. Use a gateway."),
}
RESERVED = ("Start", "End", "Root")
RESERVED_ENDINGS = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin")
OTHER_ENGINE = "{http://spiffworkflow.org/"
LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
WORK = ("userTask", "manualTask")


def _problem(node: Any, code: str, message: Message, severity: Severity = "error") -> Problem:
    return Problem(node.get("id"), code, severity, message)


def element_problems(process: Any, root: Any, known: frozenset[str]) -> Iterator[Problem]:
    """Every element of a process that cannot run as drawn, or lacks what a case needs."""
    yield from _without_id(process)
    yield from _duplicate_ids(root)
    yield from _ignored_or_run(process)
    for node in drawing.flow_nodes(process):
        if drawing.in_event_subprocess(node):
            continue  # it goes as a whole
        yield from _reserved(node)
        yield from _unsupported(node)
        kind = drawing.tag(node)
        if kind == "callActivity":
            yield from _call(node, known)
        elif kind in WORK:
            yield from _work(node)
    for step in drawing.steps(process):
        if step.kind in WORK and step.lane is None:
            message = say("This step lies in no lane. Put it in the lane of the party that does it.")
            yield Problem(step.element_id, "no-lane", "unbound", message)
        elif step.kind in WORK and step.party is None:
            message = say("The lane %(lane)s names no party. Set its party.", lane=(step.lane or "")[:60])
            yield Problem(step.element_id, "no-party", "unbound", message)
    for flow in root.iter(bpmn("messageFlow")):
        message = say("A message between pools does nothing here. Call the referral procedure instead.")
        yield _problem(flow, "message-flow", message, "warning")


def _without_id(process: Any) -> Iterator[Problem]:
    """The engine would lose a case at an element or flow that has no id."""
    for node in process.iter():
        kind = drawing.tag(node)
        if (kind in drawing.FLOW_NODES or kind == "sequenceFlow") and not node.get("id"):
            text = say(
                "%(kind)s %(name)s in line %(line)s has no id. Save the drawing in a BPMN tool, which gives it one.",
                kind=kind,
                name=(node.get("name") or f"{node.get('sourceRef', '')} - {node.get('targetRef', '')}")[:60],
                line=node.sourceline,
            )
            yield Problem(None, "without-id", "error", text)


def _duplicate_ids(root: Any) -> Iterator[Problem]:
    counts = Counter(node.get("id") for node in root.iter() if node.get("id") and drawing.tag(node))
    for name, count in counts.items():
        if count > 1:
            message = say(
                "The id %(name)s is used %(count)s times. Each element needs its own.",
                name=name[:60],
                count=count,
            )
            yield Problem(name, "duplicate-id", "error", message)


def _reserved(node: Any) -> Iterator[Problem]:
    name = node.get("id") or ""
    if name in RESERVED or name.endswith(RESERVED_ENDINGS):
        message = say(
            "The id %(name)s is used by the engine itself. Give the element another one.", name=name[:60]
        )
        yield _problem(node, "reserved-id", message)


def _ignored_or_run(process: Any) -> Iterator[Problem]:
    """Data mappings, which are left out, and extensions that the library would run as code: once an element."""
    told: set[tuple[Any, bool]] = set()
    for node in process.iter():
        mapping = drawing.tag(node) in DATA_MAPPINGS
        foreign = isinstance(node.tag, str) and node.tag.startswith(OTHER_ENGINE)
        if not mapping and not foreign:
            continue
        owner = node.getparent() if mapping else _owner(node)
        if (owner, mapping) in told:
            continue
        told.add((owner, mapping))
        if mapping:
            message = say("Data inputs and outputs do nothing here. The answers of forms set the variables.")
            yield _problem(owner, "data-mapping", message, "warning")
        else:
            message = say("This extension belongs to another engine and could run code. Remove it.")
            yield _problem(owner, "foreign-extension", message)


def _owner(node: Any) -> Any:
    """The element of the drawing that an extension is about."""
    while drawing.tag(node) in ("", "extensionElements"):
        node = node.getparent()
    return node


def _unsupported(node: Any) -> Iterator[Problem]:
    kind = drawing.tag(node)
    if kind in UNSUPPORTED:
        yield _problem(node, f"unsupported-{kind}", UNSUPPORTED[kind])
    if kind == "subProcess" and node.get("triggeredByEvent") == "true":
        yield _problem(
            node, "event-subprocess", say("Event sub-processes are not supported. Use a command of the case.")
        )
    if node.get("isForCompensation") == "true":
        yield _problem(node, "unsupported-compensation", UNSUPPORTED_EVENTS["compensateEventDefinition"])
    for child in node:
        name = drawing.tag(child)
        if name in UNSUPPORTED_EVENTS:
            yield _problem(node, f"unsupported-{name}", UNSUPPORTED_EVENTS[name])
        if name in LOOPS:
            yield _problem(
                node,
                "repeated-activity",
                say("Repeated activities are not supported. Draw a loop with a gateway."),
            )
        if name == "messageEventDefinition" and kind in ("intermediateThrowEvent", "endEvent"):
            yield _problem(
                node,
                "message-thrown",
                say("A message cannot be sent from here. Call the referral procedure."),
            )


def _call(node: Any, known: frozenset[str]) -> Iterator[Problem]:
    called = node.get("calledElement")
    if not called:
        yield _problem(
            node, "call-without-target", say("This call names no procedure. Choose the one it calls.")
        )
    elif called not in known:
        yield _problem(
            node,
            "called-missing",
            say(
                "The called procedure %(name)s is not there. Add its drawing, or call another.",
                name=called[:60],
            ),
        )


def _work(node: Any) -> Iterator[Problem]:
    step = drawing.extension(node, "step")
    if step is None or (not step.get("form") and step.get("answers") != "true"):
        yield _problem(node, "no-form", say("This step has no form. Choose what is asked here."), "unbound")
    clock = drawing.extension(node, "clock")
    if clock is not None and (
        not (clock.get("amount") or "").isdecimal()
        or clock.get("unit") not in ("workingDays", "hours", "minutes")
    ):
        yield _problem(
            node, "bad-clock", say("The clock needs a whole number of working days, hours or minutes.")
        )
    if not node.get(ihala("nameAr")):
        yield _problem(node, "no-arabic-name", say("This step has no Arabic name."), "warning")
