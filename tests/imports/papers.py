"""Tables of paper files as the tests write them, and how they are sent over HTTP or entered by a command."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from app.agencies.queries import MEMBERS
from app.db import Database
from app.definitions import commands as definitions
from app.imports import runs
from app.imports.columns import COLUMNS
from app.imports.runs import Report
from app.models import Case, PaperFile, User, UserTask
from app.policy import Member
from tests.conftest import NOW
from tests.definitions import practice
from tests.people import Person

FORM = practice.form(
    "practice_paper",
    *(
        {
            "type": "select",
            "key": fact,
            "label": fact,
            "values": [{"label": f"{value} in words", "value": value} for value in values],
            "properties": {"fact": fact},
        }
        for fact, values in {
            "nationality": ("NPL", "IND"),
            "governorate": ("capital", "muharraq"),
            "language": ("ne", "hi"),
            "hospital": ("HSP-SMC",),
            "risk": ("low", "high"),
            "child": ("yes", "no"),
        }.items()
    ),
    {
        "type": "radio",
        "key": "outcome",
        "label": "Outcome",
        "values": [{"label": "Settled and paid", "value": "settled_paid"}],
        "validate": {"required": True},
        "properties": {"variable": "closureOutcome"},
    },
)
DRAWING = practice.drawing(
    "paper_case",
    {"EPC": ("L01", "L07", "inside", "beside", "L28"), "LMR": ("L13",)},
    practice.task("L01", 'stage="I" form="practice_paper"', practice.clock(1, "hours")),
    practice.task("L07", 'stage="I" form="practice_paper"', practice.clock(1, "workingDays")),
    practice.task("L13", 'stage="III" form="practice_paper"', practice.clock(5, "workingDays")),
    '<bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>',
    practice.task("inside", 'stage="III" form="practice_paper"'),
    practice.task("beside", 'stage="III" form="practice_paper"'),
    practice.task("L28", 'stage="V" form="practice_paper"', practice.clock(72, "hours")),
    practice.flows("start", "L01", "L07", "L13", "fork", "inside", "join", "L28", "end"),
    practice.flows("fork", "beside", "join"),
).replace(b'<bpmn:userTask id="L07"', b'<bpmn:userTask ihala:status="screening" id="L07"')
"""Three steps in a row, two beside each other, and one to close with."""
ALLOWED = ("L01", "L07", "L13", "L28")
OPEN = {
    "reference": "EPC/2018/0417",
    "procedure": "paper_case",
    "step": "L13",
    "status": "open",
    "received_on": "2025-11-02",
    "since": "2026-02-05",
    "full_name": "Sita Kumari Rai",
    "name_in_arabic": "سيتا كوماري راي",
    "other_names": "Maya",
    "cpr_no": "850412345",
    "passport_no": "N1234567",
    "phone": "+973 3912 3456",
    "officer": "epc.officer",
    "note": "The contract is in the folder.",
}
CLOSED = {
    "reference": "EPC/2017/0001",
    "procedure": "paper_case",
    "status": "closed",
    "outcome": "settled_paid",
    "received_on": "2017-02-20",
    "closed_on": "2017-06-01",
    "full_name": "Ram Thapa",
}


def publish(database: Database) -> None:
    """The small procedure that paper files of the tests enter."""
    with database.unit_of_work() as session:
        forms = {"practice_paper": FORM}
        definitions.publish(session, "paper_case", {"paper_case": DRAWING}, forms, now=NOW)


def table(rows: Sequence[dict[str, str]], language: str = "en", separator: str = ",") -> bytes:
    """Rows under the titles of the template in one language."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=separator)
    lines.writerow(column.titled(language) for column in COLUMNS)
    for row in rows:
        lines.writerow(row.get(column.key, "") for column in COLUMNS)
    return text.getvalue().encode("utf-8-sig")


def send(person: Person, content: bytes, act: str = "enter") -> TestResponse:
    """Send a file from the page."""
    data = {"file": (io.BytesIO(content), "papers.csv"), "act": act, "csrf_token": person.token}
    return person.client.post("/imports/", data=data, content_type="multipart/form-data")


def supervisor(database: Database) -> Member:
    with database.reading() as session:
        row = session.execute(MEMBERS.where(User.username == "epc.supervisor")).one()
        return Member(**row._mapping)


def entered(database: Database, content: bytes, *, dry_run: bool = False) -> Report:
    """Enter a file as the command line does."""
    return runs.run(database, supervisor(database), content, now=NOW, dry_run=dry_run)


def case_of(database: Database, reference: str) -> Case:
    """The case a paper file has become."""
    with database.reading() as session:
        found = select(Case).join(PaperFile, PaperFile.case_id == Case.id)
        return session.scalars(found.where(PaperFile.reference == reference)).one()


def steps_of(database: Database, case: Case) -> list[UserTask]:
    with database.reading() as session:
        return list(session.scalars(select(UserTask).where(UserTask.case_id == case.id)))


def count(database: Database, model: Any) -> int:
    with database.reading() as session:
        return len(session.scalars(select(model)).all())
