"""When two values are equal, which comes first, and what an interval contains. Null means: cannot be told."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from operator import ge, gt, le, lt
from typing import Any

from app.feel.bounds import Run, check_depth
from app.feel.values import DayTimeDuration, Range, YearMonthDuration, kind_of, single

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ORDER: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def equal(left: object, right: object, run: Run, depth: int = 1) -> bool | None:
    """Null unless both are null or of one kind; a list of one equals its item."""
    if left is None or right is None:
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return _equal_lists(left, right, run, depth)
    left, right = single(left), single(right)
    kind = kind_of(left) if left is not None else ""
    if right is None or kind != kind_of(right):
        return None
    match left:
        case dict() if isinstance(right, dict):
            return _equal_contexts(left, right, run, depth)
        case list():
            return None
        case datetime() | time() if isinstance(right, datetime | time):
            return _equal_clocks(left, right)
        case Range() if isinstance(right, Range):
            sides = (left.start, right.start), (left.end, right.end)
            closed = (left.start_included, left.end_included) == (right.start_included, right.end_included)
            return closed and all(equal(a, b, run, depth) is True for a, b in sides)
    return left == right


def _equal_lists(left: list[object], right: list[object], run: Run, depth: int) -> bool:
    check_depth(depth)
    if len(left) != len(right):
        return False
    run.spend(len(left))
    return all(equal(a, b, run, depth + 1) is True for a, b in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, object], right: dict[str, object], run: Run, depth: int) -> bool:
    check_depth(depth)
    if left.keys() != right.keys():
        return False
    run.spend(len(left))
    return all(equal(value, right[key], run, depth + 1) is True for key, value in left.items())


def _equal_clocks(left: datetime | time, right: datetime | time) -> bool:
    """One moment written with two offsets is equal; with and without offset it never is."""
    if (left.utcoffset() is None) != (right.utcoffset() is None):
        return False
    if isinstance(left, datetime) and isinstance(right, datetime) and left.tzinfo is not None:
        return left.astimezone(UTC) == right.astimezone(UTC)
    return left == right


def rank(value: object, run: Run) -> tuple[str, object] | None:
    """What orders a value among its like, or null for kinds without order.

    A date counts as its midnight in UTC, a date-time without offset as local where `now` is: both as
    the form viewer does it in a browser of that zone.
    """
    match value:
        case bool() | None:
            return None
        case int() | float():
            return "number", value
        case str():
            return "string", value
        case datetime():
            return "moment", instant(value, run)
        case date():
            return "moment", instant(value, run)
        case time():
            return "time", seconds_of_day(value, run)
        case YearMonthDuration():
            return "months", value.months
        case DayTimeDuration():
            return "days", value.microseconds
    return None


def instant(value: date | datetime, run: Run) -> timedelta:
    """The moment a date or date-time stands for, counted from 1970."""
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC) - EPOCH
    return (value if value.utcoffset() is not None else value.replace(tzinfo=run.now.tzinfo)) - EPOCH


def seconds_of_day(value: time, run: Run) -> timedelta:
    """The moment of a time on a day in UTC; without offset it is local where `now` is."""
    offset = value.utcoffset()
    if offset is None:
        offset = (run.now if value.tzinfo is None else run.now.astimezone(value.tzinfo)).utcoffset()
    clock = timedelta(
        hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
    )
    return clock - (offset or timedelta())


def ordered(operator: str, left: object, right: object, run: Run) -> bool | None:
    """`left < right` and its like; null unless both have an order and share it."""
    if type(left) is int and type(right) is int:
        return ORDER[operator](left, right)
    first, second = rank(single(left), run), rank(single(right), run)
    if first is None or second is None or first[0] != second[0]:
        return None
    return ORDER[operator](first[1], second[1])


def within(value: object, interval: Range, run: Run) -> bool | None:
    """Whether the interval contains the value; an interval open at both ends tells nothing."""
    if interval.start is None and interval.end is None:
        return None
    above: bool | None = True
    below: bool | None = True
    if interval.start is not None:
        above = ordered(">=" if interval.start_included else ">", value, interval.start, run)
    if interval.end is not None:
        below = ordered("<=" if interval.end_included else "<", value, interval.end, run)
    return None if above is None or below is None else above and below


def passes(value: object, test: object, run: Run) -> bool | None:
    """Whether a value meets one test of `in`: contained in an interval, or equal."""
    return within(value, test, run) if isinstance(test, Range) else equal(value, test, run)


def between(value: object, low: object, high: object, run: Run) -> bool | None:
    return None if low is None or high is None else within(value, Range(low, high, True, True), run)
