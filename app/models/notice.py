"""Notice: what one person is told about a step; Letter: the notices that leave together; how a person wants it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Instant


class Letter(Base):
    """One mail to one person. `key` lets a receiver see that it got it before; what is sealed takes no more notices."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("user_id", "send_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    send_at: Mapped[datetime] = mapped_column(Instant)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    sealed_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


class Notice(Base):
    """`kind` is opened, reminder, breach or escalated; `mark` tells the rung: the unit told, or 75%, 100%, +2wd."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("task_id", "user_id", "kind", "mark"),
        Index("ix_notice_of_a_person", "user_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("user_task.id"))
    kind: Mapped[str] = mapped_column(String(20))
    mark: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)


class NoticeSettings(Base):
    """Where and when a person gets mail: `mail` is now, daily or off. Times are HH:MM in Bahrain."""

    __tablename__ = "notice_settings"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(254))
    mail: Mapped[str] = mapped_column(String(10))
    daily_at: Mapped[str] = mapped_column(String(5))
    quiet_from: Mapped[str | None] = mapped_column(String(5))
    quiet_until: Mapped[str | None] = mapped_column(String(5))
