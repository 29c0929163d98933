"""Working days, and when the clock of a step runs out; which days are holidays comes in as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

ClockUnit = Literal["workingDays", "hours", "minutes"]
Pause = tuple[datetime, datetime | None]
"""When the clock was stopped and when it ran again; None while it still stands."""

BAHRAIN = ZoneInfo("Asia/Bahrain")
FRIDAY, SATURDAY = 4, 5
ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)
ONE_MINUTE = timedelta(minutes=1)
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Left:
    """Time left until a deadline, or past it when `overdue`; whole units, rounded down, never negative."""

    amount: int
    unit: ClockUnit
    overdue: bool


@dataclass(frozen=True)
class Calendar:
    """The government working week (BRIEF 2.4 and 7.6); every instant it returns is in UTC.

    An instant *counts on* a working day: its own local day, up to and including closing time; what comes
    after closing, or on a day off, counts on the next working day, as if received when the office opens.
    """

    holidays: frozenset[date] = frozenset()
    weekend: tuple[int, ...] = (FRIDAY, SATURDAY)
    opens: time = time(7, 0)
    closes: time = time(14, 15)
    zone: tzinfo = BAHRAIN

    def __post_init__(self) -> None:
        if not set(self.weekend) < set(range(7)):
            raise ValueError("a weekend names days from 0 (Monday) to 6 (Sunday) and leaves one to work on")
        if not self.opens < self.closes:
            raise ValueError("the office opens before it closes, on the same day")

    def is_weekend(self, day: date) -> bool:
        return day.weekday() in self.weekend

    def is_working_day(self, day: date) -> bool:
        return not self.is_weekend(day) and day not in self.holidays

    def is_open(self, instant: datetime) -> bool:
        """Whether offices are at work at this instant; at closing time they still are."""
        local = self._local(instant)
        return self.is_working_day(local.date()) and self.opens <= local.time() <= self.closes

    def counts_on(self, instant: datetime) -> date:
        """The working day on which something that happens at this instant is received."""
        local = self._local(instant)
        if self.is_working_day(local.date()) and local.time() <= self.closes:
            return local.date()
        return self.next_working_day(local.date())

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """Close of business of the n-th working day after the day on which `start` counts.

        One working day from Thursday at 10:00 is Sunday 14:15; from Thursday at 15:00, or from any hour of
        Friday or Saturday, it is Monday 14:15. Zero days are the close of the day on which `start` counts.
        """
        _refuse_negative(days)
        day = self.counts_on(start)
        for _ in range(days):
            day = self.next_working_day(day)
        return datetime.combine(day, self.closes, self.zone).astimezone(UTC)

    def working_days_between(self, a: datetime, b: datetime) -> int:
        """Working days after the one on which `a` counts, up to the one on which `b` counts.

        Zero within one working day, negative when `b` comes first, and n from any start to its due date of
        n working days.
        """
        first, last = self.counts_on(a), self.counts_on(b)
        if last < first:
            return -self.working_days_between(b, a)
        days = (first + ONE_DAY * step for step in range(1, (last - first).days + 1))
        return sum(1 for day in days if self.is_working_day(day))

    def due(self, clock_amount: int, clock_unit: ClockUnit, start: datetime) -> datetime:
        """When a clock that is never stopped runs out. Hours and minutes run day and night (BRIEF 2.4)."""
        if clock_unit == "workingDays":
            return self.add_working_days(start, clock_amount)
        _refuse_negative(clock_amount)
        return _utc(start) + clock_amount * _length_of(clock_unit)

    def due_with_pauses(
        self, amount: int, unit: ClockUnit, start: datetime, pauses: Sequence[Pause]
    ) -> datetime | None:
        """When the clock runs out, given the times it stood still; None while it stands still.

        The clock is stopped while the ball is with the person or a court (BRIEF 2.4). Hours and minutes move
        by the length of the pause; working days by the working days that passed, so a pause that begins and
        ends within one costs nothing. A pause that begins once the clock has run out moves nothing. Pauses
        may come in any order and overlap.
        """
        due = self.due(amount, unit, start)
        for begins, ends in _in_order(pauses, _utc(start)):
            if begins >= due:
                break
            if ends == FOREVER:
                return None
            if unit == "workingDays":
                due = self.add_working_days(due, self.working_days_between(begins, ends))
            else:
                due += ends - begins
        return due

    def left(self, now: datetime, due: datetime, unit: ClockUnit) -> Left:
        """What to tell about a deadline: "2 working days left", "overdue by 3 hours".

        A clock of working days has zero left through the last one, and is overdue by one from its close. A
        clock of hours speaks of minutes below one hour.
        """
        overdue = _utc(now) > _utc(due)
        if unit == "workingDays":
            return Left(abs(self.working_days_between(now, due)), unit, overdue)
        apart = abs(_utc(due) - _utc(now))
        spoken: ClockUnit = "minutes" if apart < ONE_HOUR else unit
        return Left(apart // _length_of(spoken), spoken, overdue)

    def _local(self, instant: datetime) -> datetime:
        return _utc(instant).astimezone(self.zone)

    def next_working_day(self, day: date) -> date:
        """The first working day after this day."""
        day += ONE_DAY
        while not self.is_working_day(day):
            day += ONE_DAY
        return day


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError("a date and time without a time zone cannot be placed on the calendar")
    return instant.astimezone(UTC)


def _refuse_negative(amount: int) -> None:
    if amount < 0:
        raise ValueError("a clock cannot run backwards")


def _length_of(unit: ClockUnit) -> timedelta:
    if unit == "hours":
        return ONE_HOUR
    if unit == "minutes":
        return ONE_MINUTE
    raise ValueError(f"a clock of {unit!r} has no fixed length")


def _in_order(pauses: Sequence[Pause], start: datetime) -> list[tuple[datetime, datetime]]:
    """The pauses after `start`, by time; those that touch or overlap become one. Open ones end FOREVER."""
    joined: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted((_utc(a), FOREVER if b is None else _utc(b)) for a, b in pauses):
        if ends < begins:
            raise ValueError("a pause ends after it begins")
        if ends <= start:
            continue
        if joined and begins <= joined[-1][1]:
            earlier, until = joined.pop()
            joined.append((earlier, max(until, ends)))
        else:
            joined.append((max(begins, start), ends))
    return joined
