"""The inbox and the steps in it, as the people of one unit may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, or_, select
from sqlalchemy.orm import Session

from app import policy
from app.models import Case, User, UserTask
from app.policy import Member

PAGE = 25
SOON_HOURS = 24


@dataclass(frozen=True)
class InboxPage:
    """One page of the inbox: the rows, how many there are in each view, and where the page stands."""

    rows: Sequence[Any]
    counts: Mapping[str, int]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def inbox(
    session: Session, user: Member, *, view: str, filters: Mapping[str, str], page: int, now: datetime
) -> InboxPage:
    """The open steps of a person's unit, overdue first, then by deadline.

    `view` is mine, unit or overdue; `filters` may hold q (case number, step id or name), stage and risk.
    """
    mine = UserTask.assignee_id == user.id
    late = UserTask.due_at < now
    base = _filtered(select(UserTask.id).join(Case).where(_waits_for(user)), filters)
    counts = session.execute(
        base.with_only_columns(
            func.count().label("unit"),
            func.coalesce(func.sum(case((mine, 1), else_=0)), 0).label("mine"),
            func.coalesce(func.sum(case((late, 1), else_=0)), 0).label("overdue"),
        )
    ).one()
    query = _filtered(_rows(user), filters)
    if view in ("mine", "overdue"):
        query = query.where(mine if view == "mine" else late)
    total = getattr(counts, view)
    number = min(max(1, page), max(1, -(-total // PAGE)))
    ordered = query.order_by(UserTask.due_at.is_(None), UserTask.due_at, UserTask.id)
    rows = session.execute(ordered.limit(PAGE).offset((number - 1) * PAGE)).all()
    return InboxPage(rows, dict(counts._mapping), total, number)


def inbox_count(session: Session, user: Member) -> int:
    """How many open steps wait for a person's unit."""
    return session.scalar(waiting_count(user)) or 0


def waiting_count(user: Member) -> Select[Any]:
    """The statement that counts them, for who asks for more at once."""
    return select(func.count()).select_from(UserTask).where(_waits_for(user))


def next_for(session: Session, user: Member, case_id: int) -> int | None:
    """The step to take next: of this case if the unit has one, else the most urgent of the inbox."""
    return session.scalar(
        select(UserTask.id)
        .where(
            _waits_for(user),
            or_(UserTask.assignee_id == user.id, UserTask.assignee_id.is_(None)),
        )
        .where(or_(UserTask.role.is_(None), UserTask.role == user.role))
        .order_by(UserTask.case_id != case_id, UserTask.due_at.is_(None), UserTask.due_at, UserTask.id)
        .limit(1)
    )


def _waits_for(user: Member) -> ColumnElement[bool]:
    return UserTask.waits_for(user.unit) if policy.may_see_cases(user) else false()


def _rows(user: Member) -> Select[Any]:
    columns: list[Any] = [
        UserTask.id.label("task_id"),
        Case.number.label("case_number"),
        UserTask.element_id,
        UserTask.call_element,
        UserTask.name,
        UserTask.name_ar,
        UserTask.stage,
        Case.risk,
        UserTask.due_at,
        UserTask.state,
        UserTask.unit,
        UserTask.role,
        UserTask.assignee_id,
        UserTask.clock_unit,
        UserTask.note.is_not(None).label("returned"),
        UserTask.opened_at,
        User.name.label("holder"),
        User.name_ar.label("holder_ar"),
    ]
    return (
        select(*columns)
        .join(Case, Case.id == UserTask.case_id)
        .outerjoin(User, User.id == UserTask.assignee_id)
        .where(_waits_for(user))
    )


def _filtered(query: Select[Any], filters: Mapping[str, str]) -> Select[Any]:
    if text := filters.get("q", "").strip():
        like = f"%{text.replace('%', '').replace('_', '')}%"
        query = query.where(
            or_(
                Case.number.ilike(like),
                UserTask.element_id.ilike(like),
                UserTask.name.ilike(like),
                UserTask.name_ar.ilike(like),
            )
        )
    if stage := filters.get("stage"):
        query = query.where(UserTask.stage == stage)
    if risk := filters.get("risk"):
        query = query.where(Case.risk == risk)
    return query
