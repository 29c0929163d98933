"""CaseRequest: what somebody asks of a case and others must approve; CaseLink: two cases that belong together."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Instant


class CaseRequest(Base):
    """`kind` is category (F24) or reopening (F27); `state` is waiting, approved or refused.

    `origin` and `target` are categories; approved ones are the history of the case's category. The reason is
    sealed with the act `act_id`; a request that a procedure made itself has none, its form holds the reason.
    """

    __tablename__ = "case_request"
    __table_args__ = (Index("ix_case_request_waiting", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(10))
    origin: Mapped[str] = mapped_column(String(20))
    target: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(40))
    act_id: Mapped[int | None] = mapped_column(ForeignKey("progress.id"))
    state: Mapped[str] = mapped_column(String(20))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    legal_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)


class CaseLink(Base):
    """`kind` is claim (a labour claim that goes on beside its case) or duplicate (an earlier file of the person)."""

    __tablename__ = "case_link"

    from_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime] = mapped_column(Instant)
