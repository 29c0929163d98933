"""Signing in and out, and choosing a new password."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user, login_user, logout_user

from app.agencies import commands, demo
from app.db import Database
from app.errors import Invalid, NotPermitted, Refusal
from app.web.refusals import translated, translated_fields
from app.web.wall import moment
from app.web.words import language, local, safe_next


def pages(database: Database) -> Blueprint:
    """The pages of this room."""
    room = Blueprint("agencies", __name__)

    @room.route("/sign-in", methods=["GET", "POST"])
    def sign_in() -> Any:
        if request.method == "POST":
            return _sign_in(database, request.form.get("username", ""), request.form.get("password", ""))
        if current_user.is_authenticated:
            return redirect(safe_next(request.args.get("next")))
        return _form(database)

    @room.post("/sign-out")
    def sign_out() -> Any:
        _leave(database)
        return redirect(url_for("agencies.sign_in"))

    @room.route("/password", methods=["GET", "POST"])
    def change_password() -> Any:
        if request.method == "GET":
            return _password_form({})
        return _change_password(database)

    return room


def _change_password(database: Database) -> Any:
    typed = [request.form.get(name, "") for name in ("before", "password", "again")]
    try:
        with database.unit_of_work() as work:
            changed = commands.change_password(work, current_user, *typed, now=moment())
    except Invalid as invalid:
        return _password_form(translated_fields(invalid)), 422
    except NotPermitted as refusal:
        return _password_form({"before": [translated(refusal.message)]}), refusal.status
    if not changed:
        return _password_form({"before": [translated(commands.NOT_YOUR_PASSWORD)]}), 422
    flash(gettext("Your password is changed."), "success")
    return redirect(url_for("tasks.inbox"))


def _password_form(problems: dict[str, list[str]]) -> str:
    return render_template("agencies/change_password.html", problems=problems)


def _sign_in(database: Database, name: str, password: str) -> Any:
    try:
        with database.unit_of_work() as work:
            user = commands.sign_in(work, name.strip(), password, now=moment())
    except Refusal as refusal:
        return _form(database, translated(refusal.message)), refusal.status
    if user is None:
        return _form(database, translated(commands.WRONG)), 422
    chosen = session.get("language")
    _leave(database)
    session["language"] = chosen or user.language or language()
    login_user(user)
    return redirect(safe_next(request.args.get("next")))


def _leave(database: Database) -> None:
    """End the sign-in this browser has, if any, and forget what its cookie held."""
    if current_user.is_authenticated:
        with database.unit_of_work() as work:
            commands.sign_out(work, current_user, now=moment())
    logout_user()
    session.clear()


def _form(database: Database, problem: str | None = None) -> str:
    accounts: list[dict[str, str]] = []
    if current_app.config["DEMO"]:
        with database.reading() as reading:
            accounts = [
                {"username": a.username, "unit": local(a, "unit_name"), "role": a.role}
                for a in demo.accounts(reading)
            ]
    return render_template(
        "agencies/sign_in.html", problem=problem, accounts=accounts, demo_password=demo.PASSWORD
    )
