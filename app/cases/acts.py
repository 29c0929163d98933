"""Acts of a case that no step of its procedure asked for: each with its reason, sealed, on the case's timeline."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.cases import reasons
from app.cases.hand import CaseInHand
from app.models import Progress


def note(
    session: Session, case: CaseInHand, act: str, actor_id: int | None, reason: str, now: datetime
) -> tuple[int, dict[str, str]]:
    """Write one act; gives back its number, and what the audit may say of its reason."""
    sealed, said = reasons.sealed(session, case, None, reason)
    values = {"case_id": case.id, "act": act, "actor_id": actor_id, "at": now, "passed": "[]", "note": sealed}
    return session.scalars(insert(Progress).values(**values).returning(Progress.id)).one(), said
