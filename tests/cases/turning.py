"""Small procedures of three categories for the tests of changing category, and a case of the first under way."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit, engine
from app.cases import instances, steps
from app.cases.steps import Step
from app.db import Database
from app.definitions import commands
from app.models import Case, CaseInstance, CaseLink, CaseRequest
from tests.conftest import NOW
from tests.definitions.practice import FORMS, clock, drawing, flows, form, task
from tests.desk import Desk
from tests.people import Person

REPORT = {"account": "She has not been paid since May.", "people": 2}
YES = {"agreed": "yes"}


def called(name: str, process: str, party_form: str = "") -> str:
    extension = f'<ihala:step stage="II" {party_form}/>{clock(3, "workingDays")}'
    return (
        f'<bpmn:callActivity id="{name}" name="Call {name}" ihala:nameAr="خطوة {name}" calledElement="{process}">'
        f"<bpmn:extensionElements>{extension}</bpmn:extensionElements></bpmn:callActivity>"
    )


def variable(name: str, values: str) -> str:
    return f'<ihala:variable name="{name}" type="string" values="{values}"/>'


def knowing(xml: bytes, *variables: str) -> bytes:
    """The drawing with these variables declared."""
    declared = f"<bpmn:extensionElements>{''.join(variables)}</bpmn:extensionElements><bpmn:laneSet"
    return xml.replace(b"<bpmn:laneSet", declared.encode(), 1)


DECISION = form(
    "practice_decision",
    {
        "type": "radio",
        "key": "to",
        "label": "To",
        "validate": {"required": True},
        "properties": {"variable": "recategoriseTo"},
        "values": [{"label": w, "value": w} for w in ("labour", "abuse", "trafficking", "none")],
    },
)
KNOWN = variable("agreedOn", "yes no"), variable("recategoriseTo", "labour abuse trafficking none")
SPLIT = '<bpmn:parallelGateway id="split"/>'
JOIN = '<bpmn:parallelGateway id="join"/>'
LEAVES = (
    '<bpmn:endEvent id="recategorised" ihala:status="recategorised">'
    '<bpmn:terminateEventDefinition id="stop"/></bpmn:endEvent>'
)

DRAWINGS = {
    "small_case": knowing(
        drawing(
            "small_case",
            {"EPC": ("write", "own", "decide", "claim", "file"), "POL": ("ask",)},
            task("write", 'stage="I" form="practice_report"'),
            SPLIT,
            called("ask", "small_refer", 'form="practice_report" unit="POL-CAP"'),
            called("claim", "labour_claim"),
            task("own", 'stage="II" form="practice_signature"'),
            task("decide", 'stage="II" role="supervisor" form="practice_decision"'),
            LEAVES,
            JOIN,
            task("file", 'stage="V" form="practice_signature"'),
            flows("start", "write", "split", "ask", "join", "file", "end"),
            flows("split", "claim", "join"),
            flows("split", "own", "join"),
            flows("split", "decide", "recategorised"),
        ),
        *KNOWN,
    ),
    "small_refer": drawing(
        "small_refer",
        {"caller": ("receive", "answer"), "EPC": ("review",)},
        task("receive", 'answers="true"'),
        task("answer", 'answers="true"'),
        task("review", 'form="practice_signature"'),
        flows("start", "receive", "answer", "review", "end"),
        category="",
    ),
    "labour_claim": drawing(
        "labour_claim",
        {"EPC": ("L13",), "MOL": ("L14",)},
        task("L13", 'stage="III" form="practice_signature"', clock(3, "workingDays")),
        called("L14", "small_refer", 'form="practice_signature" unit="MOL-ALC"'),
        flows("start", "L13", "L14", "end"),
        category="",
    ),
    "abuse_case": knowing(
        drawing(
            "abuse_case",
            {"EPC": ("A01", "A05", "A09")},
            task("A01", 'stage="I" form="practice_signature"'),
            task("A05", 'stage="I" form="practice_signature"'),
            task("A09", 'stage="II" form="practice_signature"'),
            flows("start", "A01", "A05", "A09", "end"),
            category="abuse",
        ),
        KNOWN[1],
    ),
    "trafficking_case": knowing(
        drawing(
            "trafficking_case",
            {"EPC": ("T01", "T10", "A17")},
            task("T01", 'stage="I" form="practice_signature"'),
            task("T10", 'stage="II" form="practice_signature"'),
            task("A17", 'stage="II" form="practice_signature"'),
            flows("start", "T01", "T10", "A17", "end"),
            category="trafficking",
        ),
        KNOWN[1],
    ),
}


def publish(database: Database) -> None:
    with database.unit_of_work() as session:
        for key in ("small_case", "abuse_case", "trafficking_case"):
            bodies = {**FORMS, "practice_decision": DECISION}
            commands.publish(session, key, DRAWINGS, bodies, now=NOW)


def under_way(officer: Person, desk: Desk) -> str:
    """A small labour case that waits for the police, the claim, the officer and the supervisor; its number."""
    publish(desk.database)
    assert officer.complete(officer.open_case("small_case"), REPORT).status_code == 200
    return desk.case().number


def ask(person: Person, number: str, to: str, ground: str = "new_information") -> int:
    """Ask for a category; gives back the status of the answer."""
    sent = {"to": to, "ground": ground, "reason": "She told us more."}
    return person.post(f"/cases/{number}/category", sent).status_code


def approve(person: Person, number: str, request_id: int) -> int:
    return person.post(f"/cases/{number}/requests/{request_id}/approve").status_code


def rows(database: Database, number: str) -> list[Step]:
    with database.reading() as session:
        case = session.scalars(select(Case).where(Case.number == number)).one()
        return steps.steps_of(session, case.id)


def harmed(database: Database, numbers: Iterable[str]) -> list[str]:
    """What is wrong with these cases: every open step must be one that an engine can complete, and no other."""
    with database.reading() as session:
        found = [fault for number in numbers for fault in _faults(session, number)]
        return found + [f"audit of {b.chain}, line {b.seq}: {b.why}" for b in audit.verify(session)]


def _faults(session: Session, number: str) -> Iterable[str]:
    case = session.scalars(select(Case).where(Case.number == number)).one()
    query = select(CaseInstance.id).where(CaseInstance.case_id == case.id, CaseInstance.call_id.is_not(None))
    beside = [instances.take(session, i) for i in session.scalars(query)]
    able = set()
    for one in (None, *beside):
        model = instances.procedure(session, case.definition_id, one).model
        standing = engine.current(model, one.state if one else case.state, now=NOW)
        able |= {(one.id if one else None, task.id) for task in standing.open}
    waiting = {(s.instance_id, s.engine_id) for s in steps.steps_of(session, case.id) if s.is_open}
    if able != waiting:
        yield f"{number}: open steps {sorted(map(str, waiting ^ able))} are not those of the engine"


def case_of(desk: Desk, number: str) -> Case:
    with desk.database.reading() as session:
        return session.scalars(select(Case).where(Case.number == number)).one()


def request_id(desk: Desk) -> int:
    """The newest request about any case."""
    with desk.database.reading() as session:
        return session.scalars(select(CaseRequest.id).order_by(CaseRequest.id.desc()).limit(1)).one()


def child_of(database: Database, number: str) -> Case:
    """The claim that was parted from a case."""
    with database.reading() as session:
        parent = select(Case.id).where(Case.number == number).scalar_subquery()
        query = select(Case).join(CaseLink, CaseLink.to_id == Case.id).where(CaseLink.from_id == parent)
        return session.scalars(query).one()
