"""Dates and times: building, today and now, names in the calendar (DMN 1.3, 10.3.4.1 and 10.3.4.8)."""

from datetime import UTC, date, datetime, time, timezone

from app.feel.bounds import Run
from app.feel.builtins.registry import builtin
from app.feel.temporal import read_date, read_date_time, read_time
from app.feel.values import DayTimeDuration, YearMonthDuration

Number = int | float
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@builtin("now() -> date and time", pure=False)
def now(run: Run) -> datetime:
    return run.now


@builtin("today() -> date", pure=False)
def today(run: Run) -> date:
    """The day where `now` is."""
    return run.now.date()


@builtin("date(from: any) -> date")
def date_from(run: Run, source: object) -> date | None:
    """Of a date-time, the day it names itself, whatever its offset."""
    if isinstance(source, datetime):
        return source.date()
    if isinstance(source, date):
        return source
    return read_date(source) if isinstance(source, str) else None


@builtin("date(year: number, month: number, day: number) -> date")
def date_of(run: Run, year: Number, month: Number, day: Number) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if 1000 <= year <= 9999 else None
    except ValueError:
        return None


@builtin("date and time(from: any) -> date and time")
def date_and_time_from(run: Run, source: object) -> datetime | None:
    if isinstance(source, datetime):
        return source
    if isinstance(source, date):
        return datetime(source.year, source.month, source.day, tzinfo=UTC)
    if not isinstance(source, str):
        return None
    day = read_date(source)
    return datetime(day.year, day.month, day.day) if day else read_date_time(source)


@builtin("date and time(date: date, time: time) -> date and time")
def date_and_time_of(run: Run, day: date, clock: time) -> datetime | None:
    if isinstance(clock, datetime):
        return None
    return datetime(day.year, day.month, day.day).replace(
        hour=clock.hour,
        minute=clock.minute,
        second=clock.second,
        microsecond=clock.microsecond,
        tzinfo=clock.tzinfo,
    )


@builtin("time(from: any) -> time")
def time_from(run: Run, source: object) -> time | None:
    if isinstance(source, datetime):
        return source.timetz()
    if isinstance(source, date):
        return time(0, tzinfo=UTC)
    if isinstance(source, time):
        return source
    return read_time(source) if isinstance(source, str) else None


@builtin("time(hour: number, minute: number, second: number, offset?: offset?) -> time")
def time_of(
    run: Run, hour: Number, minute: Number, second: Number, offset: DayTimeDuration | None = None
) -> time | None:
    whole = int(second)
    try:
        zone = timezone(offset.delta) if offset else None
        return time(int(hour), int(minute), whole, round((second - whole) * 1_000_000), zone)
    except (ValueError, OverflowError):
        return None


@builtin("years and months duration(from: date, to: date) -> duration")
def years_and_months_duration(run: Run, start: date, end: date) -> YearMonthDuration:
    """Whole months from one day to another, negative when going back."""
    first, last = _day(start), _day(end)
    if last < first:
        return YearMonthDuration(-_whole_months(last, first))
    return YearMonthDuration(_whole_months(first, last))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _whole_months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


@builtin("day of year(date: date) -> number")
def day_of_year(run: Run, day: date) -> int:
    return day.timetuple().tm_yday


@builtin("day of week(date: date) -> string")
def day_of_week(run: Run, day: date) -> str:
    return WEEKDAYS[day.weekday()]


@builtin("month of year(date: date) -> string")
def month_of_year(run: Run, day: date) -> str:
    return MONTHS[day.month - 1]


@builtin("week of year(date: date) -> number")
def week_of_year(run: Run, day: date) -> int:
    """The ISO week."""
    return day.isocalendar().week
