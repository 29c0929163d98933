"""The times of timers: ISO 8601 texts and what FEEL gives, in UTC, without a zone of the machine's own."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

from app import feel

_DURATION = re.compile(
    r"P(?!$)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?"
    r"(?:T(?!$)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?"
)


class TimeInvalid(ValueError):
    """The text is neither a duration nor a moment with its zone."""


def is_literal(text: str) -> bool:
    """Whether a timer's text is ISO 8601 itself and not an expression."""
    try:
        after(text, datetime(2000, 1, 1, tzinfo=UTC))
    except TimeInvalid:
        return False
    return True


def after(text: str, start: datetime) -> datetime:
    """The moment a text means, counted from `start` when it is a duration; raises TimeInvalid."""
    text = text.strip().strip('"')
    found = _DURATION.fullmatch(text)
    if found is None:
        return _moment(text)
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    try:
        day = add_months(start, years * 12 + months)
        return day + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except (OverflowError, ValueError):
        raise TimeInvalid(text) from None


def moment(value: object, now: datetime) -> datetime:
    """The moment that a value of FEEL means to a timer set `now`; raises TimeInvalid when it means none."""
    try:
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(UTC)
        if isinstance(value, feel.DayTimeDuration):
            return now + value.delta
        if isinstance(value, feel.YearMonthDuration):
            return add_months(now, value.months)
        return after(value if isinstance(value, str) else "", now)
    except (OverflowError, ValueError) as error:
        raise TimeInvalid(str(value)) from error


def add_months(start: datetime, months: int) -> datetime:
    """The same day some months on, or the last day of a shorter month."""
    count = start.year * 12 + start.month - 1 + months
    year, month = divmod(count, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise TimeInvalid(text) from None
    if moment.tzinfo is None:
        raise TimeInvalid(text)
    return moment.astimezone(UTC)
