"""The directory as lists: units of a party with what waits in them, parties and governorates."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.administration.units.commands import GONE
from app.errors import NotFound
from app.models import OPEN, Governorate, Party, Unit, User, UserTask


@dataclass(frozen=True)
class UnitRow:
    """A unit with the number of its people and of the steps that wait in it."""

    unit: Unit
    people: int
    steps: int


def units(session: Session, party: str) -> list[UnitRow]:
    """The units of a party, or of all of them, by code; two counts for all of them together."""
    people = select(User.unit, func.count()).where(User.active).group_by(User.unit)
    steps = select(UserTask.unit, func.count()).where(UserTask.state.in_(OPEN)).group_by(UserTask.unit)
    members, waiting = (dict(session.execute(count).all()) for count in (people, steps))
    query = select(Unit).order_by(Unit.party, Unit.code)
    if party:
        query = query.where(Unit.party == party)
    return [
        UnitRow(unit, members.get(unit.code, 0), waiting.get(unit.code, 0)) for unit in session.scalars(query)
    ]


def unit(session: Session, code: str) -> UnitRow:
    """One unit; raises NotFound."""
    row = session.get(Unit, code)
    if row is None:
        raise NotFound(GONE)
    people = select(func.count()).select_from(User).where(User.unit == code, User.active)
    steps = select(func.count()).select_from(UserTask).where(UserTask.waits_for(code))
    return UnitRow(row, session.scalar(people) or 0, session.scalar(steps) or 0)


def parties(session: Session) -> list[Party]:
    """Every party, by code."""
    return list(session.scalars(select(Party).order_by(Party.code)))


def governorates(session: Session) -> list[Governorate]:
    """Every governorate, by code."""
    return list(session.scalars(select(Governorate).order_by(Governorate.code)))
