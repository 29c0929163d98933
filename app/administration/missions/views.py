"""Missions as pages: the list with its history, a new one, and one that changes."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.administration.missions import checks, commands, queries
from app.administration.missions.checks import MissionForm
from app.administration.units import queries as units
from app.administration.units.commands import refuse_others
from app.db import Database
from app.errors import Invalid
from app.web.refusals import translated_fields
from app.web.wall import moment
from app.web.words import local

FIELDS = tuple(MissionForm.__dataclass_fields__)


def register(room: Blueprint, database: Database) -> None:
    """The pages of missions."""

    @room.get("/missions")
    def missions() -> Any:
        refuse_others(current_user)
        text = request.args.get("q", "").strip()
        with database.reading() as session:
            rows = queries.missions(session, text)
        return render_template("administration/missions.html", rows=rows, q=text, today=moment().date())

    @room.route("/missions/add", methods=["GET", "POST"])
    def add_mission() -> Any:
        refuse_others(current_user)
        if request.method == "GET":
            return _form(database, None, {"country": request.args.get("country", "")}, {})
        typed = _typed(request.form.get("country", "").strip().upper())
        try:
            with database.unit_of_work() as work:
                commands.add(work, current_user, typed, now=moment())
        except Invalid as invalid:
            return _form(database, None, vars(typed), translated_fields(invalid)), 422
        flash(_("The mission is in the directory."), "success")
        return redirect(url_for("administration.missions", q=typed.country))

    @room.route("/missions/<int:mission_id>", methods=["GET", "POST"])
    def mission(mission_id: int) -> Any:
        refuse_others(current_user)
        with database.reading() as session:
            row = queries.mission(session, mission_id)
        if request.method == "GET":
            return _form(database, mission_id, {name: getattr(row, name) for name in FIELDS}, {})
        typed = _typed(row.country)
        try:
            with database.unit_of_work() as work:
                commands.change(work, current_user, mission_id, typed, now=moment())
        except Invalid as invalid:
            return _form(database, mission_id, vars(typed), translated_fields(invalid)), 422
        flash(_("The mission is changed."), "success")
        return redirect(url_for("administration.missions", q=typed.country))


def _typed(country: str) -> MissionForm:
    texts = {name: request.form.get(name, "").strip() for name in FIELDS if name != "country"}
    return MissionForm(country=country, **texts)


def _form(
    database: Database, mission_id: int | None, values: dict[str, Any], problems: dict[str, Any]
) -> str:
    with database.reading() as session:
        choices = [(row.unit.code, local(row.unit)) for row in units.units(session, "EMB")]
    return render_template(
        "administration/mission.html",
        mission_id=mission_id,
        values=values,
        problems=problems,
        units=choices,
        relations=checks.RELATIONS,
    )
