"""The laws that every deadline keeps, whatever the dates, the holidays and the pauses."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.calendar import Calendar, ClockUnit, Pause

Stop = tuple[datetime, datetime]

BAHRAIN = ZoneInfo("Asia/Bahrain")
FIRST, LAST = datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2027-12-31")
moments = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
days = st.integers(0, 40)
calendars = st.builds(Calendar, st.frozensets(st.dates(date(2024, 1, 1), date(2028, 3, 1)), max_size=60))
units: st.SearchStrategy[ClockUnit] = st.sampled_from(["workingDays", "hours", "minutes"])


@st.composite
def pause(draw: st.DrawFn) -> Stop:
    begins = draw(moments)
    return begins, begins + draw(st.timedeltas(timedelta(0), timedelta(days=20)))


def slow_due(calendar: Calendar, start: datetime, days: int) -> datetime:
    """The rule by brute force: the n-th closing time of a working day after the first one not yet past."""
    day = start.astimezone(BAHRAIN).date() - timedelta(days=1)
    closings: list[datetime] = []
    while len(closings) <= days:
        day += timedelta(days=1)
        closing = datetime.combine(day, time(14, 15), BAHRAIN)
        if day.weekday() not in (4, 5) and day not in calendar.holidays and closing >= start:
            closings.append(closing)
    return closings[days]


def running_out(
    calendar: Calendar, amount: int, unit: ClockUnit, start: datetime, pauses: list[Pause]
) -> datetime:
    due = calendar.due_with_pauses(amount, unit, start, pauses)
    assert due is not None, "every pause has ended, so there is a deadline"
    return due


@given(calendars, moments, days)
def test_a_deadline_agrees_with_counting_day_by_day(calendar: Calendar, start: datetime, n: int) -> None:
    assert calendar.add_working_days(start, n) == slow_due(calendar, start, n)


@given(calendars, moments, days)
def test_counting_to_the_deadline_gives_back_the_days(calendar: Calendar, start: datetime, n: int) -> None:
    due = calendar.add_working_days(start, n)
    assert calendar.working_days_between(start, due) == n
    assert calendar.working_days_between(due, start) == -n
    assert due >= start


@given(calendars, moments, st.integers(0, 40), units, st.lists(pause(), max_size=4))
def test_a_pause_never_brings_a_deadline_forward(
    calendar: Calendar, start: datetime, amount: int, unit: ClockUnit, pauses: list[Pause]
) -> None:
    without = calendar.due(amount, unit, start)
    for count in range(len(pauses) + 1):
        paused = running_out(calendar, amount, unit, start, pauses[:count])
        assert paused >= without
        without = paused


@given(calendars, moments, st.integers(0, 40), units, pause(), st.floats(0, 1))
def test_a_pause_told_in_two_halves_is_one_pause(
    calendar: Calendar, start: datetime, amount: int, unit: ClockUnit, stop: Stop, share: float
) -> None:
    begins, ends = stop
    middle = begins + (ends - begins) * share
    whole = calendar.due_with_pauses(amount, unit, start, [stop])
    assert calendar.due_with_pauses(amount, unit, start, [(middle, ends), (begins, middle)]) == whole
    assert calendar.due_with_pauses(amount, unit, start, [stop, (begins, middle), (middle, middle)]) == whole


@given(calendars, moments, days, st.dates(date(2024, 1, 1), date(2028, 3, 1)), st.lists(pause(), max_size=3))
def test_one_more_holiday_never_brings_a_deadline_forward(
    calendar: Calendar, start: datetime, n: int, day: date, pauses: list[Pause]
) -> None:
    more = Calendar(calendar.holidays | {day})
    before = running_out(calendar, n, "workingDays", start, pauses)
    assert running_out(more, n, "workingDays", start, pauses) >= before
