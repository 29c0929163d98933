"""ISO 8601 texts of BPMN timers: durations and moments, in UTC, without a zone of the machine's own."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

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
