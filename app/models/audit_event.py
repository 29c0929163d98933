"""AuditEvent: one line for every act, chained by keyed digests; it holds ids and digests, never values."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Instant


class AuditEvent(Base):
    """`chain` is `case:<id>` or `house`; `seq` counts without gaps; `head` covers the line and the one before."""

    __tablename__ = "audit_event"
    __table_args__ = (UniqueConstraint("chain", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    act: Mapped[str] = mapped_column(String(40))
    facts: Mapped[str]
    head: Mapped[str] = mapped_column(String(64))


class AuditChain(Base):
    """The end of the one chain that belongs to no case, the house's own; its row is made with the tables."""

    __tablename__ = "audit_chain"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    audit_seq: Mapped[int]
    audit_head: Mapped[str] = mapped_column(String(64))
