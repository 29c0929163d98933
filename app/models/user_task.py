"""UserTask: one step of a case that waits for, or was done by, the people of one unit."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import ColumnElement

from app.models.base import Base, Instant

OPEN = ("ready", "claimed")
"""States in which a step waits for somebody; the others are completed, skipped, returned and cancelled."""


class UserTask(Base):
    """`engine_id` is the engine's name of the task; `call_id` that of the calling activity, if any.

    `instance_id` is empty for a step of the procedure the case follows now.

    Answers, drafts and the reason of a return are sealed with the person's key. At `next_notice_at` somebody has to
    be told of the step: its unit, if that is not yet `told_unit`, and then rung by rung (`rungs_told`) of the
    ladder that its drawn `escalations` make of its clock, such as "75% performer,+2wd nrm_supervisor".
    """

    __tablename__ = "user_task"
    __table_args__ = (
        UniqueConstraint("case_id", "engine_id"),
        Index("ix_user_task_inbox", "unit", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("case_instance.id"))
    engine_id: Mapped[str] = mapped_column(String(40))
    process_id: Mapped[str] = mapped_column(String(80))
    element_id: Mapped[str] = mapped_column(String(80))
    call_id: Mapped[str] = mapped_column(String(40), default="")
    call_element: Mapped[str | None] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    name_ar: Mapped[str] = mapped_column(String(200))
    party: Mapped[str | None] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    acting_for: Mapped[str | None] = mapped_column(String(20))
    form_id: Mapped[int | None] = mapped_column(ForeignKey("form_definition.id"))
    stage: Mapped[str | None] = mapped_column(String(3))
    role: Mapped[str | None] = mapped_column(String(20))
    differs_from: Mapped[str | None] = mapped_column(String(80))
    skippable: Mapped[bool]
    state: Mapped[str] = mapped_column(String(20))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    claimed_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    clock_amount: Mapped[int | None]
    clock_unit: Mapped[str | None] = mapped_column(String(20))
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    next_notice_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    escalations: Mapped[str] = mapped_column(default="")
    rungs_told: Mapped[int] = mapped_column(default=0)
    told_unit: Mapped[str | None] = mapped_column(String(20))
    draft: Mapped[bytes | None] = mapped_column(LargeBinary)
    answers: Mapped[bytes | None] = mapped_column(LargeBinary)
    note: Mapped[bytes | None] = mapped_column(LargeBinary)

    @property
    def is_open(self) -> bool:
        """Whether the step waits for somebody."""
        return self.state in OPEN

    @classmethod
    def waits_for(cls, unit: str) -> ColumnElement[bool]:
        """Only the one unit chosen for a step has it in its inbox, and only while it is open."""
        return and_(cls.unit == unit, cls.state.in_(OPEN))
