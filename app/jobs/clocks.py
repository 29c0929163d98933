"""Clocks of steps: only cases with somebody to tell are read, each in a transaction of its own."""

import logging
from datetime import datetime

from sqlalchemy import select

from app.db import Database
from app.models import UserTask
from app.notices import commands

log = logging.getLogger(__name__)


def tell_due(database: Database, *, now: datetime) -> int:
    """Tell what is due; gives back how many cases were looked at. A case that fails is left for next time."""
    with database.reading() as session:
        due = select(UserTask.case_id).where(UserTask.next_notice_at <= now).distinct()
        cases = session.scalars(due.order_by(UserTask.case_id)).all()
    return sum(_tell(database, case_id, now) for case_id in cases)


def _tell(database: Database, case_id: int, now: datetime) -> bool:
    try:
        with database.unit_of_work() as session:
            commands.tell(session, case_id, now=now)
    except Exception:
        log.exception("nobody could be told of the steps of case %s", case_id)
        return False
    return True
