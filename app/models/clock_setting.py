"""ClockSetting: how long a step may take, where the custodian has chosen another time than the drawing (BRIEF 0)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Instant


class ClockSetting(Base):
    """Goes before the drawing in every version that is published from then on, also of a newer drawing."""

    __tablename__ = "clock_setting"

    process_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    element_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(String(20))
    set_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)
