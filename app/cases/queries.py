"""Cases as lists and heads: found by number and name, never more than the viewer may know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from app import db, policy
from app.cases.hand import GONE
from app.errors import NotFound
from app.models import Case, CaseUnit, Person, PersonNameToken, Progress, UserTask
from app.policy import Member
from app.sealing import PersonKey

PAGE = 25


@dataclass(frozen=True)
class CasePage:
    """One page of the case list."""

    rows: Sequence[Case]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def cases(session: Session, user: Member, *, filters: Mapping[str, str], page: int) -> CasePage:
    """The cases a person may know, newest first; `filters` may hold q, status, category and risk.

    q finds a case number, or whole words of any name the person has, in Latin or Arabic letters. Only the
    custodian finds people by name.
    """
    allowed = visible(user)
    query = select(Case).where(allowed, *_conditions(session, user, filters))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = min(max(1, page), max(1, -(-total // PAGE)))
    rows = session.scalars(query.order_by(Case.id.desc()).limit(PAGE).offset((number - 1) * PAGE)).all()
    return CasePage(rows, total, number)


def visible(user: Member) -> ColumnElement[bool]:
    """The cases a person may know at all."""
    if not policy.may_see_cases(user):
        return false()
    return Case.known_to(user.unit, policy.may_see_all_cases(user))


def _conditions(session: Session, user: Member, filters: Mapping[str, str]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for name in ("status", "category", "risk"):
        if value := filters.get(name):
            found.append(getattr(Case, name) == value)
    if text := filters.get("q", "").strip():
        plain = text.replace("%", "").replace("_", "")
        by_number = Case.number.ilike(f"%{plain}%") if plain else Case.id < 0
        names = _named(session, text) if policy.may_see_all_cases(user) else None
        found.append(by_number)
        if names is not None:
            found[-1] = or_(by_number, Case.person_id.in_(names))
    return found


def _named(session: Session, text: str) -> Select[Any] | None:
    tokens = db.vault(session).name_tokens(text)
    if not tokens:
        return None
    return (
        select(PersonNameToken.person_id)
        .where(PersonNameToken.token.in_(tokens))
        .group_by(PersonNameToken.person_id)
        .having(func.count() == len(tokens))
    )


def case(session: Session, user: Member, number: str) -> Case:
    """A case by number; raises NotFound, also for a case without relation to the viewer."""
    row = session.scalar(select(Case).where(Case.number == number, visible(user)))
    if row is None:
        raise NotFound(GONE)
    return row


def due_for_review(session: Session, now: datetime) -> Sequence[Case]:
    """The suspended cases that are to be looked at again by now, the longest waiting first (BRIEF 6.2)."""
    return session.scalars(select(Case).where(Case.review_at <= now).order_by(Case.review_at)).all()


def case_of_step(session: Session, case_id: int) -> Case:
    """The case of a step the viewer may see."""
    return session.get_one(Case, case_id)


def key_of(session: Session, person_id: int) -> PersonKey:
    """The key that opens what is kept about a person."""
    wrapped = session.scalars(select(Person.data_key).where(Person.id == person_id)).one()
    return db.vault(session).open(wrapped)


def person_name(session: Session, person_id: int) -> str | None:
    """The person's name, opened. The caller logs the reading first."""
    person = session.get_one(Person, person_id)
    if person.name_sealed is None:
        return None
    key = db.vault(session).open(person.data_key)
    return str(key.unseal(f"name:{person_id}", person.name_sealed))


def open_steps(session: Session, case_ids: Sequence[int]) -> Sequence[UserTask]:
    """The open steps of some cases, oldest first."""
    wanted = and_(UserTask.case_id.in_(case_ids), UserTask.state.in_(("ready", "claimed")))
    return session.scalars(select(UserTask).where(wanted).order_by(UserTask.id)).all()


def steps(session: Session, case_id: int) -> Sequence[UserTask]:
    """Every step a case has had, in the order they were opened."""
    return session.scalars(select(UserTask).where(UserTask.case_id == case_id).order_by(UserTask.id)).all()


def progress(session: Session, case_id: int) -> Sequence[Progress]:
    """What moved a case, in order."""
    return session.scalars(select(Progress).where(Progress.case_id == case_id).order_by(Progress.id)).all()


def act(session: Session, case_id: int, act_id: int) -> Progress | None:
    """One act of a case; nothing when it is another case's."""
    return session.scalar(select(Progress).where(Progress.id == act_id, Progress.case_id == case_id))


def chosen_units(session: Session, case_id: int) -> Sequence[CaseUnit]:
    """The units chosen by hand."""
    return session.scalars(select(CaseUnit).where(CaseUnit.case_id == case_id)).all()
