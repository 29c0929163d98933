"""Sensitive answers are masked, shown only to those who may, and every reading is written down."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from app import audit, forms
from app.db import Database
from app.models import AccessLog
from tests.answers import answers_for
from tests.conftest import NOW
from tests.people import Person

FORMS = Path(__file__).parents[2] / "forms"
SECRET = "behind the blue door"


@pytest.fixture
def number(person: Callable[[str], Person]) -> str:
    """A case whose first form says where the person is."""
    officer = person("epc.officer")
    first = officer.open_case()
    form = forms.read((FORMS / "f01_first_contact.form").read_bytes())
    wanted = {"location": SECRET, "inDangerNow": False, "childSuspected": False}
    officer.send(f"/tasks/{first}/draft", {"answers": {"location": SECRET}})
    assert officer.complete(first, answers_for(form, wanted, now=NOW)).status_code == 200
    found = re.search(r"NRM-\d{4}-\d{6}", officer.get(f"/tasks/{first}/done").text)
    assert found
    return found[0]


def reveal_address(person: Person, number: str) -> str:
    found = re.search(r'data-reveal="([^"]+/location)"', person.get(f"/cases/{number}").text)
    assert found
    return found[1]


def test_a_sensitive_answer_is_masked_until_it_is_asked_for_and_the_reading_is_logged(
    person: Callable[[str], Person], number: str, database: Database
) -> None:
    officer = person("epc.officer")
    assert SECRET not in officer.get(f"/cases/{number}").text
    with database.reading() as session:
        before = len(session.scalars(select(AccessLog)).all())
    assert officer.send(reveal_address(officer, number), {}).json == {"value": SECRET}
    with database.reading() as session:
        log = session.scalars(select(AccessLog)).all()
    assert len(log) == before + 1
    assert log[-1].what.endswith(":location")
    assert SECRET not in log[-1].what


def test_another_unit_finds_neither_the_case_nor_its_answers(
    person: Callable[[str], Person], number: str
) -> None:
    address = reveal_address(person("epc.officer"), number)
    stranger = person("lmra.grievances")
    assert stranger.get(f"/cases/{number}").status_code == 404
    assert stranger.send(address, {}).status_code == 404
    assert number not in stranger.get("/cases/").text


def test_nothing_typed_lies_readable_in_the_database(number: str, database: Database) -> None:
    with database.engine.connect() as connection:
        for table in connection.dialect.get_table_names(connection):
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()
            for row in rows:
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    assert SECRET.encode() not in raw, table


def test_the_audit_is_whole_and_tells_when_a_line_was_changed(number: str, database: Database) -> None:
    with database.reading() as session:
        assert list(audit.verify(session)) == []
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE audit_event SET act = 'nothing' WHERE seq = 2 AND chain = 'case:1'"
        )
    with database.reading() as session:
        assert [(b.chain, b.seq) for b in audit.verify(session)] == [("case:1", 2)]


def test_a_line_cut_off_the_end_of_the_audit_is_missed(number: str, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            "DELETE FROM audit_event WHERE chain = 'case:1' AND seq = "
            "(SELECT audit_seq FROM cases WHERE id = 1)"
        )
    with database.reading() as session:
        assert [b.chain for b in audit.verify(session)] == ["case:1"]
