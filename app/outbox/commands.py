"""What an administrator does with a job that failed too often: try it again, or discard it with a reason."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit, db, policy
from app.errors import Invalid, NotFound, NotPermitted, say
from app.models import Job
from app.policy import Member


def retry(session: Session, user: Member, job_id: int, *, now: datetime) -> None:
    """Let a job that was laid aside run again at once, with all its attempts."""
    job = _laid_aside(session, user, job_id)
    job.state, job.attempts, job.deaths, job.run_at = "ready", 0, 0, now
    audit.record_house(session, user.id, "job_retried", at=now, job=job.id, name=job.name)


def discard(session: Session, user: Member, job_id: int, reason: str, *, now: datetime) -> None:
    """Give a job up for good; the audit keeps a digest of the reason."""
    job = _laid_aside(session, user, job_id)
    if not reason.strip():
        raise Invalid(say("Nothing was discarded."), {"reason": [say("Give the reason for giving it up.")]})
    digest = db.vault(session).audit_digest(reason)
    audit.record_house(session, user.id, "job_discarded", at=now, job=job.id, name=job.name, reason=digest)
    session.delete(job)


def _laid_aside(session: Session, user: Member, job_id: int) -> Job:
    if not policy.may_operate(user):
        raise NotPermitted(say("Only an administrator looks after what runs without a person."))
    found = session.scalar(select(Job).where(Job.id == job_id, Job.state == "dead").with_for_update())
    if found is None:
        raise NotFound(say("There is no such job, or it does not need you any more."))
    return found
