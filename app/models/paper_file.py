"""PaperFile: the file on paper that a case was entered from, known by its reference for good."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Instant


class PaperFile(Base):
    """`reference` is what stands on the folder; no two cases have it.

    `details` are the cells about the person, sealed with their key.
    """

    __tablename__ = "paper_file"

    reference: Mapped[str] = mapped_column(String(60), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    entered_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    details: Mapped[bytes | None] = mapped_column(LargeBinary)
