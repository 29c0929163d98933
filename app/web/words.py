"""Language, direction, dates and deadlines as people read them."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, redirect, request, session, url_for
from flask_babel import Babel, format_date, format_datetime, get_locale, gettext, ngettext
from flask_login import current_user
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from app.calendar import Calendar
from app.db import Database
from app.policy import Member

Remember = Callable[[Member, str], None]

LANGUAGES = ("en", "ar")
ZONE = "Asia/Bahrain"
LONG_HOURS = 72
"""From here on a clock that runs day and night is read in days."""
STEP_CODE = re.compile(r"([A-Z]{1,2}\d{1,3}[a-z]?)(?:_|$)")
MOMENT = {"en": "d MMM y, HH:mm", "ar": "d MMMM y، HH:mm"}


def language() -> str:
    """Of this session, else what the browser asks for, else English; it asks no database, which may be gone.

    Signing in gives the session the language the account chose once.
    """
    chosen = session.get("language")
    return str(chosen) if chosen in LANGUAGES else _asked_for()


def _asked_for() -> str:
    """The first language the browser asks for that is spoken here; "en-GB" is English."""
    tags = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality > 0)
    return next((tag for tag in tags if tag in LANGUAGES), "en")


def register(app: Flask, database: Database, remember: Remember) -> None:
    """Give pages their language and their words; `remember` keeps a member's choice."""
    Babel(app, locale_selector=language, timezone_selector=lambda: ZONE)
    app.jinja_env.filters.update(when=when, day=day, num=str, step_code=step_code)
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


def step_code(element_id: str, call_element: str | None = None) -> str:
    """The number of a step in its SOP: L08 of L08 and of L08_approval; nothing where the SOP gives none.

    What happens inside a call has the number of the call, if that is the numbered step itself.
    """
    found = STEP_CODE.match(element_id) or STEP_CODE.fullmatch(call_element or "")
    return found[1] if found else ""


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
    """Where to go on: only to a page of this house; from the address of a deed, to the page above it.

    Browsers drop control characters and read a backslash as a slash, so neither may stand in the address.
    """
    if target and target.startswith("/") and not target.startswith("//") and _plain(target):
        return _readable(target)
    return url_for("tasks.inbox")


def _readable(address: str) -> str:
    """The address itself unless it only takes deeds: then the nearest one above it that shows a page."""
    path = urlsplit(address).path
    if not isinstance(_answer(path), MethodNotAllowed):
        return address
    while path := path.rpartition("/")[0]:
        if _answer(path) is None:
            return path
    return url_for("tasks.inbox")


def _answer(path: str) -> HTTPException | None:
    """What reading an address would be refused with, before anybody looks at what it names."""
    try:
        current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except RequestRedirect:
        return None
    except HTTPException as refused:
        return refused
    return None


def _plain(address: str) -> bool:
    return all(sign.isprintable() and sign not in " \\" for sign in address)


def page_number() -> int:
    """The page a list is asked for; nonsense means the first."""
    text = request.args.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 7 else 1
