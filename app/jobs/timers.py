"""Timers: only cases with something due are read, each in a transaction of its own."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event

from sqlalchemy import select

from app.cases import commands
from app.db import Database
from app.models import Case

PAUSE_SECONDS = 5.0
log = logging.getLogger(__name__)


def fire_due(database: Database, *, now: datetime) -> int:
    """Fire what is due; gives back how many cases moved. A case that fails is logged and left for next time."""
    with database.reading() as session:
        due = session.scalars(select(Case.id).where(Case.next_due <= now).order_by(Case.next_due)).all()
    return sum(_fire(database, case_id, now) for case_id in due)


def _fire(database: Database, case_id: int, now: datetime) -> bool:
    try:
        with database.unit_of_work() as session:
            commands.tick(session, case_id, now=now)
    except Exception:
        log.exception("the timers of case %s could not be fired", case_id)
        return False
    return True


def run(database: Database, clock: Callable[[], datetime], stop: Event) -> None:
    """Fire timers until `stop` is set."""
    while not stop.is_set():
        if not fire_due(database, now=clock()):
            stop.wait(PAUSE_SECONDS)
