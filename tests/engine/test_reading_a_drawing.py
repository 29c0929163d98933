"""A drawing is hostile input: whatever the bytes are, the answer is a list of problems and never an exception."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app import engine
from app.engine.checks.elements import UNSUPPORTED, UNSUPPORTED_EVENTS
from tests.engine.diagrams import Drawing, loop_around_a_fork, straight

NOW = datetime(2026, 3, 1, tzinfo=UTC)
VALID = straight("a", "b").xml()
PYTHON = "__import__(&quot;os&quot;)"


def codes(xml: bytes, called: Mapping[str, bytes] | None = None) -> set[str]:
    return {problem.code for problem in engine.check(xml, called) if problem.severity != "warning"}


def put_into_process(inside: str, xml: bytes = VALID) -> bytes:
    return xml.replace(b"</bpmn:process>", inside.encode() + b"</bpmn:process>")


def in_definitions(inside: str) -> bytes:
    return VALID.replace(b"</bpmn:definitions>", inside.encode() + b"</bpmn:definitions>")


def passing(kind: str, inside: str = "", more: str = "", root: str = "") -> bytes:
    """start -> one element m -> task a -> end."""
    drawing = Drawing()
    drawing.node("startEvent", "start")
    drawing.node(kind, "m", inside, more)
    drawing.task("a")
    drawing.node("endEvent", "end")
    drawing.line("start", "m", "a", "end")
    return drawing.xml().replace(b"<bpmn:process ", root.encode() + b"<bpmn:process ")


def event(kind: str, inside: str = "") -> str:
    return f'<bpmn:{kind}EventDefinition id="definition">{inside}</bpmn:{kind}EventDefinition>'


def timer(text: str, kind: str = "timeDuration") -> str:
    return event("timer", f'<bpmn:{kind} xsi:type="bpmn:tFormalExpression">{text}</bpmn:{kind}>')


def on_the_border(inside: str, host: str = "a") -> bytes:
    drawing = straight("a")
    drawing.node("boundaryEvent", "m", inside, f'attachedToRef="{host}"')
    drawing.flow("m", "end")
    return drawing.xml()


def call(called: str, key: str = "p") -> bytes:
    drawing = Drawing(key)
    drawing.node("startEvent", "start")
    drawing.node("callActivity", "call", more=f'calledElement="{called}"' if called else "")
    drawing.node("endEvent", "end")
    drawing.line("start", "call", "end")
    return drawing.xml()


def choice(condition: str = "x &gt; 1", default: str = "default", kind: str = "exclusiveGateway") -> bytes:
    """A gateway m that decides between task a and the end."""
    drawing = straight("a")
    drawing.flows.clear()
    drawing.flow("start", "m")
    drawing.flow("m", "a", condition)
    drawing.flow("a", "out")
    drawing.node("exclusiveGateway", "out")
    flow = drawing.flow("m", "out")
    drawing.node(kind, "m", "", f'default="{flow}"' if default else "")
    drawing.flow("out", "end")
    return drawing.xml()


def with_flow(source: str, target: str) -> bytes:
    drawing = straight("a", "b")
    drawing.flow(source, target)
    return drawing.xml()


def with_extra(kind: str, more: str = "") -> bytes:
    drawing = straight("a")
    drawing.node(kind, "m", more=more)
    return drawing.xml()


def circle(waiting: str = "") -> bytes:
    """A circle of gateways, with an event in it when there is one to wait for."""
    drawing = straight("a")
    drawing.flows.clear()
    drawing.node("exclusiveGateway", "in")
    if waiting:
        drawing.node("intermediateCatchEvent", "wait", waiting)
    drawing.line("start", "a", "in", *(["wait"] if waiting else []), "again")
    drawing.flow("again", "in", "x &gt; 1")
    leave = drawing.flow("again", "end")
    drawing.node("exclusiveGateway", "again", "", f'default="{leave}"')
    return drawing.xml()


def fork(joined_by: str = "parallelGateway", *, leaves: bool = False, timer_into_join: bool = False) -> bytes:
    drawing = straight("a", "b")
    drawing.flows.clear()
    drawing.node("parallelGateway", "fork")
    drawing.node(joined_by, "join")
    drawing.line("start", "fork", "a", "join", "end")
    drawing.line("fork", "b", "join")
    if leaves:
        drawing.timer("m", "a", "PT1H")
        drawing.flow("m", "end")
    if timer_into_join:
        drawing.timer("m", "a", "PT1H")
        drawing.flow("m", "join")
    return drawing.xml()


def choice_joined_as_a_fork() -> bytes:
    return (
        choice()
        .replace(b'<bpmn:exclusiveGateway id="out"', b'<bpmn:parallelGateway id="out"')
        .replace(b'id="out" ></bpmn:exclusiveGateway>', b'id="out" ></bpmn:parallelGateway>')
    )


def only_way_with_a_condition() -> bytes:
    drawing = straight("a")
    drawing.flows.clear()
    drawing.node("exclusiveGateway", "m")
    drawing.line("start", "a", "m")
    drawing.flow("m", "end", "x &gt; 1")
    return drawing.xml()


def never_left() -> bytes:
    """A fork sends one token to the end and another round for ever."""
    drawing = straight("a")
    drawing.flows.clear()
    drawing.node("exclusiveGateway", "in")
    drawing.node("parallelGateway", "fork")
    drawing.line("start", "in", "a", "fork", "in")
    drawing.flow("fork", "end")
    return drawing.xml()


def second_token() -> bytes:
    """A timer beside step a leads its own token into the same branch of the fork."""
    drawing = straight("a", "b", "c")
    drawing.flows.clear()
    drawing.node("parallelGateway", "fork")
    drawing.node("parallelGateway", "join")
    drawing.node("exclusiveGateway", "merge")
    drawing.timer("m", "a", "PT1H", interrupting=False)
    drawing.line("start", "fork", "a", "merge", "join", "end")
    drawing.line("fork", "b", "join")
    drawing.line("m", "c", "merge")
    return drawing.xml()


def without(text: str, xml: bytes = VALID, instead: str = "") -> bytes:
    assert text.encode() in xml
    return xml.replace(text.encode(), instead.encode())


def in_step(inside: str) -> bytes:
    return without('<ihala:step form="f"/>', straight("a").xml(), f'<ihala:step form="f"/>{inside}')


SECOND = '<bpmn:process id="q" isExecutable="true"/>'
LOOPS = "<bpmn:standardLoopCharacteristics/>"
IN_OUT = (
    "<bpmn:ioSpecification><bpmn:dataInput id='i' name='x'/><bpmn:inputSet><bpmn:dataInputRefs>i"
    "</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet/></bpmn:ioSpecification>"
)
OTHER_ENGINE = 'xmlns:other="http://spiffworkflow.org/bpmn/schema/1.0/core"'
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))

UNREADABLE = {
    "nothing": (b"", "not-xml"),
    "not XML": (b"hello", "not-xml"),
    "null bytes": (b"\0" * 100, "not-xml"),
    "cut off": (VALID[:-5], "not-xml"),
    "wrong encoding": (b'<?xml version="1.0" encoding="UTF-16"?>' + VALID, "not-xml"),
    "an unknown encoding": (b'<?xml version="1.0" encoding="nowhere"?>' + VALID, "not-xml"),
    "6 MB": (in_definitions(" " * 6 * 1024 * 1024), "too-large"),
    "nested 300 deep": (put_into_process("<bpmn:subProcess>" * 300 + "</bpmn:subProcess>" * 300), "not-xml"),
    "a document type": (b"<!DOCTYPE a>" + VALID, "doctype"),
    "an internal entity": (b'<!DOCTYPE a [<!ENTITY e "x">]>' + VALID, "doctype"),
    "an external entity": (
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + put_into_process("&e;"),
        "doctype",
    ),
    "an external type": (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">' + VALID, "doctype"),
    "an entity bomb": (
        f'<!DOCTYPE a [<!ENTITY e0 "aaaaaaaaaa">{BOMB}]>'.encode() + put_into_process("&e11;"),
        "not-xml",
    ),
    "another root": (b"<html/>", "not-bpmn"),
    "another namespace": (b'<definitions xmlns="urn:other"/>', "not-bpmn"),
    "no process": (VALID[: VALID.index(b"<bpmn:process")] + b"</bpmn:definitions>", "no-process"),
    "a process that is not to run": (without(' isExecutable="true"'), "not-executable"),
    "two processes to run": (in_definitions(SECOND), "several-processes"),
    "a process without id": (without('<bpmn:process id="p"', VALID, "<bpmn:process"), "process-without-id"),
    "20,001 elements": (in_definitions("<bpmn:category/>" * 20_001), "too-many-elements"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_looked_at_is_one_problem_and_no_exception(what: str) -> None:
    xml, code = UNREADABLE[what]
    assert codes(xml) == {code}
    with pytest.raises(engine.DefinitionInvalid):
        engine.read(xml)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_an_encoding_that_the_file_declares_or_marks_is_read(encoding: str) -> None:
    assert codes(VALID.decode().encode(encoding)) == set()


def test_foreign_namespaces_do_no_harm() -> None:
    foreign = '<x:thing xmlns:x="urn:x" x:a="1"><x:script>import os</x:script></x:thing>'
    assert codes(in_step(foreign)) == set()


WRONG = [
    ("duplicate-id", put_into_process('<bpmn:userTask id="a"/>')),
    ("schema", without('id="start"', VALID, 'id="1 start"')),
    ("called-missing", call("nowhere")),
    ("call-without-target", call("")),
    ("call-cycle", call("p")),
    ("reserved-id", straight("End").xml()),
    ("reserved-id", straight("Start").xml()),
    ("reserved-id", straight("Root").xml()),
    ("reserved-id", straight("a.BoundaryEventSplit").xml()),
    *((f"unsupported-{kind}", passing(kind)) for kind in ("scriptTask", "serviceTask", "businessRuleTask")),
    *((f"unsupported-{kind}", passing(kind)) for kind in ("sendTask", "receiveTask", "task")),
    *(
        (f"unsupported-{kind}", passing(kind))
        for kind in ("complexGateway", "adHocSubProcess", "transaction")
    ),
    *(
        (f"unsupported-{name}EventDefinition", passing("intermediateThrowEvent", event(name)))
        for name in ("compensate", "signal", "escalation")
    ),
    (
        "unsupported-linkEventDefinition",
        passing("intermediateThrowEvent", '<bpmn:linkEventDefinition name="l"/>'),
    ),
    ("unsupported-errorEventDefinition", on_the_border(event("error"))),
    ("unsupported-cancelEventDefinition", on_the_border(event("cancel"))),
    (
        "unsupported-conditionalEventDefinition",
        passing("intermediateCatchEvent", event("conditional", f"<bpmn:condition>{PYTHON}</bpmn:condition>")),
    ),
    ("unsupported-compensation", passing("userTask", "", 'isForCompensation="true"')),
    ("event-subprocess", with_extra("subProcess", 'triggeredByEvent="true"')),
    ("repeated-activity", passing("userTask", LOOPS)),
    ("message-thrown", passing("intermediateThrowEvent", event("message"))),
    ("without-id", without('id="f_a_b_1" ', VALID)),
    ("without-id", passing("userTask").replace(b'<bpmn:endEvent id="end" ', b"<bpmn:endEvent ")),
    ("foreign-extension", in_step(f"<other:preScript {OTHER_ENGINE}>{PYTHON}</other:preScript>")),
    ("bad-clock", in_step('<ihala:clock amount="2.5" unit="hours"/>')),
    ("bad-clock", in_step('<ihala:clock amount="2" unit="weeks"/>')),
    ("no-form", without('form="f"')),
    ("no-lane", without("<bpmn:flowNodeRef>a</bpmn:flowNodeRef>")),
    ("no-party", without(' ihala:party="EPC"')),
    ("start-with-event", without('id="start" >', VALID, f'id="start">{timer("PT1H")}')),
    ("boundary-not-timer", on_the_border(event("message"))),
    ("boundary-not-timer", on_the_border("")),
    ("boundary-without-host", on_the_border(timer("PT1H"), host="end")),
    ("boundary-without-host", on_the_border(timer("PT1H"), host="nowhere")),
    ("catch-without-event", passing("intermediateCatchEvent")),
    ("catch-without-event", passing("intermediateCatchEvent", timer("PT1H") + event("message"))),
    ("throw-with-event", passing("intermediateThrowEvent", event("terminate"))),
    ("end-with-event", without('id="end" >', VALID, f'id="end">{timer("PT1H")}')),
    ("message-without-name", passing("intermediateCatchEvent", event("message"))),
    (
        "message-without-name",
        passing(
            "intermediateCatchEvent",
            '<bpmn:messageEventDefinition messageRef="n"/>',
            root='<bpmn:message id="n"/>',
        ),
    ),
    ("event-gateway-target", passing("eventBasedGateway")),
    ("start-events", with_extra("startEvent")),
    ("no-end", without('<bpmn:endEvent id="end" ></bpmn:endEvent>')),
    ("disconnected", with_extra("userTask")),
    (
        "dead-end",
        without('<bpmn:sequenceFlow id="f_b_end_2" sourceRef="b" targetRef="end"></bpmn:sequenceFlow>'),
    ),
    ("flow-into-event", with_flow("a", "start")),
    ("flow-into-event", on_the_border(timer("P1D")).replace(b'targetRef="a"', b'targetRef="m"')),
    ("flow-out-of-end", with_flow("end", "a")),
    ("loose-flow", with_flow("b", "nowhere")),
    ("no-default", choice(default="")),
    ("flow-without-condition", choice(condition="")),
    ("condition-ignored", choice(kind="parallelGateway")),
    ("several-flows-out", with_flow("a", "end")),
    ("several-flows-in", with_flow("a", "a")),
    ("loop-without-wait", circle()),
    ("join-without-split", choice_joined_as_a_fork()),
    ("no-default", only_way_with_a_condition()),
    ("never-ends", never_left()),
    ("flow-leaves-branch", fork(leaves=True)),
    ("boundary-into-join", fork(timer_into_join=True)),
    ("boundary-into-join", second_token()),
    ("too-deep", straight(*(f"t{n}" for n in range(600))).xml()),
    (
        "too-many-flows",
        put_into_process(
            "".join(f'<bpmn:sequenceFlow id="m{n}" sourceRef="a" targetRef="b"/>' for n in range(3_001))
        ),
    ),
    ("too-many-nodes", put_into_process("".join(f'<bpmn:task id="t{n}"/>' for n in range(1_001)))),
    ("bad-feel", choice("x &gt;")),
    ("feel-unknown-name", choice("nobody = 1")),
    ("timer-without-time", on_the_border(timer(" "))),
    ("timer-without-time", on_the_border(event("timer"))),
    ("cycle-timer", on_the_border(timer("R3/PT1H", "timeCycle"))),
    ("bad-duration", on_the_border(timer("PT1.5H"))),
    ("bad-duration", on_the_border(timer("PT-4H"))),
    ("bad-duration", on_the_border(timer("&quot;PT0.5S&quot;"))),
    ("bad-duration", on_the_border(timer("2026-01-01"))),
    ("bad-duration", on_the_border(timer("null"))),
    ("timer-without-time", on_the_border(timer("x"))),
    ("timer-without-time", on_the_border(timer("if x &lt; 1 then duration(&quot;P1D&quot;) else null"))),
    ("timer-without-time", on_the_border(event("timer", "<bpmn:documentation/>"))),
    ("loop-without-wait", circle(timer("PT0S"))),
    ("loop-without-wait", circle(timer("2026-01-01T00:00:00Z", "timeDate"))),
    ("bad-feel", choice("${x &gt; 1}")),
    ("bad-variable", without('name="x"', choice(), 'name="x y"')),
    ("bad-variable", without('type="number"', choice(), 'type="money"')),
]


@pytest.mark.parametrize(("code", "xml"), WRONG, ids=[f"{n}-{code}" for n, (code, _) in enumerate(WRONG)])
def test_every_problem_is_found_when_the_drawing_is_read(code: str, xml: bytes) -> None:
    assert code in codes(xml)


WARNED = [
    ("no-arabic-name", VALID),
    ("data-mapping", passing("userTask", IN_OUT)),
    ("data-mapping", without("<bpmn:laneSet", VALID, f"{IN_OUT}<bpmn:laneSet")),
    ("schema", without(' targetNamespace="urn:test"')),
    (
        "timer-maybe-without-time",
        without('type="number"', on_the_border(timer("x")), 'type="string"'),
    ),
    (
        "message-flow",
        without(
            "<bpmn:process ",
            VALID,
            '<bpmn:collaboration id="c"><bpmn:participant id="o" name="Other"/>'
            '<bpmn:participant id="p1" processRef="p"/><bpmn:messageFlow id="m" sourceRef="o" targetRef="a"/>'
            "</bpmn:collaboration><bpmn:process ",
        ),
    ),
]


@pytest.mark.parametrize(("code", "xml"), WARNED)
def test_what_may_be_meant_is_a_warning_and_the_drawing_can_run(code: str, xml: bytes) -> None:
    assert (code, "warning") in {(p.code, p.severity) for p in engine.check(xml)}
    assert engine.read(xml)


def test_a_message_that_nothing_delivers_keeps_a_drawing_from_being_published() -> None:
    awaits = '<bpmn:messageEventDefinition messageRef="n"/>'
    xml = passing("intermediateCatchEvent", awaits, root='<bpmn:message id="n" name="reply"/>')
    assert ("message-awaited", "unbound") in {(p.code, p.severity) for p in engine.check(xml)}
    assert engine.read(xml)


@pytest.mark.parametrize(
    "xml", [VALID, choice(), fork(), loop_around_a_fork().xml(), on_the_border(timer("P1D"))]
)
def test_the_sound_drawings_these_are_made_of_have_no_problem(xml: bytes) -> None:
    assert codes(xml) == set()


def test_two_procedures_that_call_each_other_are_refused() -> None:
    found = engine.check(call("q"), {"q": call("p", "q"), "p": call("q")})
    assert {p.element for p in found if p.code == "call-cycle"} == {"p", "q"}


def test_a_called_drawing_that_cannot_be_read_is_a_problem_of_the_caller() -> None:
    assert codes(call("q"), {"q": b"hello"}) == {"not-xml"}
    assert codes(call("q"), {"q": VALID}) == {"called-missing"}


def test_a_called_procedure_must_declare_what_its_own_conditions_use() -> None:
    """A name that only the caller declares would be null inside the call, and the flow never taken."""
    called = without('<ihala:variable name="x" type="number"/>', choice()).replace(b'id="p"', b'id="q"')
    found = engine.check(call("q"), {"q": called})
    assert [p.code for p in found if p.severity == "error"] == ["feel-unknown-name"]


def test_caller_and_called_declare_a_name_they_share_with_one_type() -> None:
    called = without('type="number"', VALID, 'type="string"').replace(b'id="p"', b'id="q"')
    assert codes(call("q"), {"q": called}) == {"variable-types-differ"}


def test_what_only_the_engine_underneath_objects_to_is_a_problem_too() -> None:
    """Here one id for an embedded sub-process of the caller and for the procedure it calls."""
    inside = '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="e"/>'
    caller = call("q").replace(
        b'<bpmn:endEvent id="end" >',
        f'<bpmn:subProcess id="q">{inside}</bpmn:subProcess>'.encode() + b'<bpmn:endEvent id="end" >',
    )
    caller = caller.replace(b'sourceRef="call" targetRef="end"', b'sourceRef="call" targetRef="q"')
    caller = put_into_process('<bpmn:sequenceFlow id="g" sourceRef="q" targetRef="end"/>', caller)
    assert codes(caller, {"q": VALID.replace(b'id="p"', b'id="q"')}) == {"unreadable-by-engine"}


def test_all_problems_are_reported_at_once_with_their_elements() -> None:
    xml = put_into_process('<bpmn:scriptTask id="s"/><bpmn:serviceTask id="t"/>')
    assert {(p.element, p.code) for p in engine.check(xml)} >= {
        ("s", "unsupported-scriptTask"),
        ("t", "unsupported-serviceTask"),
        ("s", "disconnected"),
        ("t", "disconnected"),
    }


def test_long_chains_inside_long_chains_are_counted_each_for_itself_and_run() -> None:
    inner = [
        '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>',
        *(f'<bpmn:manualTask id="i{n}"/>' for n in range(345)),
        *(f'<bpmn:sequenceFlow id="g{n}" sourceRef="i{n}" targetRef="i{n + 1}"/>' for n in range(344)),
        '<bpmn:sequenceFlow id="gs" sourceRef="s" targetRef="i0"/>',
        '<bpmn:sequenceFlow id="ge" sourceRef="i344" targetRef="e"/>',
    ]
    drawing = straight(*(f"t{n}" for n in range(340)))
    drawing.flows.pop()
    drawing.node("subProcess", "inside", "".join(inner))
    drawing.line("t339", "inside", "end")
    model = engine.read(drawing.xml().replace(b"manualTask", b"userTask"))
    assert [task.element_id for task in engine.start(model, now=NOW).open] == ["t0"]
    assert [task.element_id for task in engine.start(model, at="t339", now=NOW).open] == ["t339"]


def test_a_chain_as_long_as_is_allowed_also_runs() -> None:
    model = engine.read(straight(*(f"t{n}" for n in range(348))).xml())
    snapshot = engine.start(model, now=NOW)
    snapshot = engine.complete(model, snapshot.state, snapshot.open[0].id, {}, now=NOW)
    assert [task.element_id for task in snapshot.open] == ["t1"]


def test_a_thousand_elements_with_many_joins_are_read_in_a_moment() -> None:
    drawing = Drawing()
    drawing.node("startEvent", "start")
    drawing.node("endEvent", "end")
    before = "start"
    for n in range(85):
        drawing.node("parallelGateway", f"s{n}")
        drawing.node("parallelGateway", f"j{n}")
        for branch in range(9):
            drawing.task(f"t{n}_{branch}")
            drawing.line(f"s{n}", f"t{n}_{branch}", f"j{n}")
        drawing.flow(before, f"s{n}")
        before = f"j{n}"
    drawing.flow(before, "end")
    began = datetime.now(UTC)
    assert codes(drawing.xml()) == set()
    assert (datetime.now(UTC) - began).total_seconds() < 10


ROOM = Path(engine.__file__).parent
PAGE = (ROOM.parents[1] / "docs" / "extensions.md").read_text()
CODE = re.compile(r'"([a-z]+(?:-[a-z]+)+)"|"(schema|doctype|disconnected)"')


def codes_in_source() -> set[str]:
    files = [ROOM / "reading.py", ROOM / "definition.py", *(ROOM / "checks").glob("*.py")]
    found = {one or other for file in files for one, other in CODE.findall(file.read_text())}
    found.discard("unknown-name")  # one of FEEL's own
    return found | {f"unsupported-{name}" for name in (*UNSUPPORTED, *UNSUPPORTED_EVENTS)}


def test_every_code_has_its_test_and_its_line_in_the_page_for_those_who_draw() -> None:
    tested = {code for code, _ in (*WRONG, *WARNED)} | {code for _, code in UNREADABLE.values()}
    written = codes_in_source()
    assert len(written) > 60
    assert written - tested == {"message-awaited", "unreadable-by-engine", "variable-types-differ"}
    assert {code for code in written if f"`{code}`" not in PAGE} == set()
    checked = PAGE.partition("## What is checked")[2]
    cells = [line.split("|")[1] for line in checked.splitlines() if line.startswith("| `")]
    listed = {code for cell in cells for code in re.findall("`([^`]+)`", cell)}
    assert {code for code in listed if not code.startswith("feel-")} == written


PYTHON_SITES = {
    "a condition": choice(PYTHON),
    "a timer on a step": on_the_border(timer(PYTHON)),
    "a moment to wait for": passing("intermediateCatchEvent", timer(PYTHON, "timeDate")),
    "a repeating timer": on_the_border(timer(PYTHON, "timeCycle")),
    "a script task": passing("scriptTask", f"<bpmn:script>{PYTHON}</bpmn:script>"),
    "a number of times": passing(
        "userTask",
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>"
        f"{PYTHON}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>",
    ),
    "a condition to repeat": passing(
        "userTask",
        "<bpmn:standardLoopCharacteristics><bpmn:loopCondition>"
        f"{PYTHON}</bpmn:loopCondition></bpmn:standardLoopCharacteristics>",
    ),
    "a condition to wait for": passing(
        "intermediateCatchEvent", event("conditional", f"<bpmn:condition>{PYTHON}</bpmn:condition>")
    ),
    "a script before a step": in_step(f"<other:preScript {OTHER_ENGINE}>{PYTHON}</other:preScript>"),
    "a script after a step": in_step(f"<other:postScript {OTHER_ENGINE}>{PYTHON}</other:postScript>"),
}


@pytest.mark.parametrize("site", PYTHON_SITES)
def test_python_is_refused_wherever_it_could_stand(site: str) -> None:
    assert any(problem.severity == "error" for problem in engine.check(PYTHON_SITES[site]))
    with pytest.raises(engine.DefinitionInvalid):
        engine.read(PYTHON_SITES[site])


@settings(max_examples=150, deadline=None)
@given(some.binary(max_size=400))
def test_no_bytes_raise(xml: bytes) -> None:
    assert engine.check(xml)


SAMPLES = [choice(), fork(leaves=True), on_the_border(timer("P1D")), call("q"), VALID]
PIECES = [
    b"<",
    b">",
    b'"',
    b"&",
    b"\0",
    b"<bpmn:userTask/>",
    b'id="a"',
    b"P1D",
    b"x",
    b"</bpmn:process>",
    b" ",
]


@settings(max_examples=250, deadline=None)
@given(some.data())
def test_no_damage_to_a_sound_drawing_raises(data: some.DataObject) -> None:
    xml = data.draw(some.sampled_from(SAMPLES))
    for _ in range(data.draw(some.integers(1, 4))):
        start = data.draw(some.integers(0, len(xml)))
        length = data.draw(some.integers(0, 60))
        xml = xml[:start] + data.draw(some.sampled_from(PIECES)) + xml[start + length :]
    assert isinstance(engine.check(xml, {"q": xml}), tuple)


NAMES = [
    "bpmn:userTask",
    "bpmn:endEvent",
    "bpmn:boundaryEvent",
    "bpmn:subProcess",
    "bpmn:parallelGateway",
    "bpmn:lane",
]
ATTRIBUTES = [
    "id",
    "sourceRef",
    "targetRef",
    "attachedToRef",
    "default",
    "calledElement",
    "isExecutable",
    "name",
]


@settings(max_examples=250, deadline=None)
@given(some.data())
def test_no_drawing_that_is_xml_but_nonsense_raises(data: some.DataObject) -> None:
    """Elements change their kind, attributes go or point elsewhere: well-formed, so it comes far into the checks."""
    text = data.draw(some.sampled_from(SAMPLES)).decode()
    for _ in range(data.draw(some.integers(1, 3))):
        if data.draw(some.booleans()):
            old, new = data.draw(some.sampled_from(NAMES)), data.draw(some.sampled_from(NAMES))
            text = text.replace(f"{old} ", f"{new} ").replace(f"/{old}>", f"/{new}>")
        else:
            old, new = data.draw(some.sampled_from(ATTRIBUTES)), data.draw(some.sampled_from(ATTRIBUTES))
            text = text.replace(f" {old}=", f" {'ihala:was' if old == new else new}=")
    assert isinstance(engine.check(text.encode(), {"q": text.encode()}), tuple)
