"""Arithmetic on numbers, texts, moments and durations; null where it has no meaning."""

import math
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from app.feel.bounds import Run, check_text
from app.feel.comparison import instant, seconds_of_day
from app.feel.temporal import DAY, day_time, year_month
from app.feel.values import MICROSECOND, DayTimeDuration, YearMonthDuration, finite

NUMBERS = (int, float)
Moment = date | datetime | time
Duration = YearMonthDuration | DayTimeDuration


def is_number(value: object) -> bool:
    return type(value) in NUMBERS


def calculate(operator: str, left: object, right: object, run: Run) -> object:
    """One binary operation."""
    if isinstance(left, int | float) and isinstance(right, int | float):
        return _numbers(operator, left, right) if is_number(left) and is_number(right) else None
    match operator:
        case "+":
            return _add(left, right)
        case "-":
            return _subtract(left, right, run)
        case "*":
            return scale(left, right) if is_number(right) else scale(right, left)
        case "/":
            return _divide(left, right)
    return None


def negate(value: object) -> object:
    if isinstance(value, int | float) and is_number(value):
        return -value
    return scale(value, -1)


def _numbers(operator: str, left: int | float, right: int | float) -> int | float | None:
    """Doubles throughout, as in the browser; whole numbers below 2**53 are exact in both."""
    try:
        match operator:
            case "+":
                return finite(left + right)
            case "-":
                return finite(left - right)
            case "*":
                return finite(left * right)
            case "/":
                return finite(left / right)
        return finite(math.pow(left, right))
    except (ArithmeticError, ValueError):
        return None


def _add(left: object, right: object) -> object:
    match left, right:
        case str(), str():
            check_text(len(left) + len(right))
            return left + right
        case (date() | time(), YearMonthDuration() | DayTimeDuration()):
            return shift(left, right)
        case (YearMonthDuration() | DayTimeDuration(), date() | time()):
            return shift(right, left)
        case YearMonthDuration(), YearMonthDuration():
            return year_month(left.months + right.months)
        case DayTimeDuration(), DayTimeDuration():
            return day_time(left.microseconds + right.microseconds)
    return None


def _subtract(left: object, right: object, run: Run) -> object:
    match left, right:
        case (_, YearMonthDuration() | DayTimeDuration()):
            return _add(left, scale(right, -1))
        case date(), date():
            return DayTimeDuration((instant(left, run) - instant(right, run)) // MICROSECOND)
        case time(), time():
            return DayTimeDuration((seconds_of_day(left, run) - seconds_of_day(right, run)) // MICROSECOND)
    return None


def scale(duration: object, factor: object) -> Duration | None:
    """A duration times a number; months are cut to whole ones, toward zero."""
    if not isinstance(factor, int | float) or not is_number(factor):
        return None
    match duration:
        case YearMonthDuration():
            return _whole(year_month, duration.months * factor)
        case DayTimeDuration():
            return _whole(day_time, duration.microseconds * factor)
    return None


def _whole(build: Callable[[int], Duration | None], amount: int | float) -> Duration | None:
    return build(int(amount)) if math.isfinite(amount) else None


def _divide(left: object, right: object) -> object:
    match left, right:
        case YearMonthDuration(), YearMonthDuration():
            return _numbers("/", left.months, right.months)
        case DayTimeDuration(), DayTimeDuration():
            return _numbers("/", left.microseconds, right.microseconds)
        case (YearMonthDuration() | DayTimeDuration(), int() | float()) if is_number(right) and right:
            return scale(left, 1 / right)
    return None


def shift(moment: Moment, duration: Duration) -> Moment | None:
    """A moment moved by a duration; null beyond the years 1 to 9999."""
    try:
        if isinstance(duration, YearMonthDuration):
            return None if isinstance(moment, time) else _shift_months(moment, duration.months)
        if isinstance(moment, time):
            turned = datetime.combine(date(2000, 1, 1), moment) + timedelta(
                microseconds=duration.microseconds % DAY
            )
            return turned.timetz()
        if isinstance(moment, datetime):
            return _shift_clock(moment, duration.delta)
        moved = datetime(moment.year, moment.month, moment.day, tzinfo=UTC) + duration.delta
        return moved if moved.time() != time(0) else moved.date()
    except (OverflowError, ValueError):
        return None


def _shift_clock(moment: datetime, delta: timedelta) -> datetime:
    """Through UTC, so that hours are hours where a zone changes its offset between."""
    if moment.tzinfo is None:
        return moment + delta
    return (moment.astimezone(UTC) + delta).astimezone(moment.tzinfo)


def _shift_months(moment: date, months: int) -> date:
    """The same day of the month, or the last one where the month is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
