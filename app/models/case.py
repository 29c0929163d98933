"""Case: a running instance of a procedure, with its number, its head, and its place in the engine."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, and_, select, true
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import ColumnElement

from app.models.base import Base, Instant
from app.models.user_task import UserTask


class Case(Base):
    """`state` is the engine's own encoding; `revision` rises with every write; `next_due` is the next timer.

    `whereabouts` says where the person is when that is not known or no longer here (BRIEF 6.2, 6.4, 6.7);
    `review_at` is when a suspended case is looked at again.

    Every write locks this row first. `audit_seq` and `audit_head` are the end of the case's audit chain.
    """

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey("process_definition.id"), index=True)
    category: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(30), index=True)
    stage: Mapped[str | None] = mapped_column(String(3))
    risk: Mapped[str | None] = mapped_column(String(10))
    nationality: Mapped[str | None] = mapped_column(String(3))
    governorate: Mapped[str | None] = mapped_column(String(20))
    hospital: Mapped[str | None] = mapped_column(String(20))
    language: Mapped[str | None] = mapped_column(String(20))
    child: Mapped[str | None] = mapped_column(String(10))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    opened_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    opened_at: Mapped[datetime] = mapped_column(Instant, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(80))
    whereabouts: Mapped[str | None] = mapped_column(String(20))
    review_at: Mapped[datetime | None] = mapped_column(Instant)
    state: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int]
    next_due: Mapped[datetime | None] = mapped_column(Instant, index=True)
    audit_seq: Mapped[int]
    audit_head: Mapped[str] = mapped_column(String(64))

    @classmethod
    def known_to(cls, unit: str, sees_all: bool) -> ColumnElement[bool]:
        """A unit may know a case when it has or had a step in it; the custodian may know every case (BRIEF 2)."""
        if sees_all:
            return true()
        return select(UserTask.id).where(and_(UserTask.case_id == cls.id, UserTask.unit == unit)).exists()


class CaseUnit(Base):
    """The unit chosen by hand to act for a party in a case, or in one referral of it (`call_id`)."""

    __tablename__ = "case_unit"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    party: Mapped[str] = mapped_column(ForeignKey("party.code"), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    unit: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    chosen_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    chosen_at: Mapped[datetime] = mapped_column(Instant)


class Progress(Base):
    """One act that moved a case: who, when, which step, and which elements and flows the tokens passed."""

    __tablename__ = "progress"
    __table_args__ = (Index("ix_progress_case", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("user_task.id"))
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("case_instance.id"))
    act: Mapped[str] = mapped_column(String(30))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    passed: Mapped[str]
    note: Mapped[bytes | None] = mapped_column(LargeBinary)


class CaseNumber(Base):
    """The last number given out in a year; locked while a case is opened."""

    __tablename__ = "case_number"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
