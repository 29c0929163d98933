"""Jobs that a person has to look at."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Job

PAGE = 50


def laid_aside(session: Session) -> Sequence[Job]:
    """Jobs that failed too often, the oldest first; at most a page of them."""
    return session.scalars(select(Job).where(Job.state == "dead").order_by(Job.id).limit(PAGE)).all()


def waiting(session: Session) -> int:
    """How many jobs wait or run."""
    return session.scalar(select(func.count()).select_from(Job).where(Job.state != "dead")) or 0
