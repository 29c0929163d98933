"""Keeping the calendar: a day off comes, goes, or is announced; whoever asks for the calendar sees it at once."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit, policy
from app.administration.holidays import checks
from app.administration.holidays.checks import DayOff
from app.agencies.revision import raise_revision
from app.calendar import bahrain_holidays
from app.errors import Invalid, NotFound, NotPermitted, say
from app.models import Holiday
from app.policy import Member

NOT_PERMITTED = say("Only administrators and the custodian's supervisor keep the calendar.")


def add(session: Session, user: Member, typed: DayOff, *, now: datetime) -> None:
    """Add a day off; raises Invalid with every problem by field. The deadlines are recounted afterwards."""
    refuse_others(user)
    problems = checks.faults(session, typed, now.date())
    if problems or typed.on is None:
        raise Invalid(say("The day was not added."), problems)
    session.add(Holiday(day=typed.on, name=typed.name, name_ar=typed.name_ar, status=typed.status))
    _record(session, user, "holiday_added", now, day=typed.day, status=typed.status)


def remove(session: Session, user: Member, day: date, *, now: datetime) -> None:
    """Take a day off out of the calendar; raises NotFound. The deadlines are recounted afterwards."""
    refuse_others(user)
    session.delete(_holiday(session, day))
    _record(session, user, "holiday_removed", now, day=day.isoformat())


def announce(session: Session, user: Member, day: date, status: str, *, now: datetime) -> None:
    """Say whether a circular has announced the day or it is only expected; no deadline moves (BRIEF 7.6)."""
    refuse_others(user)
    if status not in checks.STATUSES:
        raise Invalid(say("Choose whether the day is expected or announced."))
    _holiday(session, day).status = status
    _record(session, user, "holiday_changed", now, day=day.isoformat(), status=status)


def fill(session: Session, user: Member, year: int, *, now: datetime) -> int:
    """Add the days that are expected in a year and not there yet; gives back how many."""
    refuse_others(user)
    if not now.year - checks.YEARS_BACK <= year <= now.year + checks.YEARS_AHEAD:
        raise Invalid(say("Choose a year of the next %(years)s.", years=checks.YEARS_AHEAD))
    present = set(session.scalars(select(Holiday.day)))
    days = [h for h in bahrain_holidays([year]) if h.day not in present]
    session.add_all(Holiday(day=h.day, name=h.name_en, name_ar=h.name_ar, status=h.status) for h in days)
    if days:
        _record(session, user, "holidays_filled", now, year=year, count=len(days))
    return len(days)


def refuse_others(user: Member) -> None:
    """Raises NotPermitted for whoever does not keep the calendar."""
    if not policy.may_keep_calendar(user):
        raise NotPermitted(NOT_PERMITTED)


def _holiday(session: Session, day: date) -> Holiday:
    found = session.get(Holiday, day)
    if found is None:
        raise NotFound(say("This day is not in the calendar. Open the list again."))
    return found


def _record(session: Session, user: Member, act: str, now: datetime, **facts: object) -> None:
    raise_revision(session)
    audit.record_house(session, user.id, act, at=now, **facts)
