"""Language, direction, dates and deadlines as people read them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Flask, redirect, request, session, url_for
from flask_babel import Babel, format_date, format_datetime, get_locale, gettext, ngettext
from flask_login import current_user

from app.calendar import Calendar
from app.db import Database
from app.policy import Member

Remember = Callable[[Member, str], None]

LANGUAGES = ("en", "ar")
ZONE = "Asia/Bahrain"
LONG_HOURS = 72
"""From here on a clock that runs day and night is read in days."""
MOMENT = {"en": "d MMM y, HH:mm", "ar": "d MMMM y، HH:mm"}


def language() -> str:
    """Chosen in this session, else remembered with the account, else what the browser asks for."""
    if (chosen := session.get("language")) in LANGUAGES:
        return str(chosen)
    if current_user and current_user.is_authenticated:
        return str(current_user.language)
    return request.accept_languages.best_match(LANGUAGES) or "en"


def register(app: Flask, database: Database, remember: Remember) -> None:
    """Give pages their language and their words; `remember` keeps a member's choice."""
    Babel(app, locale_selector=language, timezone_selector=lambda: ZONE)
    app.jinja_env.filters.update(when=when, day=day, num=str)
    app.jinja_env.globals["local"] = local
    app.context_processor(lambda: {"lang": _code(), "direction": "rtl" if _code() == "ar" else "ltr"})
    app.register_blueprint(_doors(database, remember))


def _code() -> str:
    locale = get_locale()
    return locale.language if locale else "en"


def when(moment: datetime) -> str:
    """Date and time in Bahrain; digits stay 0-9 in both languages."""
    return _western(str(format_datetime(moment, MOMENT[_code()])))


def day(value: date | datetime) -> str:
    """A date in Bahrain."""
    return _western(str(format_date(value, "d MMM y" if _code() == "en" else "d MMMM y")))


def _western(text: str) -> str:
    return text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))


def local(thing: Any, field: str = "name") -> str:
    """The name of a thing in the person's language."""

    def read(name: str) -> object:
        return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)

    found = read(f"{field}_ar") if _code() == "ar" else None
    return str(found or read(field) or read(f"{field}_en") or "")


def due_text(calendar: Calendar, due: datetime | None, unit: str | None, now: datetime) -> str:
    """ "2 working days left", "3 hours overdue": in the unit of the step's own clock."""
    if due is None:
        return ""
    left = calendar.left(now, due, "workingDays" if unit == "workingDays" else "hours")
    words = {"workingDays": _days, "hours": _hours, "minutes": _minutes}[left.unit]
    return str(words(left.amount, left.overdue))


def _days(amount: int, overdue: bool) -> Any:
    if amount == 0:
        return gettext("Due today")
    if overdue:
        return ngettext("%(num)s working day overdue", "%(num)s working days overdue", amount)
    return ngettext("%(num)s working day left", "%(num)s working days left", amount)


def _hours(amount: int, overdue: bool) -> Any:
    if amount >= LONG_HOURS:
        return _calendar_days(amount // 24, overdue)
    if overdue:
        return ngettext("%(num)s hour overdue", "%(num)s hours overdue", amount)
    return ngettext("%(num)s hour left", "%(num)s hours left", amount)


def _calendar_days(amount: int, overdue: bool) -> Any:
    if overdue:
        return ngettext("%(num)s day overdue", "%(num)s days overdue", amount)
    return ngettext("%(num)s day left", "%(num)s days left", amount)


def _minutes(amount: int, overdue: bool) -> Any:
    if overdue:
        return ngettext("%(num)s minute overdue", "%(num)s minutes overdue", amount)
    return ngettext("%(num)s minute left", "%(num)s minutes left", amount)


def _doors(database: Database, remember: Remember) -> Blueprint:
    pages = Blueprint("web", __name__)

    @pages.post("/language/<code>")
    def language(code: str) -> Any:
        if code in LANGUAGES:
            session["language"] = code
            if current_user.is_authenticated:
                remember(current_user, code)
        return redirect(safe_next(request.form.get("next")))

    @pages.get("/health")
    def health() -> Any:
        with database.reading() as reading:
            reading.connection().exec_driver_sql("SELECT 1")
        return {"status": "ok"}

    return pages


def safe_next(target: str | None) -> str:
    """Where to go on: only to a page of this house.

    Browsers drop control characters and read a backslash as a slash, so neither may stand in the address.
    """
    if target and target.startswith("/") and not target.startswith("//") and _plain(target):
        return target
    return url_for("tasks.inbox")


def _plain(address: str) -> bool:
    return all(sign.isprintable() and sign not in " \\" for sign in address)


def page_number() -> int:
    """The page a list is asked for; nonsense means the first."""
    text = request.args.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 7 else 1
