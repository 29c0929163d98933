"""Accounts as lists and one by one, closed ones too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.administration.users.commands import GONE
from app.errors import NotFound
from app.models import OPEN, SignInSession, Unit, User, UserTask

PAGE = 25


@dataclass(frozen=True)
class UserPage:
    """One page of the list: accounts, each with its unit."""

    rows: Sequence[tuple[User, Unit]]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True)
class Standing:
    """One account with what hangs on it: sign-ins that last, and open steps it holds."""

    user: User
    unit: Unit
    sign_ins: int
    steps: int


def users(session: Session, filters: Mapping[str, str], page: int) -> UserPage:
    """The accounts, open ones first, by name; `filters` may hold q, unit, role and state (open, closed, locked)."""
    query = select(User, Unit).join(Unit, Unit.code == User.unit).where(*_conditions(filters))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = min(max(1, page), max(1, -(-total // PAGE)))
    ordered = query.order_by(User.active.desc(), User.name, User.username)
    rows = session.execute(ordered.limit(PAGE).offset((number - 1) * PAGE)).all()
    return UserPage(rows, total, number)


def _conditions(filters: Mapping[str, str]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if text := filters.get("q", "").strip():
        names = (User.username, User.name, User.name_ar)
        found.append(or_(*(name.icontains(text, autoescape=True) for name in names)))
    if unit := filters.get("unit"):
        found.append(User.unit == unit)
    if role := filters.get("role"):
        found.append(User.role == role)
    if state := filters.get("state"):
        found.append(
            User.locked_until.is_not(None) if state == "locked" else User.active == (state == "open")
        )
    return found


def standing(session: Session, user_id: int) -> Standing:
    """One account; raises NotFound."""
    row = session.execute(
        select(User, Unit).join(Unit, Unit.code == User.unit).where(User.id == user_id)
    ).one_or_none()
    if row is None:
        raise NotFound(GONE)
    lasting = select(func.count()).where(SignInSession.user_id == user_id, SignInSession.ended_at.is_(None))
    held = select(func.count()).where(UserTask.assignee_id == user_id, UserTask.state.in_(OPEN))
    return Standing(row[0], row[1], session.scalar(lasting) or 0, session.scalar(held) or 0)


def units(session: Session) -> list[Unit]:
    """Every unit, by code."""
    return list(session.scalars(select(Unit).order_by(Unit.code)))
