"""Party: a kind of agency that a lane can name (BRIEF 2.1), and how its one unit is chosen for a case."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Party(Base):
    """`rule` is fixed, governorate, nationality or chosen (BRIEF 7); `default_unit` serves rule fixed."""

    __tablename__ = "party"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_ar: Mapped[str] = mapped_column(String(200))
    rule: Mapped[str] = mapped_column(String(20))
    default_unit: Mapped[str | None] = mapped_column(String(20))


class Governorate(Base):
    """One of the governorates of BRIEF 7.1."""

    __tablename__ = "governorate"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_ar: Mapped[str] = mapped_column(String(200))
