"""What a mission must have: a country, a unit to serve it unless there is none, and days of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.administration.units.checks import Faults, date_faults, day
from app.agencies.directory import Dated, Relation
from app.errors import Message, say
from app.models import Mission, Unit

COUNTRY = re.compile(r"[A-Z]{3}")
RELATIONS: tuple[str, ...] = get_args(Relation)
SEAT_SIGNS = 100


@dataclass(frozen=True)
class MissionForm:
    """A mission as it was typed; dates are ISO dates, empty for no limit."""

    country: str
    relation: str
    unit: str
    seat: str
    seat_ar: str
    valid_from: str
    valid_to: str

    @property
    def span(self) -> Dated:
        """The days on which it serves."""
        return Dated(day(self.valid_from), day(self.valid_to))


def faults(session: Session, typed: MissionForm, mission_id: int | None) -> Faults:
    """Everything that is wrong with a mission, by field; `mission_id` is the one that would be changed."""
    found = date_faults(typed.valid_from, typed.valid_to)
    for field, message in _field_faults(session, typed):
        found.setdefault(field, []).append(message)
    if not {"valid_from", "valid_to"} & set(found):
        for message in _clashes(session, typed, mission_id):
            found.setdefault("valid_from", []).append(message)
    return found


def _field_faults(session: Session, typed: MissionForm) -> Iterator[tuple[str, Message]]:
    if not COUNTRY.fullmatch(typed.country):
        yield (
            "country",
            say("%(country)s is not a country code of three letters.", country=typed.country or "–"),
        )
    if typed.relation not in RELATIONS:
        yield "relation", say("Choose whether the mission is resident, accredited from abroad, or none.")
    elif (typed.relation == "none") != (not typed.unit):
        yield "unit", say("A mission has a unit; a country without mission has none.")
    elif typed.unit and session.get(Unit, typed.unit) is None:
        yield "unit", say("There is no unit %(unit)s in the directory.", unit=typed.unit)
    for field in ("seat", "seat_ar"):
        if len(getattr(typed, field)) > SEAT_SIGNS:
            yield field, say("A place has at most %(count)s signs.", count=SEAT_SIGNS)


def _clashes(session: Session, typed: MissionForm, mission_id: int | None) -> Iterator[Message]:
    """One country has one mission on a day, or nobody could say who serves it."""
    others = select(Mission).where(Mission.country == typed.country, Mission.id != (mission_id or 0))
    for other in session.scalars(others.order_by(Mission.valid_from)):
        if Dated(other.valid_from, other.valid_to).overlaps(typed.span):
            yield say(
                "%(country)s has another mission from %(first)s to %(last)s. End that one first.",
                country=typed.country,
                first=other.valid_from or "…",
                last=other.valid_to or "…",
            )
