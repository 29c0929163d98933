"""Publishing a procedure: all problems at once, versions that never change, and running cases that keep theirs."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.config import Settings
from app.db import Database
from app.definitions import commands
from app.errors import Invalid
from app.models import AuditEvent, FormDefinition, ProcessDefinition
from tests.conftest import NOW
from tests.definitions import practice
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import REPORT

People = Callable[[str], Person]
CHANGED = practice.REPORT.replace(b"Step sign", b"Step countersign")


def versions(database: Database, key: str = "report_case") -> list[tuple[int, str]]:
    with database.reading() as session:
        rows = session.scalars(
            select(ProcessDefinition).where(ProcessDefinition.key == key).order_by(ProcessDefinition.version)
        )
        return [(row.version, row.state) for row in rows]


def test_the_same_drawing_is_published_once(database: Database) -> None:
    assert [practice.publish(database, "report_case", practice.REPORT) for _ in range(3)] == [1, 1, 1]
    assert versions(database) == [(1, "published")]
    with database.reading() as session:
        acts = session.scalars(select(AuditEvent.facts).where(AuditEvent.act == "published")).all()
    assert len([facts for facts in acts if "report_case" in facts]) == 1


def test_a_changed_drawing_retires_the_one_before_it(database: Database) -> None:
    practice.publish(database, "report_case", practice.REPORT)
    assert practice.publish(database, "report_case", CHANGED) == 2
    assert practice.publish(database, "report_case", practice.REPORT) == 3
    assert versions(database) == [(1, "retired"), (2, "retired"), (3, "published")]


def test_a_changed_form_makes_a_new_version_of_both(database: Database) -> None:
    practice.publish(database, "report_case", practice.REPORT)
    changed = {
        **practice.FORMS,
        "practice_signature": practice.FORMS["practice_signature"].replace(b'"Agreed"', b'"Agree"'),
    }
    with database.unit_of_work() as session:
        row = commands.publish(session, "report_case", {"report_case": practice.REPORT}, changed, now=NOW)
        assert row.version == 2
    with database.reading() as session:
        found = select(FormDefinition.version).where(FormDefinition.key == "practice_signature")
        assert sorted(session.scalars(found)) == [1, 2]


def test_a_running_case_keeps_its_version(person: People, database: Database) -> None:
    officer, desk = person("epc.officer"), Desk(database)
    practice.publish(database, "report_case", practice.REPORT)
    old = officer.open_case("report_case")
    practice.publish(database, "report_case", CHANGED)
    officer.complete(old, REPORT)
    assert desk.task("sign").name == "Step sign"
    new = officer.open_case("report_case")
    officer.complete(new, REPORT)
    assert desk.task("sign").name == "Step countersign"


def test_every_problem_is_told_at_once_by_element_and_nothing_is_kept(database: Database) -> None:
    drawn = practice.drawing(
        "broken_case",
        {"EPC": ("write", "sign")},
        practice.task("write", 'stage="I"'),
        practice.task("sign", 'stage="I" form="nowhere"'),
        practice.flows("start", "write", "sign", "end"),
    )
    with pytest.raises(Invalid) as refused:
        practice.publish(database, "broken_case", drawn)
    assert {"write", "sign"} <= set(refused.value.fields)
    assert versions(database, "broken_case") == []


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"not xml",
        b"\x00\xff\xfe",
        b"<a/>",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        practice.REPORT[:-40],
        practice.REPORT.replace(b'isExecutable="true"', b""),
    ],
)
def test_a_hostile_drawing_is_refused(sqlite_settings: Settings, xml: bytes) -> None:
    with pytest.raises(Invalid):
        practice.publish(Database(sqlite_settings), "report_case", xml)


def test_a_drawing_that_no_table_could_hold_is_refused(database: Database) -> None:
    name = "x" * 90
    drawn = practice.drawing(
        "long_case",
        {"EPC": (name,)},
        practice.task(name, 'stage="I" form="practice_signature"'),
        practice.flows("start", name, "end"),
    )
    with pytest.raises(Invalid):
        practice.publish(database, "long_case", drawn)
    named = practice.REPORT.replace(b"Step sign", b"Step " + b"s" * 200)
    with pytest.raises(Invalid):
        practice.publish(database, "report_case", named)
