"""Timers: only cases with something due are read, each in a transaction of its own."""

import logging
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from app.cases import commands
from app.db import Database
from app.models import Case, CaseInstance

log = logging.getLogger(__name__)


def fire_due(database: Database, *, now: datetime) -> int:
    """Fire what is due; gives back how many cases moved. A case that fails is logged and left for next time."""
    with database.reading() as session:
        due = session.scalars(select(Case.id).where(_is_due(now)).order_by(Case.next_due, Case.id)).all()
    return sum(_fire(database, case_id, now) for case_id in due)


def _is_due(now: datetime) -> ColumnElement[bool]:
    """A case whose procedure has a timer that is due, or a call that goes on beside it (BRIEF 5 b)."""
    beside = select(CaseInstance.case_id).where(CaseInstance.next_due <= now)
    return or_(Case.next_due <= now, Case.id.in_(beside))


def _fire(database: Database, case_id: int, now: datetime) -> bool:
    try:
        with database.unit_of_work() as session:
            commands.tick(session, case_id, now=now)
    except Exception:
        log.exception("the timers of case %s could not be fired", case_id)
        return False
    return True
