"""Wherever the library would run Python from a drawing, the house runs FEEL or nothing, even with no check before.

Each drawing is given to the library as it stands. The plain library leaves a file behind, which shows that the
site is one; the house refuses with a sentence, and no file is there.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.util.task import TaskState

from app import engine
from app.engine.library import Conditions, Running, Specification
from app.errors import Conflict
from tests.engine.diagrams import Drawing

NOW = datetime(2026, 3, 1, tzinfo=UTC)
EXTENSION = 'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'


def extended(inside: str) -> str:
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def chain(kind: str, inside: str = "", more: str = "", root: str = "") -> str:
    drawing = Drawing()
    drawing.node("startEvent", "start")
    drawing.node(kind, "m", inside, more)
    drawing.node("endEvent", "end")
    drawing.line("start", "m", "end")
    return drawing.xml().decode().replace("<bpmn:process ", f"{root}<bpmn:process ")


def gateway(kind: str) -> str:
    drawing = Drawing()
    drawing.node("startEvent", "start")
    drawing.node("endEvent", "end")
    drawing.flow("start", "m")
    drawing.flow("m", "end", "PYTHON")
    drawing.node(kind, "m", "", f'default="{drawing.flow("m", "end")}"')
    return drawing.xml().decode()


def event(kind: str, inside: str = "", more: str = "") -> str:
    return f"<bpmn:{kind}EventDefinition {more}>{inside}</bpmn:{kind}EventDefinition>"


def formal(name: str, text: str = "PYTHON") -> str:
    return f'<bpmn:{name} xsi:type="bpmn:tFormalExpression">{text}</bpmn:{name}>'


def times(inside: str) -> str:
    return chain(
        "manualTask",
        f"<bpmn:multiInstanceLoopCharacteristics>{inside}</bpmn:multiInstanceLoopCharacteristics>",
    )


PAYLOAD = f"<spiffworkflow:messagePayload {EXTENSION}>PYTHON</spiffworkflow:messagePayload>"
SIGNAL = f"<spiffworkflow:payloadExpression {EXTENSION}>PYTHON</spiffworkflow:payloadExpression>"
CORRELATED = (
    '<bpmn:correlationProperty id="k" name="k"><bpmn:correlationPropertyRetrievalExpression messageRef="r">'
    "<bpmn:messagePath>PYTHON</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression>"
    "</bpmn:correlationProperty>"
)
SERVICE = (
    f'<spiffworkflow:serviceTaskOperator {EXTENSION} id="o" resultVariable="x"><spiffworkflow:parameters>'
    '<spiffworkflow:parameter id="p" type="str" value="PYTHON"/></spiffworkflow:parameters>'
    "</spiffworkflow:serviceTaskOperator>"
)
AD_HOC = f'<bpmn:manualTask id="t"/>{formal("completionCondition")}'

SITES = {
    "a script task": chain("scriptTask", "<bpmn:script>PYTHON</bpmn:script>"),
    "a script before a step": chain(
        "manualTask", extended(f"<spiffworkflow:preScript {EXTENSION}>PYTHON</spiffworkflow:preScript>")
    ),
    "a script after a step": chain(
        "manualTask", extended(f"<spiffworkflow:postScript {EXTENSION}>PYTHON</spiffworkflow:postScript>")
    ),
    "a parameter of a service": chain("serviceTask", extended(SERVICE)),
    "an exclusive gateway": gateway("exclusiveGateway"),
    "an inclusive gateway": gateway("inclusiveGateway"),
    "a duration": chain("intermediateCatchEvent", event("timer", formal("timeDuration"))),
    "a moment": chain("intermediateCatchEvent", event("timer", formal("timeDate"))),
    "a repeating timer": chain("intermediateCatchEvent", event("timer", formal("timeCycle"))),
    "a number of times": times(formal("loopCardinality")),
    "a condition to stop repeating": times(
        formal("loopCardinality", "3 &gt; 2") + formal("completionCondition")
    ),
    "a condition to repeat": chain(
        "manualTask",
        f'<bpmn:standardLoopCharacteristics loopMaximum="3">{formal("loopCondition")}'
        "</bpmn:standardLoopCharacteristics>",
    ),
    "a condition to wait for": chain(
        "intermediateCatchEvent", event("conditional", formal("condition")), root=""
    ),
    "a message that is sent": chain(
        "intermediateThrowEvent",
        event("message", extended(PAYLOAD), 'messageRef="r"'),
        root='<bpmn:message id="r" name="r"/>',
    ),
    "the correlation of a message": chain(
        "intermediateThrowEvent",
        event("message", extended(PAYLOAD.replace("PYTHON", "{}")), 'messageRef="r"'),
        root=f'<bpmn:message id="r" name="r"/>{CORRELATED}',
    ),
    "a signal that is sent": chain(
        "intermediateThrowEvent",
        event("signal", "", 'signalRef="r"'),
        root=f'<bpmn:signal id="r" name="r">{extended(SIGNAL)}</bpmn:signal>',
    ),
    "the end of an ad-hoc part": chain("adHocSubProcess", AD_HOC),
}
NEVER_READ = {"a message that is sent", "the correlation of a message"}
"""Sites that are cut out of what the library is given: there is nothing left that could be refused."""


def walk(workflow: Any) -> None:
    """Everything that runs by itself, and every step done as soon as it opens."""
    for _ in range(12):
        workflow.do_engine_steps()
        for task in workflow.get_tasks(state=TaskState.READY, manual=True):
            task.run()


def in_the_plain_library(xml: bytes) -> None:
    parser = SpiffBpmnParser()
    parser.add_bpmn_xml(etree.fromstring(xml))
    walk(BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p")))


def in_the_house(xml: bytes) -> None:
    specification = Specification("p", [etree.fromstring(xml)], {}, {"p": {}})
    walk(specification.instance(NOW))


def refusal(act: Callable[[], None]) -> Conflict | None:
    """The sentence that an act was refused with, also where the library wrapped it."""
    try:
        act()
    except Exception as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, Conflict):
            cause = cause.__cause__ or cause.__context__
        if cause is None:
            raise
        return cause
    return None


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    return tmp_path / "python_ran"


def planted(site: str, canary: Path) -> bytes:
    python = f"__import__('pathlib').Path('{canary}').touch()"
    return SITES[site].replace("PYTHON", python).encode()


@pytest.mark.parametrize("site", SITES)
def test_python_in_a_drawing_does_not_run_and_is_refused_even_where_no_check_was(
    site: str, canary: Path
) -> None:
    refused = refusal(lambda: in_the_house(planted(site, canary)))
    assert not canary.exists()
    if site not in NEVER_READ:
        assert refused is not None
        assert str(refused).endswith((".", ")")) or "not run" in str(refused)


@pytest.mark.parametrize("site", SITES)
def test_the_plain_library_would_run_it(site: str, canary: Path) -> None:
    with suppress(Exception):  # what touch() gives back is no duration, number or service
        in_the_plain_library(planted(site, canary))
    assert canary.exists()


@pytest.mark.parametrize("site", SITES)
def test_the_check_refuses_it_before(site: str, canary: Path) -> None:
    assert any(problem.severity == "error" for problem in engine.check(planted(site, canary)))
    assert not canary.exists()


@pytest.mark.parametrize(
    "text", ["__import__('os').system('true')", "().__class__", "open('/etc/passwd')", "1 +"]
)
def test_whoever_asks_the_script_engine_itself_gets_feel_or_a_refusal(text: str) -> None:
    drawing = Drawing()
    drawing.node("startEvent", "start")
    drawing.node("endEvent", "end")
    drawing.line("start", "end")
    running: Running = Specification("p", [etree.fromstring(drawing.xml())], {}, {"p": {}}).instance(NOW)
    scripts, task = Conditions(), running.task_tree
    for act in (
        lambda: scripts.evaluate(task, text),
        lambda: scripts.execute(task, text),
        lambda: scripts.call_service(task, operation_name=text),
        lambda: scripts.validate(text),
        lambda: scripts.environment.evaluate(text, {}),
        lambda: scripts.environment.execute(text, {}),
        lambda: scripts.environment.call_service({}, operation_name=text),
    ):
        with pytest.raises(Conflict):
            act()
    assert scripts.evaluate(task, "1 < 2") is True
