"""The one port of jobs: wanted by a deed, leased by a worker, tried again with growing pauses, at last laid aside."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from app.models import Job
from app.models.base import Instant

LEASE = timedelta(minutes=2)
"""How long a worker may take for one job before another believes it dead."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
MOST_ATTEMPTS = 8
MOST_DEATHS = 20
"""Workers are also killed for reasons that have nothing to do with their job, so more of it is borne."""
KILLED = "the worker died each time"


class Undelivered(Exception):
    """A job could not be done now; `reason` is a code that names nobody, for the page of operations."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Claimed:
    """A job in the hands of one worker, that failed `attempts` times before; `lease` proves that it still is."""

    id: int
    name: str
    args: Mapping[str, Any]
    attempts: int
    lease: str


# In words, because each kind of database has a construct of its own for what both read alike.
_ENQUEUE = text(
    "INSERT INTO job (name, args, key, dedup, state, wanted_at, run_at, attempts, deaths) "
    "VALUES (:name, :args, :key, :dedup, 'ready', :run_at, :run_at, 0, 0) ON CONFLICT (dedup) DO NOTHING"
).bindparams(bindparam("run_at", type_=Instant()))


def enqueue(
    session: Session,
    name: str,
    args: Mapping[str, object],
    *,
    run_at: datetime,
    key: str | None = None,
    dedup: str | None = None,
) -> None:
    """Let job `name` run at `run_at` or later, if this transaction is kept.

    Jobs with one `key` run one at a time; of the wishes with one `dedup` that still wait, the first counts.
    Jobs run at least once: what they do must bear being done twice. `args` are ids, never values.
    """
    sent = {"name": name, "args": orjson.dumps(args).decode(), "key": key, "dedup": dedup, "run_at": run_at}
    session.execute(_ENQUEUE, sent)


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether any job is due, its own or one whose worker died."""
    return session.scalar(select(Job.id).where(_due(now)).limit(1)) is not None


def claim(session: Session, *, now: datetime) -> Claimed | None:
    """Take the job that has been due longest, and whose key nobody works on; nothing when there is none.

    Jobs whose workers died come after the others, so that one that kills its worker holds up nobody else.

    Two workers of PostgreSQL may choose two jobs of one key at the same moment: the second breaks the index that
    forbids it, with IntegrityError, and asks again. A job that kills its worker each time is laid aside.
    """
    while (job := session.scalar(_next_job(now))) is not None:
        job.deaths += job.state == "leased"
        if job.deaths >= MOST_DEATHS:
            job.state, job.lease, job.error = "dead", None, KILLED
            session.flush()
            continue
        job.state, job.lease, job.run_at = "leased", secrets.token_hex(16), now + LEASE
        session.flush()
        return Claimed(job.id, job.name, orjson.loads(job.args), job.attempts, job.lease)
    return None


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(Job.state.in_(("ready", "leased")), Job.run_at <= now)


def _next_job(now: datetime) -> Any:
    other = aliased(Job)
    busy = exists().where(other.key == Job.key, other.state == "leased", other.id != Job.id)
    return (
        select(Job)
        .where(_due(now), or_(Job.key.is_(None), ~busy))
        .order_by(Job.state == "leased", Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Job)
    )


def finish(session: Session, job: Claimed) -> None:
    """A job that is done leaves no row; one whose lease went to another worker is left to that one."""
    session.execute(delete(Job).where(Job.id == job.id, Job.lease == job.lease))


def fail(session: Session, job: Claimed, reason: str, *, now: datetime) -> None:
    """Try again after a pause that doubles each time; after the last attempt lay the job aside for a person."""
    pause = min(FIRST_PAUSE * 2**job.attempts, LONGEST_PAUSE)
    failed = job.attempts + 1
    state = "dead" if failed >= MOST_ATTEMPTS else "ready"
    session.execute(
        update(Job)
        .where(Job.id == job.id, Job.lease == job.lease)
        .values(state=state, attempts=failed, lease=None, run_at=now + pause, error=reason[:200])
    )
