"""The access log: who read what is sensitive, written in its own transaction before a byte leaves."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.models import AccessLog


def note(session: Session, user_id: int, case_id: int, what: str, *, at: datetime) -> None:
    """Write down a reading; `what` names the place (`task:42:safe_contact`), never the value."""
    session.execute(insert(AccessLog).values(at=at, user_id=user_id, case_id=case_id, what=what))
