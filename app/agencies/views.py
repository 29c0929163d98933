"""Signing in and out."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user

from app.agencies import commands, demo
from app.db import Database
from app.errors import Refusal
from app.web.refusals import translated
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

    return room


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
