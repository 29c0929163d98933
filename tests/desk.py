"""What tests look at behind the pages: the rows of a house, and the clock its requests go by."""

from datetime import datetime, timedelta

from flask import Flask, g
from sqlalchemy import select

from app.db import Database
from app.models import AccessLog, AuditEvent, Case, Progress, UserTask


class Clock:
    """The moment every request of an application happens at."""

    def __init__(self, app: Flask, now: datetime) -> None:
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

    def last_act(self, act: str) -> Progress:
        """The newest act of this kind in any case."""
        with self.database.reading() as session:
            found = select(Progress).where(Progress.act == act).order_by(Progress.id.desc())
            return session.scalars(found.limit(1)).one()

    def readings(self) -> list[tuple[int, str]]:
        """Who read what, in order."""
        with self.database.reading() as session:
            rows = session.execute(select(AccessLog.user_id, AccessLog.what).order_by(AccessLog.id))
            return [(row.user_id, row.what) for row in rows]
