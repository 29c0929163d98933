"""The worker: looks again and again at what is due, and rests when nothing was."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event

from app.administration.holidays import recounting
from app.db import Database
from app.jobs import clocks, due, timers

PAUSE_SECONDS = 5.0
log = logging.getLogger(__name__)


def look(database: Database, *, now: datetime) -> int:
    """Do what is due now: case timers, deadlines a new calendar moved, clocks, the outbox; how much was done."""
    fired = timers.fire_due(database, now=now) + recounting.recount_due(database, now=now)
    return fired + clocks.tell_due(database, now=now) + due.run_due(database, now=now)


def run(database: Database, clock: Callable[[], datetime], stop: Event) -> None:
    """Work until `stop` is set; several workers may run at once. A database that is away is waited for."""
    while not stop.is_set():
        try:
            done = look(database, now=clock())
        except Exception:
            log.exception("the worker could not look at what is due")
            done = 0
        if not done:
            stop.wait(PAUSE_SECONDS)
