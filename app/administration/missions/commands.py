"""Keeping missions: which unit serves the nationals of a country, from one day to another (BRIEF 7.5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app import audit
from app.administration.missions import checks
from app.administration.missions.checks import MissionForm
from app.administration.units.commands import refuse_others
from app.agencies.revision import raise_revision
from app.errors import Invalid, NotFound, say
from app.models import Mission
from app.policy import Member

GONE = say("There is no such mission.")


def add(session: Session, user: Member, typed: MissionForm, *, now: datetime) -> None:
    """Add a mission; raises Invalid with every problem by field, a clash of days among them."""
    refuse_others(user)
    if problems := checks.faults(session, typed, None):
        raise Invalid(say("The mission was not added."), problems)
    made = Mission(country=typed.country, confirmed=True, **_values(typed))
    session.add(made)
    session.flush()
    _record(session, user, "mission_added", made, now)


def change(session: Session, user: Member, mission_id: int, typed: MissionForm, *, now: datetime) -> None:
    """Change who serves a country and when; steps that wait stay where they are. Raises Invalid, NotFound."""
    refuse_others(user)
    mission = session.get(Mission, mission_id, with_for_update=True)
    if mission is None:
        raise NotFound(GONE)
    if problems := checks.faults(session, typed, mission_id):
        raise Invalid(say("The mission was not changed."), problems)
    for name, value in _values(typed).items():
        setattr(mission, name, value)
    _record(session, user, "mission_changed", mission, now)


def _values(typed: MissionForm) -> Mapping[str, Any]:
    return {
        "relation": typed.relation,
        "unit": typed.unit or None,
        "seat": typed.seat or None,
        "seat_ar": typed.seat_ar or None,
        "valid_from": typed.span.valid_from,
        "valid_to": typed.span.valid_to,
    }


def _record(session: Session, user: Member, act: str, mission: Mission, now: datetime) -> None:
    raise_revision(session)
    first, last = (day.isoformat() if day else None for day in (mission.valid_from, mission.valid_to))
    audit.record_house(
        session,
        user.id,
        act,
        at=now,
        mission=mission.id,
        country=mission.country,
        relation=mission.relation,
        unit=mission.unit,
        first=first,
        last=last,
    )
