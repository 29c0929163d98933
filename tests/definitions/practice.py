"""Small procedures for the tests: drawn in a few lines, published beside the ones of the repository."""

import json
from collections.abc import Iterable, Mapping
from itertools import pairwise

from app.db import Database
from app.definitions import commands
from tests.conftest import NOW

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ihala="urn:ihala:bpmn:1" '
    'id="definitions" targetNamespace="urn:test">'
)


def form(key: str, *components: Mapping[str, object]) -> bytes:
    """A form file with these components."""
    texts = {key, *(str(c["label"]) for c in components)}
    texts |= {str(v["label"]) for c in components for v in c.get("values", ())}  # type: ignore[attr-defined]
    labels = {"ar": {text: f"{text} ع" for text in texts}}
    body = {"type": "default", "schemaVersion": 19, "id": key, "code": "F99", "title": key}
    return json.dumps({**body, "components": list(components), "labels": labels}).encode()


FORMS = {
    "practice_report": form(
        "practice_report",
        {
            "type": "textfield",
            "key": "account",
            "label": "Account",
            "validate": {"required": True},
            "properties": {"sensitivity": "sensitive"},
        },
        {
            "type": "textfield",
            "key": "finding",
            "label": "Finding",
            "properties": {"sensitivity": "medical"},
        },
        {"type": "number", "key": "people", "label": "People", "validate": {"min": 1, "max": 50}},
    ),
    "practice_signature": form(
        "practice_signature",
        {
            "type": "radio",
            "key": "agreed",
            "label": "Agreed",
            "validate": {"required": True},
            "values": [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}],
        },
    ),
}


def task(name: str, step: str, inside: str = "") -> str:
    extension = f"<bpmn:extensionElements><ihala:step {step}/>{inside}</bpmn:extensionElements>"
    return f'<bpmn:userTask id="{name}" name="Step {name}" ihala:nameAr="خطوة {name}">{extension}</bpmn:userTask>'


def clock(amount: int, unit: str) -> str:
    return f'<ihala:clock amount="{amount}" unit="{unit}"/>'


def timer(name: str, duration: str, *, host: str | None = None) -> str:
    inside = (
        f'<bpmn:timerEventDefinition id="{name}_timer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">'
        f"{duration}</bpmn:timeDuration></bpmn:timerEventDefinition>"
    )
    if host is None:
        return f'<bpmn:intermediateCatchEvent id="{name}">{inside}</bpmn:intermediateCatchEvent>'
    return f'<bpmn:boundaryEvent id="{name}" attachedToRef="{host}">{inside}</bpmn:boundaryEvent>'


def flows(*names: str) -> str:
    pairs = pairwise(names)
    return "".join(f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)


def drawing(key: str, lanes: Mapping[str, Iterable[str]], *parts: str, category: str = "labour") -> bytes:
    """A drawing with a start event `start`, an end event `end` and these parts; `lanes` gives tasks by party."""
    drawn = "".join(
        f'<bpmn:lane id="lane_{party}" name="{party}" ihala:party="{party}">'
        + "".join(f"<bpmn:flowNodeRef>{name}</bpmn:flowNodeRef>" for name in names)
        + "</bpmn:lane>"
        for party, names in lanes.items()
    )
    opens = f'ihala:category="{category}"' if category else ""
    return (
        f'{HEAD}<bpmn:process id="{key}" name="{key}" isExecutable="true" {opens}>'
        f'<bpmn:laneSet id="lanes">{drawn}</bpmn:laneSet><bpmn:startEvent id="start"/>'
        f'{"".join(parts)}<bpmn:endEvent id="end" ihala:status="closed"/></bpmn:process></bpmn:definitions>'
    ).encode()


REPORT = drawing(
    "report_case",
    {"EPC": ("write", "sign", "file"), "POL": ("ask",)},
    task("write", 'stage="I" form="practice_report"'),
    task("sign", 'stage="I" form="practice_signature" differsFrom="write"'),
    task("ask", 'stage="II" form="practice_report" unit="POL-CAP" skippable="true"', clock(2, "hours")),
    task("file", 'stage="II" role="supervisor" form="practice_signature"'),
    flows("start", "write", "sign", "ask", "file", "end"),
)
"""A report that a second person signs, that the police may complete, and that a supervisor files."""

WAITING = drawing(
    "waiting_case",
    {"EPC": ("write", "late", "after")},
    task("write", 'stage="I" form="practice_signature"'),
    timer("deadline", "PT4H", host="write"),
    task("late", 'stage="I" form="practice_signature"'),
    timer("pause", "P1D"),
    task("after", 'stage="II" form="practice_signature"'),
    flows("start", "write", "pause", "after", "end"),
    flows("deadline", "late", "end"),
)
"""A step that is taken away after four hours, and a pause of a day after it."""


def publish(database: Database, key: str, xml: bytes) -> int:
    """Publish one of these drawings; gives back its version."""
    with database.unit_of_work() as session:
        return commands.publish(session, key, {key: xml}, FORMS, now=NOW).version
