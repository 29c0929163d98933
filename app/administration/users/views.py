"""Accounts as pages: the list, one account, and the one-time password that is shown once."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm import Session

from app import policy
from app.administration.users import commands, queries
from app.agencies.accounts import Profile
from app.db import Database
from app.errors import Conflict, Invalid, NotPermitted
from app.models import ROLES, Unit, User
from app.web.refusals import translated, translated_fields
from app.web.wall import moment
from app.web.words import local, page_number

FIELDS = ("name", "name_ar", "unit", "role", "language")
FILTERS = ("q", "unit", "role", "state")
Deed = Callable[[Session], Any]


def register(room: Blueprint, database: Database) -> None:
    """The pages of accounts."""
    _list(room, database)
    _one(room, database)
    _deeds(room, database)


def _list(room: Blueprint, database: Database) -> None:
    @room.get("/users")
    def users() -> Any:
        _refuse_others()
        filters = {name: request.args.get(name, "") for name in FILTERS}
        with database.reading() as session:
            page = queries.users(session, filters, page_number())
            units = _choices(queries.units(session))
        return render_template(
            "administration/users.html", page=page, filters=filters, units=units, roles=ROLES, now=moment()
        )

    @room.route("/users/add", methods=["GET", "POST"])
    def add_user() -> Any:
        _refuse_others()
        if request.method == "GET":
            return _form(database, None, request.args.to_dict(), {})
        username = request.form.get("username", "").strip()
        try:
            with database.unit_of_work() as work:
                user_id, password = commands.add(work, current_user, username, _typed(), now=moment())
        except Invalid as invalid:
            return _form(database, None, request.form.to_dict(), translated_fields(invalid)), 422
        except Conflict as taken:
            problems = {"username": [translated(taken.message)]}
            return _form(database, None, request.form.to_dict(), problems), 409
        return _password_page(database, user_id, password)


def _one(room: Blueprint, database: Database) -> None:
    @room.route("/users/<int:user_id>", methods=["GET", "POST"])
    def user(user_id: int) -> Any:
        _refuse_others()
        if request.method == "GET":
            return _form(database, user_id, {}, {})
        try:
            with database.unit_of_work() as work:
                count = commands.change(work, current_user, user_id, _typed(), now=moment())
        except Invalid as invalid:
            return _form(database, user_id, request.form.to_dict(), translated_fields(invalid)), 422
        flash(" ".join([_("The account is changed."), *_laid_back(count)]), "success")
        return redirect(url_for("administration.user", user_id=user_id))


def _deeds(room: Blueprint, database: Database) -> None:
    @room.post("/users/<int:user_id>/password")
    def reset_password(user_id: int) -> Any:
        with database.unit_of_work() as work:
            password = commands.reset_password(work, current_user, user_id, now=moment())
        return _password_page(database, user_id, password)

    @room.post("/users/<int:user_id>/reopen")
    def reopen_user(user_id: int) -> Any:
        with database.unit_of_work() as work:
            password = commands.reopen(work, current_user, user_id, now=moment())
        return _password_page(database, user_id, password)

    @room.post("/users/<int:user_id>/close")
    def close_user(user_id: int) -> Any:
        with database.unit_of_work() as work:
            count = commands.close(work, current_user, user_id, now=moment())
        return _back(user_id, " ".join([_("The account is closed."), *_laid_back(count)]))

    @room.post("/users/<int:user_id>/unlock")
    def unlock_user(user_id: int) -> Any:
        with database.unit_of_work() as work:
            commands.unlock(work, current_user, user_id, now=moment())
        return _back(user_id, _("The account is unlocked. The password is the same as before."))

    @room.post("/users/<int:user_id>/end-sign-ins")
    def end_sign_ins(user_id: int) -> Any:
        with database.unit_of_work() as work:
            commands.end_sign_ins(work, current_user, user_id, now=moment())
        return _back(user_id, _("This person is signed out on all devices."))


def _back(user_id: int, sentence: str) -> Any:
    flash(sentence, "success")
    return redirect(url_for("administration.user", user_id=user_id))


def _laid_back(count: int) -> list[str]:
    if not count:
        return []
    return [
        str(ngettext("%(num)s step went back to the unit.", "%(num)s steps went back to the unit.", count))
    ]


def _refuse_others() -> None:
    if not policy.may_keep_accounts(current_user):
        raise NotPermitted(commands.NOT_PERMITTED)


def _typed() -> Profile:
    typed = {name: request.form.get(name, "").strip() for name in FIELDS}
    return Profile(**{**typed, "language": typed["language"] or None})  # type: ignore[arg-type]


def _form(database: Database, user_id: int | None, typed: dict[str, str], problems: dict[str, Any]) -> str:
    with database.reading() as session:
        standing = queries.standing(session, user_id) if user_id else None
        units = _choices(queries.units(session))
    kept = {name: getattr(standing.user, name) for name in FIELDS} if standing else {}
    return render_template(
        "administration/user.html" if standing else "administration/add_user.html",
        standing=standing,
        values={**kept, **typed},
        problems=problems,
        units=units,
        roles=ROLES,
        locked=bool(standing and _is_locked(standing.user)),
    )


def _is_locked(user: User) -> bool:
    return user.locked_until is not None and user.locked_until > moment()


def _choices(units: list[Unit]) -> list[tuple[str, str]]:
    """Open units by the name in the person's language."""
    today = moment().date()
    return sorted(((u.code, local(u)) for u in units if not u.is_closed(today)), key=lambda choice: choice[1])


def _password_page(database: Database, user_id: int, password: str) -> str:
    with database.reading() as session:
        standing = queries.standing(session, user_id)
    return render_template("administration/one_time_password.html", user=standing.user, password=password)
