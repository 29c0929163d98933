"""What the tests of steps share: the report procedure, its steps by name, and a clock that tests set."""

from datetime import datetime, timedelta

from flask import Flask, g
from sqlalchemy import select

from app.db import Database
from app.models import AccessLog, AuditEvent, Case, UserTask
from tests.conftest import NOW
from tests.definitions import practice
from tests.people import Person

REPORT = {"account": "She has not been paid since May.", "people": 2}


class Clock:
    """The moment every request of an application happens at."""

    def __init__(self, app: Flask, now: datetime = NOW) -> None:
        self.now = now
        app.before_request(self._tell)

    def _tell(self) -> None:
        g.now = self.now

    def passes(self, **amount: float) -> None:
        self.now += timedelta(**amount)


class Desk:
    """The rows that a test looks at behind the pages."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def task(self, element: str) -> UserTask:
        """The newest step of this element."""
        with self.database.reading() as session:
            found = select(UserTask).where(UserTask.element_id == element).order_by(UserTask.id.desc())
            return session.scalars(found.limit(1)).one()

    def case(self) -> Case:
        """The newest case."""
        with self.database.reading() as session:
            return session.scalars(select(Case).order_by(Case.id.desc()).limit(1)).one()

    def acts(self) -> list[str]:
        """The acts of the newest case's audit chain, in order."""
        chain = f"case:{self.case().id}"
        with self.database.reading() as session:
            lines = select(AuditEvent.act).where(AuditEvent.chain == chain).order_by(AuditEvent.seq)
            return list(session.scalars(lines))

    def readings(self) -> list[tuple[int, str]]:
        """Who read what, in order."""
        with self.database.reading() as session:
            rows = session.execute(select(AccessLog.user_id, AccessLog.what).order_by(AccessLog.id))
            return [(row.user_id, row.what) for row in rows]


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
