"""The calendar by year, and how many open deadlines a change of it would move."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agencies import queries as agencies
from app.cases import deadlines
from app.models import Holiday


def holidays(session: Session, year: int) -> Sequence[Holiday]:
    """The days off of a year, in order."""
    of_year = Holiday.day.between(date(year, 1, 1), date(year, 12, 31))
    return session.scalars(select(Holiday).where(of_year).order_by(Holiday.day)).all()


def holiday(session: Session, day: date) -> Holiday | None:
    """The day off on this date."""
    return session.get(Holiday, day)


def would_move(session: Session, *, without: date | None = None, also: date | None = None) -> int:
    """How many open deadlines would move if these days were no longer, or newly, days off."""
    calendar = agencies.reference(session).calendar
    holidays = (calendar.holidays - {without}) | ({also} if also else set())
    return len(deadlines.moved(session, replace(calendar, holidays=frozenset(holidays))))


def still_to_move(session: Session) -> int:
    """How many open deadlines do not agree with the calendar yet, because a recount was cut short."""
    return len(deadlines.moved(session, agencies.reference(session).calendar))
