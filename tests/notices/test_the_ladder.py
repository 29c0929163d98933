"""The ladder against the calendar: rungs in order, in office hours, urgent clocks day and night."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendar import Calendar
from app.notices.ladder import Drawn, Rung, ladder

SUNDAY = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)  # 10:00 in Bahrain
DRAWN = [
    Drawn("75%", "performer"),
    Drawn("100%", "agency_supervisor"),
    Drawn("+2wd", "nrm_supervisor"),
    Drawn("+5wd", "committee"),
]
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: SUNDAY + timedelta(minutes=minutes))
HOLIDAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2028, 3, 1)), max_size=60)


def climbed(opened: datetime, amount: int, unit: str, holidays: frozenset[date] = frozenset()) -> list[Rung]:
    calendar = Calendar(holidays)
    due = calendar.due(amount, unit, opened)  # type: ignore[arg-type]
    return list(ladder(calendar, unit, opened, due, DRAWN))


def local(rung: Rung) -> str:
    return rung.at.astimezone(Calendar().zone).strftime("%a %d %H:%M")


def test_one_working_day_is_reminded_of_within_office_hours() -> None:
    """From Sunday 10:00 to Monday 14:15 the office is open for 4:15 and 7:15, 11:30 in all."""
    rungs = climbed(SUNDAY, 1, "workingDays")
    assert [local(r) for r in rungs] == ["Mon 02 11:22", "Mon 02 14:15", "Wed 04 14:15", "Mon 09 14:15"]
    assert [r.kind for r in rungs] == ["reminder", "breach", "escalated", "escalated"]


def test_four_hours_run_at_night_and_on_friday() -> None:
    thursday_night = datetime(2026, 3, 5, 20, 0, tzinfo=UTC)
    rungs = climbed(thursday_night, 4, "hours")
    assert [r.at - thursday_night for r in rungs[:2]] == [timedelta(hours=3), timedelta(hours=4)]
    assert [local(r) for r in rungs[2:]] == ["Tue 10 14:15", "Sun 15 14:15"]


def test_a_clock_without_drawn_escalations_reminds_and_is_noted_as_broken() -> None:
    due = SUNDAY + timedelta(hours=8)
    rungs = ladder(Calendar(), "hours", SUNDAY, due, [])
    assert [(r.kind, r.to) for r in rungs] == [
        ("reminder", ("performer",)),
        ("breach", ("agency_supervisor",)),
    ]


def test_a_drawn_reminder_replaces_the_usual_one_and_a_breach_always_reaches_the_unit_s_supervisor() -> None:
    due = SUNDAY + timedelta(hours=8)
    drawn = [Drawn("50%", "performer"), Drawn("100%", "nrm_supervisor")]
    rungs = ladder(Calendar(), "hours", SUNDAY, due, drawn)
    assert [(r.after, r.to) for r in rungs] == [
        ("50%", ("performer",)),
        ("100%", ("agency_supervisor", "nrm_supervisor")),
    ]


@pytest.mark.parametrize("after", ["soon", "175%", "+2d", ""])
def test_what_is_no_moment_is_no_rung(after: str) -> None:
    rungs = ladder(Calendar(), "hours", SUNDAY, SUNDAY + timedelta(hours=1), [Drawn(after, "performer")])
    assert after not in [r.after for r in rungs]


@given(opened=MOMENTS, amount=st.integers(1, 20), holidays=HOLIDAYS)
def test_of_working_days_every_rung_is_in_order_in_office_hours_and_never_before_its_step(
    opened: datetime, amount: int, holidays: frozenset[date]
) -> None:
    calendar = Calendar(holidays)
    rungs = climbed(opened, amount, "workingDays", holidays)
    due = calendar.add_working_days(opened, amount)
    moments = [r.at for r in rungs]
    assert moments == sorted(moments)
    assert opened < moments[0] < moments[1] == due
    assert all(calendar.is_open(moment) for moment in moments)
    assert moments[2] == calendar.add_working_days(due, 2)
    assert moments[3] == calendar.add_working_days(due, 5)
    assert calendar.working_days_between(due, moments[3]) == 5


@given(opened=MOMENTS, amount=st.integers(1, 20), holidays=HOLIDAYS)
def test_a_reminder_leaves_a_quarter_of_the_office_hours(
    opened: datetime, amount: int, holidays: frozenset[date]
) -> None:
    calendar = Calendar(holidays)
    reminder, breach, *_ = climbed(opened, amount, "workingDays", holidays)
    spent, left = (
        _office_minutes(calendar, a, b) for a, b in ((opened, reminder.at), (reminder.at, breach.at))
    )
    assert spent == pytest.approx(3 * left, abs=0.1)


@given(opened=MOMENTS, amount=st.integers(1, 200), unit=st.sampled_from(["hours", "minutes"]))
def test_urgent_clocks_ask_no_calendar(opened: datetime, amount: int, unit: str) -> None:
    reminder, breach, *_ = climbed(opened, amount, unit)
    length = timedelta(**{unit: amount})
    assert breach.at - opened == length
    assert reminder.at - opened == length * 0.75


def _office_minutes(calendar: Calendar, a: datetime, b: datetime) -> float:
    """Counted another way than the ladder does: day by day over all days."""
    minutes, day = 0.0, a.astimezone(calendar.zone).date()
    while day <= b.astimezone(calendar.zone).date():
        if calendar.is_working_day(day):
            opens, closes = (datetime.combine(day, t, calendar.zone) for t in (time(7), time(14, 15)))
            minutes += max(0.0, (min(b, closes) - max(a, opens)).total_seconds() / 60)
        day += timedelta(days=1)
    return minutes
