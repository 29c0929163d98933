"""Open steps that move without being done: laid back when their holder leaves, handed on when their unit closes."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from app import audit
from app.cases import hand
from app.cases.hand import CaseInHand
from app.models import OPEN, UserTask

FREE: Mapping[str, Any] = {"state": "ready", "assignee_id": None, "claimed_at": None}


def lay_back(session: Session, actor_id: int | None, holder_id: int, *, now: datetime) -> int:
    """Lay every open step that a person holds back to its unit; drafts stay. Gives back how many.

    Each case is locked before its steps, in the order of their numbers, so that two who do this never wait for
    each other.
    """
    held = and_(UserTask.assignee_id == holder_id, UserTask.state.in_(OPEN))
    count = 0
    for case in _in_hand(session, held):
        for task_id in _changed(session, case, held, FREE):
            audit.record(session, actor_id, "task_released", case, at=now, task=task_id)
            count += 1
        hand.keep(session, case)
    return count


def hand_on(session: Session, actor_id: int, unit: str, to: str, *, now: datetime) -> int:
    """Move every open step of a unit to another unit of its party, laid back; drafts stay. Gives back how many."""
    waits = UserTask.waits_for(unit)
    count = 0
    for case in _in_hand(session, waits):
        for task_id in _changed(session, case, waits, {**FREE, "unit": to, "next_notice_at": now}):
            audit.record(session, actor_id, "task_moved", case, at=now, task=task_id, unit=unit, to=to)
            count += 1
        hand.keep(session, case)
    return count


def waiting_count(session: Session, unit: str) -> int:
    """How many steps wait for a unit."""
    return session.scalar(select(func.count()).select_from(UserTask).where(UserTask.waits_for(unit))) or 0


def _in_hand(session: Session, which: ColumnElement[bool]) -> Iterator[CaseInHand]:
    numbers = select(UserTask.case_id).where(which).distinct().order_by(UserTask.case_id)
    for case_id in session.scalars(numbers).all():
        yield hand.lock(session, case_id)


def _changed(
    session: Session, case: CaseInHand, which: ColumnElement[bool], values: Mapping[str, Any]
) -> list[int]:
    """The steps of the case that still are as `which` says, now that nobody else can change them."""
    changing = update(UserTask).where(UserTask.case_id == case.id, which).values(**values)
    return sorted(session.scalars(changing.returning(UserTask.id)))
