"""What the tests of steps share: the report procedure, and how a case of it gets under way."""

from app.db import Database
from tests.definitions import practice
from tests.desk import Desk
from tests.people import Person

REPORT = {"account": "She has not been paid since May.", "people": 2}


def begin(officer: Person, database: Database, xml: bytes = practice.REPORT, key: str = "report_case") -> int:
    """Publish a small procedure and open a case of it; gives back the id of its first step."""
    practice.publish(database, key, xml)
    return officer.open_case(key)


def signed(officer: Person, supervisor: Person, desk: Desk) -> int:
    """Take the report to the police: written by one, signed by the other; gives back the id of their step."""
    assert officer.complete(begin(officer, desk.database), REPORT).status_code == 200
    second = desk.task("sign").id
    assert supervisor.claim(second).status_code == 302
    assert supervisor.complete(second, {"agreed": "yes"}).status_code == 200
    return desk.task("ask").id
