"""The ladder of a step: at which moments who is told, from its clock, its drawn escalations and the calendar."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.calendar import Calendar

_PART = re.compile(r"(\d{1,3})%")
_PAST = re.compile(r"\+(\d{1,3})wd")


@dataclass(frozen=True)
class Drawn:
    """An escalation as it was drawn: `after` is a part of the clock or working days past it, `to` a role or party."""

    after: str
    to: str


@dataclass(frozen=True)
class Rung:
    """One moment of the ladder; `kind` is reminder, breach or escalated."""

    after: str
    at: datetime
    kind: str
    to: tuple[str, ...]


EVERY_CLOCK = (Drawn("75%", "performer"), Drawn("100%", "agency_supervisor"))
"""Every clock reminds and is noted as broken, also where the drawing is silent (BRIEF 2.3, SP-REFER)."""


def read(escalations: str) -> list[Drawn]:
    """The escalations that a step keeps, such as "75% performer,+2wd nrm_supervisor"."""
    return [Drawn(after, to) for after, _, to in (e.partition(" ") for e in escalations.split(",")) if to]


def ladder(
    calendar: Calendar, clock_unit: str, opened: datetime, due: datetime, drawn: Sequence[Drawn]
) -> tuple[Rung, ...]:
    """The rungs in the order of their moments. Hours and minutes run day and night (BRIEF 2.4).

    What the drawing says of reminders replaces the usual one; a breach always reaches the unit's supervisor.
    """
    reminds = any(_kind(e.after) == "reminder" for e in drawn)
    usual = [e for e in EVERY_CLOCK if e.after == "100%" or not reminds]
    told: dict[str, list[str]] = {}
    for escalation in (*usual, *drawn):
        addressed = told.setdefault(escalation.after, [])
        if escalation.to not in addressed:
            addressed.append(escalation.to)
    rungs = [
        Rung(after, at, _kind(after), tuple(to))
        for after, to in told.items()
        if (at := _moment(calendar, clock_unit, opened, due, after)) is not None
    ]
    return tuple(sorted(rungs, key=lambda rung: (rung.at, rung.kind != "reminder", rung.after)))


def _kind(after: str) -> str:
    if after.startswith("+"):
        return "escalated"
    return "breach" if after == "100%" else "reminder"


def _moment(
    calendar: Calendar, clock_unit: str, opened: datetime, due: datetime, after: str
) -> datetime | None:
    """When a rung is reached; nothing where the drawing says what is neither a part of the time nor days past it."""
    if past := _PAST.fullmatch(after):
        return calendar.add_working_days(due, int(past[1]))
    part = _PART.fullmatch(after)
    if part is None or int(part[1]) > 100:
        return None
    if clock_unit == "workingDays":
        return _part_of_office_hours(calendar, opened, due, int(part[1]))
    return opened + (due - opened) * int(part[1]) / 100


def _part_of_office_hours(calendar: Calendar, opened: datetime, due: datetime, percent: int) -> datetime:
    """The moment at which this part of the office hours between two moments is over."""
    hours = list(_office_hours(calendar, opened, due))
    wanted = sum((end - start for start, end in hours), timedelta()) * percent / 100
    for start, end in hours:
        if wanted <= end - start:
            return start + wanted
        wanted -= end - start
    return due


def _office_hours(calendar: Calendar, opened: datetime, due: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = calendar.counts_on(opened)
    while day <= due.astimezone(calendar.zone).date():
        starts = datetime.combine(day, calendar.opens, calendar.zone).astimezone(UTC)
        ends = datetime.combine(day, calendar.closes, calendar.zone).astimezone(UTC)
        start, end = max(starts, opened), min(ends, due)
        if start < end:
            yield start, end
        day = calendar.next_working_day(day)
