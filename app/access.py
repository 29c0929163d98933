"""The access log: who read what is sensitive, written in its own transaction before a byte leaves."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app import db
from app.models import AccessLog


def note(session: Session, user_id: int, case_id: int, what: str, *, at: datetime) -> None:
    """Write down a reading; `what` names the place (`task:42:safe_contact`), never the value."""
    session.execute(insert(AccessLog).values(at=at, user_id=user_id, case_id=case_id, what=what))


def note_search(session: Session, user_id: int, digest: str, named: Sequence[int], *, at: datetime) -> None:
    """Write down a search by its keyed digest, and the cases whose person's name its answer shows."""
    searched = {"at": at, "user_id": user_id, "case_id": None, "what": f"search:{digest}"}
    shown = ({**searched, "case_id": case_id, "what": "person:full_name"} for case_id in named)
    db.link(session).execute(insert(AccessLog), [searched, *shown])
