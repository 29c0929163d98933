"""The public holidays of Bahrain as a first guess, for the table that the custodian then keeps."""

from collections.abc import Collection
from datetime import date
from typing import Literal, NamedTuple

from holidays.countries.bahrain import Bahrain

from app.calendar.clock import ONE_DAY, Calendar


class Holiday(NamedTuple):
    """A day off. "expected" until the custodian has the circular that announces it (BRIEF 7.6)."""

    day: date
    name_en: str
    name_ar: str
    status: Literal["expected", "announced"]


FIXED_BY_LAW = {
    "رأس السنة الميلادية": "New Year's Day",
    "عيد العمال": "Labour Day",
    "العيد الوطني": "National Day",
}
EID_AL_ADHA, ARAFAT_DAY = "عيد الأضحى", "يوم عرفة"
BY_THE_MOON = {
    "عيد الفطر": "Eid al-Fitr",
    ARAFAT_DAY: "Arafat Day",
    EID_AL_ADHA: "Eid al-Adha",
    "رأس السنة الهجرية": "Hijri New Year",
    "عاشوراء": "Ashura",
    "المولد النبوي الشريف": "Prophet's Birthday",
}
ENGLISH = FIXED_BY_LAW | BY_THE_MOON


def bahrain_holidays(years: Collection[int]) -> list[Holiday]:
    """The days off of these years by date, each date once: the first guess that the custodian then edits.

    Fixed dates are announced; moon-sighted ones are expected, and so is every day in lieu, since the law
    grants one but a circular names it. They are put where circulars put them: on the next working days.
    """
    occasions = _occasions(years)
    rows = [_holiday(day, names) for day, names in occasions.items()]
    rows += [_in_lieu(day, names) for day, names in _days_in_lieu(occasions).items()]
    return sorted(row for row in rows if row.day.year in years)


def _occasions(years: Collection[int]) -> dict[date, list[str]]:
    """What is kept on each day, in Arabic, from the year before to the year after: lieu days cross years."""
    span = {year + shift for year in years for shift in (-1, 0, 1)}
    listed = Bahrain(years=span, language="ar", islamic_show_estimated=False)
    occasions = {day: listed.get_list(day) for day in sorted(listed)}
    for day, names in list(occasions.items()):
        if EID_AL_ADHA in names and EID_AL_ADHA not in occasions.get(day - ONE_DAY, ()):
            occasions.setdefault(day - ONE_DAY, []).append(ARAFAT_DAY)
    return dict(sorted(occasions.items()))


def _days_in_lieu(occasions: dict[date, list[str]]) -> dict[date, list[str]]:
    """A day for each holiday on a weekend and each that falls on another one (Amiri Decree 5/1973)."""
    in_lieu: dict[date, list[str]] = {}
    for day, names in occasions.items():
        owed = len(names) - 1 + Calendar().is_weekend(day)
        free = Calendar(frozenset(occasions) | frozenset(in_lieu))
        for _ in range(owed):
            day = free.next_working_day(day)
            in_lieu[day] = names
    return in_lieu


def _holiday(day: date, names: list[str]) -> Holiday:
    announced = any(name in FIXED_BY_LAW for name in names)
    english = " / ".join(ENGLISH[name] for name in names)
    return Holiday(day, english, " / ".join(names), "announced" if announced else "expected")


def _in_lieu(day: date, names: list[str]) -> Holiday:
    kept = _holiday(day, names)
    return Holiday(day, f"{kept.name_en} (day in lieu)", f"{kept.name_ar} (يوم بديل)", "expected")
