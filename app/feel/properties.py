"""What stands behind a dot: entries of contexts, parts of dates, times, durations and intervals."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from app.feel.temporal import DAY, HOUR, MINUTE, SECOND
from app.feel.values import MICROSECOND, DayTimeDuration, Range, YearMonthDuration, finite

Properties = dict[str, Callable[[Any], object]]


def _toward_zero(amount: int, size: int, cycle: int | None = None) -> int:
    """How many whole sizes fit, within the next larger unit; negative durations have negative parts."""
    parts = abs(amount) // size
    parts = parts % cycle if cycle else parts
    return -parts if amount < 0 else parts


def _seconds(value: DayTimeDuration) -> int | float | None:
    rest = abs(value.microseconds) % MINUTE
    return finite((-rest if value.microseconds < 0 else rest) / SECOND)


def _offset(value: datetime | time) -> DayTimeDuration | None:
    offset = value.utcoffset()
    return None if offset is None else DayTimeDuration(offset // MICROSECOND)


def _zone(value: datetime | time) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


DAY_PARTS: Properties = {
    "year": lambda value: value.year,
    "month": lambda value: value.month,
    "day": lambda value: value.day,
    "weekday": lambda value: value.isoweekday(),
}
CLOCK_PARTS: Properties = {
    "hour": lambda value: value.hour,
    "minute": lambda value: value.minute,
    "second": lambda value: finite(value.second + value.microsecond / SECOND),
    "time offset": _offset,
    "timezone": _zone,
}
PARTS: dict[type, Properties] = {
    date: DAY_PARTS,
    datetime: DAY_PARTS | CLOCK_PARTS,
    time: CLOCK_PARTS,
    YearMonthDuration: {
        "years": lambda value: _toward_zero(value.months, 12),
        "months": lambda value: _toward_zero(value.months, 1, 12),
    },
    DayTimeDuration: {
        "days": lambda value: _toward_zero(value.microseconds, DAY),
        "hours": lambda value: _toward_zero(value.microseconds, HOUR, 24),
        "minutes": lambda value: _toward_zero(value.microseconds, MINUTE, 60),
        "seconds": _seconds,
    },
    Range: {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}


def look_up(value: object, name: str) -> object:
    """The entry or part of this name, null where there is none."""
    if isinstance(value, dict):
        return value.get(name)
    part = PARTS.get(type(value), {}).get(name)
    return part(value) if part else None
