"""Missions by country, those of former days included."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.administration.missions.commands import GONE
from app.errors import NotFound
from app.models import Mission, Unit

Row = tuple[Mission, Unit | None]


def missions(session: Session, text: str) -> Sequence[Row]:
    """Each mission with its unit, a country's in the order of their days; `text` finds country, seat and unit."""
    query = select(Mission, Unit).outerjoin(Unit, Unit.code == Mission.unit)
    if text:
        names = (Mission.country, Mission.seat, Mission.seat_ar, Unit.code, Unit.name, Unit.name_ar)
        query = query.where(or_(*(name.icontains(text, autoescape=True) for name in names)))
    rows = session.execute(query).all()
    return sorted(rows, key=lambda row: (row[0].country, str(row[0].valid_from or ""), row[0].id))


def mission(session: Session, mission_id: int) -> Mission:
    """One mission; raises NotFound."""
    found = session.get(Mission, mission_id)
    if found is None:
        raise NotFound(GONE)
    return found
