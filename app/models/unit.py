"""Unit: the office, station, hospital or mission whose people do the steps; Mission: who serves a nationality."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base
from app.models.user import ROLES


class Unit(Base):
    """A unit of the directory (BRIEF 7.2-7.5). `confirmed` is false until the custodian has checked its name.

    `roles` lists the roles that its people may have, with blanks between; None is any role.
    """

    __tablename__ = "unit"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    party: Mapped[str] = mapped_column(ForeignKey("party.code"), index=True)
    parent: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    name_ar: Mapped[str] = mapped_column(String(200))
    governorate: Mapped[str | None] = mapped_column(ForeignKey("governorate.code"))
    confirmed: Mapped[bool]
    open_24h: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    roles: Mapped[str | None] = mapped_column(String(120))

    @property
    def allowed_roles(self) -> tuple[str, ...]:
        """The roles that people of this unit may have."""
        return tuple(self.roles.split()) if self.roles else ROLES

    def is_closed(self, on: date) -> bool:
        """Whether its last day is behind."""
        return self.valid_to is not None and self.valid_to < on


class Mission(Base):
    """Which mission serves a country's nationals between two dates: resident, accredited from abroad, or none."""

    __tablename__ = "mission"

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(3), index=True)
    unit: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    relation: Mapped[str] = mapped_column(String(20))
    seat: Mapped[str | None] = mapped_column(String(100))
    seat_ar: Mapped[str | None] = mapped_column(String(100))
    confirmed: Mapped[bool]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class ReferenceRevision(Base):
    """A counter raised with every change of directory or holidays, so that processes know their copy is old."""

    __tablename__ = "reference_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
