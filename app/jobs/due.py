"""The jobs of the outbox that are due, one after another: claimed, done, and finished or tried again."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from app import outbox
from app.db import Database
from app.jobs import mail
from app.notices import letters
from app.outbox import Claimed, Undelivered

log = logging.getLogger(__name__)

Deed = Callable[[Database, Mapping[str, Any], datetime], None]
"""What a job does, given its arguments and the moment. It may be done twice: it has to bear that."""

DEEDS: Mapping[str, Deed] = {letters.MAIL: mail.deliver}


def run_due(database: Database, *, now: datetime, deeds: Mapping[str, Deed] = DEEDS) -> int:
    """Run every job that is due now; gives back how many were tried."""
    tried = 0
    while (job := _claim(database, now)) is not None:
        _run(database, job, deeds, now)
        tried += 1
    return tried


def _claim(database: Database, now: datetime) -> Claimed | None:
    with database.reading() as session:
        if not outbox.is_due(session, now=now):
            return None
    try:
        with database.unit_of_work() as session:
            return outbox.claim(session, now=now)
    except IntegrityError:  # another worker has just taken one of the same key
        return None


def _run(database: Database, job: Claimed, deeds: Mapping[str, Deed], now: datetime) -> None:
    try:
        if job.name not in deeds:
            raise Undelivered("no such job")
        deeds[job.name](database, job.args, now)
    except Exception as error:
        reason = error.reason if isinstance(error, Undelivered) else type(error).__name__
        log.warning("job %s (%s) failed: %s", job.id, job.name, reason)
        with database.unit_of_work() as session:
            outbox.fail(session, job, reason, now=now)
        return
    with database.unit_of_work() as session:
        outbox.finish(session, job)
