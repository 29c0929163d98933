"""The calendar as pages: the days off of a year, and what a change would move before it is made."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.administration.holidays import checks, commands, queries, recounting
from app.administration.holidays.checks import DayOff
from app.db import Database
from app.errors import Invalid, NotFound, say
from app.web.refusals import translated_fields
from app.web.wall import moment

CASES_AT_ONCE = 500
"""A page waits for no more; the rest is for the worker, the command line or the button on the page."""


def register(room: Blueprint, database: Database) -> None:
    """The pages of the calendar."""
    _looking(room, database)
    _changing(room, database)


def _looking(room: Blueprint, database: Database) -> None:
    @room.get("/holidays")
    def holidays() -> Any:
        commands.refuse_others(current_user)
        return _list(database, _year(request.args.get("year", "")))

    @room.get("/holidays/preview")
    def preview_holiday() -> Any:
        commands.refuse_others(current_user)
        if "remove" in request.args:
            return _preview_removal(database, _day(request.args["remove"]))
        typed = _typed(request.args)
        with database.reading() as session:
            problems = checks.faults(session, typed, moment().date())
            count = 0 if problems else queries.would_move(session, also=typed.on)
        if problems:
            invalid = Invalid(say("The day was not added."), problems)
            return _list(database, _year(typed.day[:4]), typed, translated_fields(invalid)), 422
        return render_template("administration/holiday_preview.html", adding=typed, day=typed.on, count=count)


def _changing(room: Blueprint, database: Database) -> None:
    @room.post("/holidays/add")
    def add_holiday() -> Any:
        typed = _typed(request.form)
        try:
            with database.unit_of_work() as work:
                commands.add(work, current_user, typed, now=moment())
        except Invalid as invalid:
            return _list(database, _year(typed.day[:4]), typed, translated_fields(invalid)), 422
        return _recounted(database, _("The day is in the calendar."), typed.day[:4])

    @room.post("/holidays/remove")
    def remove_holiday() -> Any:
        commands.refuse_others(current_user)
        day = _day(request.form.get("day", ""))
        with database.unit_of_work() as work:
            commands.remove(work, current_user, day, now=moment())
        return _recounted(database, _("The day is out of the calendar."), str(day.year))

    @room.post("/holidays/announce")
    def announce_holiday() -> Any:
        commands.refuse_others(current_user)
        day = _day(request.form.get("day", ""))
        with database.unit_of_work() as work:
            commands.announce(work, current_user, day, request.form.get("status", ""), now=moment())
        flash(_("The day is changed. No deadline moves."), "success")
        return redirect(url_for("administration.holidays", year=day.year))

    @room.post("/holidays/fill")
    def fill_holidays() -> Any:
        year = _year(request.form.get("year", ""))
        with database.unit_of_work() as work:
            count = commands.fill(work, current_user, year, now=moment())
        sentence = ngettext("%(num)s day was added.", "%(num)s days were added.", count)
        return _recounted(database, str(sentence), str(year))

    @room.post("/holidays/recount")
    def recount_deadlines() -> Any:
        commands.refuse_others(current_user)
        return _recounted(database, "", "")


def _recounted(database: Database, sentence: str, year: str) -> Any:
    """Bring the open deadlines in line with the calendar as it is now, and say how many moved."""
    done = recounting.recount_all(database, current_user.id, now=moment(), at_most=CASES_AT_ONCE)
    moved = ngettext("%(num)s open deadline moved.", "%(num)s open deadlines moved.", done.moved)
    flash(f"{sentence} {moved}".strip(), "success")
    return redirect(url_for("administration.holidays", year=_year(year)))


def _list(
    database: Database, year: int, typed: DayOff | None = None, problems: dict[str, Any] | None = None
) -> str:
    this_year = moment().year
    with database.reading() as session:
        return render_template(
            "administration/holidays.html",
            holidays=queries.holidays(session, year),
            left=queries.still_to_move(session),
            year=year,
            years=range(this_year - checks.YEARS_BACK, this_year + checks.YEARS_AHEAD + 1),
            typed=typed or DayOff("", "", "", "announced"),
            problems=problems or {},
        )


def _preview_removal(database: Database, day: date) -> str:
    with database.reading() as session:
        found = queries.holiday(session, day)
        if found is None:
            raise NotFound(say("This day is not in the calendar. Open the list again."))
        count = queries.would_move(session, without=day)
    return render_template("administration/holiday_preview.html", removing=found, day=day, count=count)


def _typed(given: Any) -> DayOff:
    return DayOff(*(given.get(name, "").strip() for name in ("day", "name", "name_ar", "status")))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(say("This day is not in the calendar. Open the list again.")) from None


def _year(text: str) -> int:
    """The year that is asked for; nonsense means this one."""
    this_year = moment().year
    asked = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this_year
    within = this_year - checks.YEARS_BACK <= asked <= this_year + checks.YEARS_AHEAD
    return asked if within else this_year
