"""CaseInstance: what ran in a case besides what runs on its row: an earlier procedure, or a call that outlived one."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Instant


class CaseInstance(Base):
    """Without a `call_id` a procedure that ended as recategorised; with one a call of it that goes on (BRIEF 5 b).

    The procedure a case follows now is on the case's own row. `call_process` and `call_element` say where the
    call was drawn, `process_id` what it called. The case's row is locked before this one is written.
    """

    __tablename__ = "case_instance"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey("process_definition.id"))
    category: Mapped[str] = mapped_column(String(20))
    process_id: Mapped[str] = mapped_column(String(80))
    call_id: Mapped[str | None] = mapped_column(String(40))
    call_process: Mapped[str | None] = mapped_column(String(80))
    call_element: Mapped[str | None] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(30))
    state: Mapped[bytes] = mapped_column(LargeBinary)
    next_due: Mapped[datetime | None] = mapped_column(Instant, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
