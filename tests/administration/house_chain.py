"""What the house's audit says, for tests of acts that belong to no case."""

from typing import Any

import orjson
from sqlalchemy import select

from app import audit
from app.db import Database
from app.models import AuditEvent, ReferenceRevision


def last_line(database: Database) -> tuple[str, dict[str, Any]]:
    """The newest act of the house and its facts."""
    with database.reading() as session:
        lines = select(AuditEvent).where(AuditEvent.chain == audit.HOUSE).order_by(AuditEvent.seq.desc())
        line = session.scalars(lines.limit(1)).one()
        return line.act, orjson.loads(line.facts)


def is_whole(database: Database) -> bool:
    with database.reading() as session:
        return not list(audit.verify(session))


def revision(database: Database) -> int:
    """The number that tells caches that they are old."""
    with database.reading() as session:
        return session.scalars(select(ReferenceRevision.number)).one()
