"""Procedures as pages: the list, one drawing with its steps, and the drawing itself."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.db import Database
from app.definitions import deadlines as times
from app.definitions import queries
from app.engine import Clock, Step
from app.errors import Invalid, NotFound, say
from app.web.refusals import translated_fields
from app.web.wall import moment
from app.web.words import local


def pages(database: Database) -> Blueprint:
    """The pages of this room."""
    room = Blueprint("definitions", __name__, url_prefix="/definitions")

    @room.get("/")
    def index() -> Any:
        with database.reading() as session:
            return render_template("definitions/index.html", definitions=queries.published_all(session))

    @room.get("/<key>/<int:version>")
    def show(key: str, version: int) -> Any:
        with database.reading() as session:
            row = queries.version(session, key, version)
            procedure = queries.procedure(session, row.id)
            return render_template(
                "definitions/show.html",
                definition=row,
                drawings={"processes": _drawings(procedure), "root": key},
                steps=_steps(procedure),
            )

    _files(room, database)
    _deadlines(room, database)
    return room


def _deadlines(room: Blueprint, database: Database) -> None:
    """The clocked steps of a drawing, for the custodian's supervisor."""

    @room.get("/deadlines")
    def deadlines() -> Any:
        times.refuse_others(current_user)
        return _deadline_page(database, request.args.get("key", ""), {}, {})

    @room.post("/<key>/deadlines")
    def set_deadlines(key: str) -> Any:
        names = (name.removeprefix("amount.") for name in request.form if name.startswith("amount."))
        typed = {n: (request.form[f"amount.{n}"].strip(), request.form.get(f"unit.{n}", "")) for n in names}
        try:
            with database.unit_of_work() as work:
                count = times.set_deadlines(work, current_user, key, typed, now=moment())
        except Invalid as invalid:
            return _deadline_page(database, key, typed, translated_fields(invalid)), 422
        flash(ngettext("%(num)s deadline is changed.", "%(num)s deadlines are changed.", count), "success")
        return redirect(url_for("definitions.deadlines", key=key))


def _deadline_page(
    database: Database, key: str, typed: dict[str, times.Typed], problems: dict[str, Any]
) -> str:
    """The clocks of one drawing, as they are published or as they were typed."""
    with database.reading() as session:
        definitions = queries.published_all(session)
        chosen = next((row for row in definitions if row.key == key), None)
        if chosen is None and (key or not definitions):
            raise NotFound(say("There is no published procedure of this name."))
        definition = chosen or definitions[0]
        rows = times.deadlines(session, definition.key)
    shown = [replace(row, **_as_typed(typed.get(row.step.element_id))) for row in rows]
    return render_template(
        "definitions/deadlines.html",
        definition=definition,
        definitions=definitions,
        rows=shown,
        problems=problems,
    )


def _as_typed(clock: times.Typed | None) -> dict[str, Any]:
    return {"amount": clock[0], "unit": clock[1]} if clock else {}


def _files(room: Blueprint, database: Database) -> None:
    """The drawings themselves, for the script that shows them."""

    @room.get("/<key>/<int:version>/<process_id>.bpmn")
    def diagram(key: str, version: int, process_id: str) -> Any:
        with database.reading() as session:
            row = queries.version(session, key, version)
            drawings = {key: row.xml, **queries.called(session, row.id)}
        if process_id not in drawings:
            raise NotFound(say("There is no such drawing."))
        return Response(drawings[process_id], mimetype="application/xml")


def _drawings(procedure: queries.Procedure) -> dict[str, Any]:
    """Every drawing of a procedure, without the state of any case."""
    return {
        process: {
            "xml_url": url_for(
                "definitions.diagram", key=procedure.key, version=procedure.version, process_id=process
            ),
            "name": local(procedure.model.process_names[process]),
            "nodes": {},
            "flows": [],
        }
        for process in procedure.model.processes
    }


def _steps(procedure: queries.Procedure) -> list[dict[str, Any]]:
    return [
        {
            "id": step.element_id,
            "process_name": local(procedure.model.process_names[step.process_id]),
            "name": step.name,
            "name_ar": step.name_ar,
            "stage": step.stage,
            "party": step.party,
            "form": _form_title(procedure, step),
            "clock_text": _clock_text(step.clock),
        }
        for step in procedure.model.steps.values()
        if step.kind == "userTask"
    ]


def _form_title(procedure: queries.Procedure, step: Step) -> str:
    form_id = procedure.form_ids.get(step.form) if step.form else None
    return procedure.forms[form_id].code if form_id else ""


def _clock_text(clock: Clock | None) -> str:
    if clock is None:
        return ""
    if clock.unit == "workingDays":
        return str(ngettext("%(num)s working day", "%(num)s working days", clock.amount))
    if clock.unit == "hours":
        return str(ngettext("%(num)s hour", "%(num)s hours", clock.amount))
    return str(ngettext("%(num)s minute", "%(num)s minutes", clock.amount)) or _("at once")
