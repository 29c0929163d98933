"""The counter that tells every process that its copy of directory and calendar has grown old."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import ReferenceRevision


def raise_revision(session: Session) -> None:
    """Count a change of directory or holidays; caches renew with the next question (agencies.queries.reference)."""
    session.flush()
    session.execute(update(ReferenceRevision).values(number=ReferenceRevision.number + 1))
