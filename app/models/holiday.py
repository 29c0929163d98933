"""Holiday: a day on which working-day clocks stand still (BRIEF 7.6)."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Holiday(Base):
    """`status` is expected until the circular is out, then announced."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_ar: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
