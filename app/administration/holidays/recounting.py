"""Bringing every open deadline in line with the calendar: case by case, each in a transaction of its own."""

import logging
from dataclasses import dataclass
from datetime import datetime

from app import audit, db
from app.agencies import queries as agencies
from app.cases import deadlines
from app.db import Database

BATCH = 100
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recounted:
    """How many cases were gone through, how many deadlines moved, and how many cases are left."""

    cases: int
    moved: int
    left: int


def recount_all(
    database: Database, actor_id: int | None, *, now: datetime, at_most: int | None = None
) -> Recounted:
    """Move every open deadline that no longer agrees with the calendar, in at most so many cases.

    Whatever interrupts it, beginning again does what is left: the deadlines themselves say what is to be done.
    A case that fails is logged and left. Each batch adds a line with its counts to the house's audit.
    """
    with database.reading() as session:
        waiting = deadlines.cases_to_recount(session, agencies.reference(session).calendar)
    chosen = waiting if at_most is None else waiting[:at_most]
    cases = moved = 0
    for start in range(0, len(chosen), BATCH):
        done = [_recount(database, actor_id, case_id, now) for case_id in chosen[start : start + BATCH]]
        counts = [count for count in done if count is not None]
        _record(database, actor_id, len(counts), sum(counts), now)
        cases, moved = cases + len(counts), moved + sum(counts)
    return Recounted(cases, moved, len(waiting) - cases)


def recount_due(database: Database, *, now: datetime) -> int:
    """What the worker does: recount once after each change of the calendar, and once when it starts."""
    with database.reading() as session:
        revision, kept = agencies.reference(session).revision, db.cache(session)
    if kept.get("recounted") == revision:
        return 0
    done = recount_all(database, None, now=now)
    if not done.left:
        kept["recounted"] = revision
    return done.moved


def _recount(database: Database, actor_id: int | None, case_id: int, now: datetime) -> int | None:
    try:
        with database.unit_of_work() as session:
            return deadlines.recount(session, actor_id, case_id, now=now)
    except Exception:
        log.exception("the deadlines of case %s could not be recounted", case_id)
        return None


def _record(database: Database, actor_id: int | None, cases: int, moved: int, now: datetime) -> None:
    with database.unit_of_work() as session:
        audit.record_house(session, actor_id, "deadlines_recounted", at=now, cases=cases, moved=moved)
