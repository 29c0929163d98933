"""Deadlines and holidays as a person would count them on a wall calendar."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendar import Calendar, ClockUnit, Left, bahrain_holidays

BAHRAIN = ZoneInfo("Asia/Bahrain")
PLAIN = Calendar(frozenset())


def at(text: str) -> datetime:
    """A local moment in Bahrain: at("2026-03-18 10:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=BAHRAIN)


def kept(*years: int) -> Calendar:
    return Calendar(frozenset(holiday.day for holiday in bahrain_holidays(years)))


def days_off(year: int) -> dict[str, str]:
    return {f"{row.day:%m-%d}": row.name_en for row in bahrain_holidays([year])}


# --- counted by hand -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-22 10:00", 3, "2026-11-25 14:15"),  # Sunday to Wednesday
        ("2026-11-22 05:00", 3, "2026-11-25 14:15"),  # before the office opens
        ("2026-11-22 14:15", 3, "2026-11-25 14:15"),  # at closing time
        ("2026-11-22 14:16", 3, "2026-11-26 14:15"),  # received after closing, so on Monday
        ("2026-11-26 10:00", 1, "2026-11-29 14:15"),  # Thursday to Sunday
        ("2026-11-26 15:00", 1, "2026-11-30 14:15"),  # Thursday after closing counts on Sunday
        ("2026-11-27 10:00", 1, "2026-11-30 14:15"),  # so does Friday
        ("2026-11-28 23:59", 1, "2026-11-30 14:15"),  # and Saturday
        ("2026-11-27 10:00", 0, "2026-11-29 14:15"),  # zero days: that same Sunday
        (
            "2026-03-18 10:00",
            2,
            "2026-03-25 14:15",
        ),  # over Eid al-Fitr, Friday to Sunday, and two days in lieu
        ("2026-05-25 10:00", 1, "2026-06-01 14:15"),  # over Arafat Day and Eid al-Adha
        ("2026-12-15 10:00", 1, "2026-12-20 14:15"),  # over National Day and a weekend
        ("2026-12-16 10:00", 1, "2026-12-21 14:15"),  # from National Day
        ("2026-12-31 10:00", 1, "2027-01-04 14:15"),  # New Year's Day on a Friday, Sunday in lieu
    ],
)
def test_a_deadline_is_the_close_of_the_nth_working_day(start: str, days: int, due: str) -> None:
    assert kept(2026, 2027).add_working_days(at(start), days) == at(due)


def test_hours_and_minutes_run_through_nights_and_weekends() -> None:
    thursday_evening = at("2026-11-26 20:00")
    assert PLAIN.due(48, "hours", thursday_evening) == at("2026-11-28 20:00")
    assert PLAIN.due(90, "minutes", thursday_evening) == at("2026-11-26 21:30")


@pytest.mark.parametrize("unit", ["workingDays", "hours", "minutes"])
def test_every_deadline_is_in_utc(unit: ClockUnit) -> None:
    assert PLAIN.due(2, unit, at("2026-11-26 20:00")).tzinfo is UTC


@pytest.mark.parametrize(
    ("begins", "ends", "due"),
    [
        ("2026-11-23 09:00", "2026-11-23 12:00", "2026-11-25 14:15"),  # within Monday: costs nothing
        ("2026-11-23 09:00", "2026-11-24 12:00", "2026-11-26 14:15"),  # one working day
        ("2026-11-23 09:00", "2026-11-23 16:00", "2026-11-26 14:15"),  # until after closing: one
        ("2026-11-25 09:00", "2026-12-06 08:00", "2026-12-06 14:15"),  # on the last day: its rest is left
        ("2026-11-20 09:00", "2026-11-21 09:00", "2026-11-25 14:15"),  # over before the clock began
        ("2026-11-18 09:00", "2026-11-23 09:00", "2026-11-26 14:15"),  # begun before: counts from the start
        ("2026-11-25 14:15", "2026-12-06 08:00", "2026-11-25 14:15"),  # the clock had run out
    ],
)
def test_a_pause_moves_a_deadline_by_the_working_days_that_passed(begins: str, ends: str, due: str) -> None:
    start = at("2026-11-22 10:00")
    assert PLAIN.due_with_pauses(3, "workingDays", start, [(at(begins), at(ends))]) == at(due)


def test_a_pause_moves_a_clock_of_hours_by_its_length() -> None:
    start = at("2026-11-22 10:00")
    pauses = [(at("2026-11-22 12:00"), at("2026-11-22 15:30"))]
    assert PLAIN.due_with_pauses(4, "hours", start, pauses) == at("2026-11-22 17:30")


def test_pauses_that_touch_at_the_deadline_are_one_pause() -> None:
    start, due = at("2026-11-22 10:00"), at("2026-11-25 14:15")
    pauses = [(due, at("2026-11-26 12:00")), (at("2026-11-25 09:00"), due)]
    assert PLAIN.due_with_pauses(3, "workingDays", start, pauses) == at("2026-11-26 14:15")


def test_a_clock_that_stands_still_has_no_deadline() -> None:
    start, stopped = at("2026-11-22 10:00"), at("2026-11-23 09:00")
    assert PLAIN.due_with_pauses(3, "workingDays", start, [(stopped, None)]) is None
    assert PLAIN.due_with_pauses(30, "hours", start, [(stopped, None)]) is None
    assert PLAIN.due_with_pauses(4, "hours", start, [(stopped, None)]) == at("2026-11-22 14:00")


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-22 10:00", Left(3, "workingDays", overdue=False)),
        ("2026-11-23 10:00", Left(2, "workingDays", overdue=False)),
        ("2026-11-25 14:15", Left(0, "workingDays", overdue=False)),
        ("2026-11-25 14:16", Left(1, "workingDays", overdue=True)),
        ("2026-11-30 10:00", Left(3, "workingDays", overdue=True)),
    ],
)
def test_what_is_left_is_told_in_working_days(now: str, left: Left) -> None:
    assert PLAIN.left(at(now), at("2026-11-25 14:15"), "workingDays") == left


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-22 10:30", Left(3, "hours", overdue=False)),
        ("2026-11-22 13:00", Left(1, "hours", overdue=False)),
        ("2026-11-22 13:20", Left(40, "minutes", overdue=False)),
        ("2026-11-22 14:00", Left(0, "minutes", overdue=False)),
        ("2026-11-22 14:05", Left(5, "minutes", overdue=True)),
        ("2026-11-22 17:59", Left(3, "hours", overdue=True)),
    ],
)
def test_what_is_left_is_told_in_hours_and_below_one_in_minutes(now: str, left: Left) -> None:
    assert PLAIN.left(at(now), at("2026-11-22 14:00"), "hours") == left


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-22 06:59", False),
        ("2026-11-22 07:00", True),
        ("2026-11-22 14:15", True),
        ("2026-11-22 14:16", False),
        ("2026-11-27 10:00", False),
        ("2026-12-16 10:00", False),
    ],
)
def test_an_office_is_open_in_its_hours_on_working_days(moment: str, is_open: bool) -> None:
    assert kept(2026).is_open(at(moment)) is is_open


# --- what is refused -------------------------------------------------------------------------------------


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive, aware = datetime.fromisoformat("2026-11-22 10:00"), at("2026-11-22 10:00")
    for ask in (
        lambda: PLAIN.due(1, "workingDays", naive),
        lambda: PLAIN.due(1, "hours", naive),
        lambda: PLAIN.working_days_between(aware, naive),
        lambda: PLAIN.left(naive, aware, "hours"),
        lambda: PLAIN.is_open(naive),
        lambda: PLAIN.due_with_pauses(1, "hours", aware, [(naive, None)]),
    ):
        with pytest.raises(ValueError, match="time zone"):
            ask()


def test_a_clock_or_a_pause_that_runs_backwards_is_refused() -> None:
    start = at("2026-11-22 10:00")
    with pytest.raises(ValueError, match="backwards"):
        PLAIN.due(-1, "hours", start)
    with pytest.raises(ValueError, match="backwards"):
        PLAIN.due(-1, "workingDays", start)
    with pytest.raises(ValueError, match="ends after"):
        PLAIN.due_with_pauses(1, "hours", start, [(start, start - timedelta(minutes=1))])
    with pytest.raises(ValueError, match="no fixed length"):
        PLAIN.due(1, "weeks", start)  # type: ignore[arg-type]


def test_a_week_that_cannot_be_worked_is_refused() -> None:
    with pytest.raises(ValueError, match="one to work on"):
        Calendar(weekend=tuple(range(7)))
    with pytest.raises(ValueError, match="opens before"):
        Calendar(opens=time(15))


# --- the holidays of Bahrain -----------------------------------------------------------------------------


def test_a_holiday_on_a_weekend_is_made_good_on_the_next_working_days() -> None:
    national_day_2016 = {day: name for day, name in days_off(2016).items() if day >= "12-16"}
    assert national_day_2016 == {
        "12-16": "National Day",
        "12-17": "National Day",
        "12-18": "National Day (day in lieu)",
        "12-19": "National Day (day in lieu)",
    }
    eid_2025 = {day: name for day, name in days_off(2025).items() if "06-01" <= day <= "06-15"}
    assert eid_2025 == {
        "06-05": "Arafat Day",
        "06-06": "Eid al-Adha",
        "06-07": "Eid al-Adha",
        "06-08": "Eid al-Adha",
        "06-09": "Eid al-Adha (day in lieu)",
        "06-10": "Eid al-Adha (day in lieu)",
    }


def test_a_holiday_on_another_holiday_is_made_good_too() -> None:
    december = {day: name for day, name in days_off(2010).items() if day >= "12-15"}
    assert december["12-16"] == "National Day / Ashura"
    assert [day for day, name in december.items() if "in lieu" in name] == ["12-19", "12-20"]


def test_a_day_in_lieu_may_fall_in_the_next_year() -> None:
    january = [day for day, name in days_off(2007).items() if "in lieu" in name and day < "01-10"]
    assert january == ["01-03", "01-04"]  # Arafat Day on Saturday 30 December 2006, Eid on New Year's Day


def test_only_fixed_dates_are_announced_before_the_circular() -> None:
    announced = {row.name_en for row in bahrain_holidays(range(2024, 2031)) if row.status == "announced"}
    assert announced == {"New Year's Day", "Labour Day", "National Day"}


@given(st.integers(2000, 2060))
def test_every_year_has_its_occasions_once_each_day_and_in_both_languages(year: int) -> None:
    rows = bahrain_holidays([year])
    assert len({row.day for row in rows}) == len(rows)
    assert {row.day.year for row in rows} == {year}
    assert sorted(row.day for row in rows) == [row.day for row in rows]
    assert all("\u0600" < row.name_ar[0] < "\u06ff" for row in rows)
    assert sum(1 for row in rows if not kept(year).is_weekend(row.day)) >= 12
