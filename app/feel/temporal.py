"""Reading dates, times and durations from text, and writing them again (DMN 1.3, 10.3.4.1)."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from app.feel.values import DayTimeDuration, YearMonthDuration

Temporal = date | datetime | time | YearMonthDuration | DayTimeDuration

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LONGEST = 10**12  # months, and as many days: durations beyond have no use and no date to add them to

# These patterns are ours and linear; patterns of authors go to re2 only.
DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
CLOCK = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,12}))?(Z|[+-][0-9:]+|@[A-Za-z0-9_+/-]{1,40})?"
)
END_OF_DAY = "24:00:00"
OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?")
MONTHS = re.compile(r"(-?)P(?:([0-9]{1,12})Y)?(?:([0-9]{1,12})M)?")
DAYS = re.compile(
    r"(-?)P(?:([0-9]{1,12})D)?(T(?:([0-9]{1,12})H)?(?:([0-9]{1,12})M)?(?:([0-9]{1,12})(?:\.([0-9]{0,12}))?S)?)?"
)


def read_date(text: str) -> date | None:
    """`2026-01-31`; four-digit years only."""
    found = DATE.fullmatch(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """`10:00:00`, with fraction, offset (`Z`, `+03:00`) or zone (`@Asia/Bahrain`) where given."""
    found = CLOCK.fullmatch(text)
    if not found:
        return None
    zone = _zone(found[5]) if found[5] else None
    if found[5] and zone is None:
        return None
    try:
        return time(int(found[1]), int(found[2]), int(found[3]), _micro(found[4]), zone)
    except ValueError:
        return None


def read_date_time(text: str) -> datetime | None:
    """`2026-01-31T10:00:00`, with what a time may carry."""
    day, _, clock = text.partition("T")
    midnight = clock.startswith(END_OF_DAY)
    read_day, read_clock = read_date(day), read_time(clock.replace("24", "00", 1) if midnight else clock)
    if read_day is None or read_clock is None or (midnight and read_clock.replace(tzinfo=None) != time(0)):
        return None
    try:
        return datetime.combine(read_day, read_clock) + timedelta(days=midnight)
    except OverflowError:
        return None


def read_duration(text: str) -> YearMonthDuration | DayTimeDuration | None:
    """`P1Y2M` or `P1DT2H`; both in one text have no defined length and are null."""
    found = MONTHS.fullmatch(text)
    if found and (found[2] or found[3]):
        return year_month(_signed(found[1], int(found[2] or 0) * 12 + int(found[3] or 0)))
    found = DAYS.fullmatch(text)
    if not found or found[3] == "T" or not (found[2] or found[3]):
        return None
    days, hours, minutes, seconds = (int(found[group] or 0) for group in (2, 4, 5, 6))
    length = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + _micro(found[7])
    return day_time(_signed(found[1], length))


def read_temporal(text: str) -> Temporal | None:
    """What stands in `@"..."`: the form tells which of the four it is."""
    if text.startswith(("P", "-P")):
        return read_duration(text)
    if "T" in text:
        return read_date_time(text)
    return read_time(text) if ":" in text else read_date(text)


def year_month(months: int) -> YearMonthDuration | None:
    return YearMonthDuration(months) if abs(months) <= LONGEST else None


def day_time(microseconds: int) -> DayTimeDuration | None:
    return DayTimeDuration(microseconds) if abs(microseconds) <= LONGEST * DAY else None


def _signed(sign: str, amount: int) -> int:
    return -amount if sign else amount


def _micro(fraction: str | None) -> int:
    return int((fraction or "0")[:6].ljust(6, "0"))


def _zone(text: str) -> tzinfo | None:
    if text == "Z":
        return UTC
    if text.startswith("@"):
        return _named_zone(text[1:])
    found = OFFSET.fullmatch(text)
    if not found:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    if int(found[3]) > 59 or offset > timedelta(hours=18):
        return None
    return timezone(-offset if found[1] == "-" else offset)


def _named_zone(name: str) -> tzinfo | None:
    """A zone of the tz database; the pattern above keeps paths and dots out."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return None


def write_temporal(value: Temporal) -> str:
    """The text that reads back as the same value."""
    match value:
        case datetime():
            return f"{value.date().isoformat()}T{_write_clock(value.time())}{_write_zone(value)}"
        case date():
            return value.isoformat()
        case time():
            return _write_clock(value) + _write_zone(value)
        case YearMonthDuration():
            return _write_months(value.months)
        case DayTimeDuration():
            return _write_days(value.microseconds)


def _write_clock(value: time) -> str:
    return f"{value:%H:%M:%S}" + _write_fraction(value.microsecond)


def _write_fraction(microseconds: int) -> str:
    return f".{microseconds:06d}".rstrip("0") if microseconds else ""


def _write_zone(value: datetime | time) -> str:
    zone = value.tzinfo
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    offset = value.utcoffset()
    if offset is None:
        return ""
    if not offset:
        return "Z"
    sign, seconds = ("-", -offset) if offset < timedelta(0) else ("+", offset)
    hours, rest = divmod(int(seconds.total_seconds()), 3600)
    minutes, last = divmod(rest, 60)
    return f"{sign}{hours:02d}:{minutes:02d}" + (f":{last:02d}" if last else "")


def _write_months(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
    return ("-P" if months < 0 else "P") + (text or "0M")


def _write_days(microseconds: int) -> str:
    rest = abs(microseconds)
    days, rest = divmod(rest, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, fraction = divmod(rest, SECOND)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or fraction:
        clock += f"{seconds}{_write_fraction(fraction)}S"
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-P" if microseconds < 0 else "P") + (text or "T0S")
