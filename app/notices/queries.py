"""A person's notices, the counts in the frame of every page, and what stands in a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.agencies.queries import MEMBERS
from app.models import Case, Letter, Notice, NoticeSettings, User, UserTask
from app.policy import Member
from app.tasks import queries as tasks

PAGE = 25


@dataclass(frozen=True)
class NoticePage:
    """One page of a person's notices, the newest first."""

    rows: Sequence[Any]
    total: int
    unread: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def counts(session: Session, user: Member) -> tuple[int, int]:
    """Steps that wait for the person's unit, and unread notices: one statement for the frame of a page."""
    unread = select(func.count()).where(Notice.user_id == user.id, Notice.read_at.is_(None))
    row = session.execute(select(tasks.waiting_count(user).scalar_subquery(), unread.scalar_subquery())).one()
    return row[0], row[1]


def notices(session: Session, user: Member, *, page: int) -> NoticePage:
    """A page of what a person was told."""
    mine = select(func.count(), func.count() - func.count(Notice.read_at)).where(Notice.user_id == user.id)
    total, unread = session.execute(mine).one()
    number = min(max(1, page), max(1, -(-total // PAGE)))
    found = _ROWS.where(Notice.user_id == user.id).order_by(Notice.id.desc())
    rows = session.execute(found.limit(PAGE).offset((number - 1) * PAGE)).all()
    return NoticePage(rows, total, unread, number)


_ROWS = (
    select(
        Notice.id,
        Notice.kind,
        Notice.at,
        Notice.read_at,
        Notice.task_id,
        UserTask.name,
        UserTask.name_ar,
        UserTask.unit,
        UserTask.due_at,
        UserTask.state,
        Case.number,
    )
    .join(UserTask, UserTask.id == Notice.task_id)
    .join(Case, Case.id == UserTask.case_id)
)


def settings_of(session: Session, user: Member) -> NoticeSettings | None:
    """How a person wants mail; nothing until they chose."""
    return session.get(NoticeSettings, user.id)


@dataclass(frozen=True)
class Post:
    """A letter as it leaves: to whom, in which language, with which notices; a step's name, never a person's."""

    key: str
    to: str
    member: Member
    sent_at: datetime | None
    rows: Sequence[Any]


def post(session: Session, letter_id: int) -> Post | None:
    """What a letter says; nothing when its person has no account or wants no mail any more."""
    letter = session.get_one(Letter, letter_id)
    row = session.get(NoticeSettings, letter.user_id)
    person = session.execute(MEMBERS.where(User.id == letter.user_id)).one_or_none()
    if row is None or row.mail == "off" or person is None:
        return None
    rows = session.execute(_ROWS.where(Notice.letter_id == letter_id).order_by(Notice.id)).all()
    return Post(letter.key, row.address, Member(**person._mapping), letter.sent_at, rows)
