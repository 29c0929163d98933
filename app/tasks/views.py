"""Task pages: the inbox, a step with its form, and what a person does with it."""

from collections.abc import Callable
from typing import Any

import orjson
from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app import access
from app.agencies import queries as agencies
from app.calendar import Calendar
from app.cases import steps
from app.cases.steps import Step
from app.db import Database
from app.errors import Invalid, NotFound, say
from app.policy import may_see_step
from app.tasks import commands, queries
from app.tasks.page import StepPage, done_context
from app.web.wall import moment
from app.web.words import due_text, language, local, page_number

VIEWS = ("mine", "unit", "overdue")
FILTERS = ("q", "stage", "risk")


def pages(database: Database) -> Blueprint:
    """The pages of this room."""
    room = Blueprint("tasks", __name__)

    @room.get("/")
    def home() -> Any:
        return redirect(url_for("tasks.inbox"))

    @room.get("/tasks/")
    def inbox() -> Any:
        view = request.args.get("view", "unit")
        view = view if view in VIEWS else "unit"
        filters = {name: request.args.get(name, "")[:100] for name in FILTERS}
        with database.reading() as session:
            found = queries.inbox(
                session, current_user, view=view, filters=filters, page=page_number(), now=moment()
            )
            calendar = agencies.reference(session).calendar
            rows = [_row(calendar, row) for row in found.rows]
        paging = {"number": found.number, "pages": found.pages, "total": found.total}
        return render_template(
            "tasks/inbox.html", rows=rows, view=view, counts=found.counts, filters=filters, page=paging
        )

    @room.get("/tasks/<int:task_id>")
    def show(task_id: int) -> Any:
        with database.reading() as session:
            step = _visible(session, task_id)
            page = StepPage(session, current_user, step, language(), moment())
            reads = page.reads()
            context = page.context()
        if reads:
            with database.unit_of_work() as session:
                for what in reads:
                    access.note(session, current_user.id, step.case_id, what, at=moment())
        return render_template("tasks/show.html", **context)

    @room.get("/tasks/<int:task_id>/done")
    def done(task_id: int) -> Any:
        with database.reading() as session:
            step = _visible(session, task_id)
            return render_template("tasks/done.html", **done_context(session, current_user, step, moment()))

    _deeds(room, database)
    return room


def _deeds(room: Blueprint, database: Database) -> None:
    """The acts: each one a POST, one transaction, and a page to go on to."""

    @room.post("/tasks/<int:task_id>/claim")
    def claim(task_id: int) -> Any:
        _do(database, lambda session: commands.claim(session, current_user, task_id, now=moment()))
        return redirect(url_for("tasks.show", task_id=task_id))

    @room.post("/tasks/<int:task_id>/release")
    def release(task_id: int) -> Any:
        _do(database, lambda session: commands.release(session, current_user, task_id, now=moment()))
        flash(_("The step is back in your unit's list."), "success")
        return redirect(url_for("tasks.inbox"))

    @room.post("/tasks/<int:task_id>/reassign")
    def reassign(task_id: int) -> Any:
        text = request.form.get("colleague", "")
        to = int(text) if text.isdecimal() and len(text) < 10 else 0
        _do(database, lambda session: commands.reassign(session, current_user, task_id, to, now=moment()))
        flash(_("The step was given to your colleague."), "success")
        return redirect(url_for("tasks.inbox"))

    @room.post("/tasks/<int:task_id>/draft")
    def draft(task_id: int) -> Any:
        answers = _answers()
        _do(
            database,
            lambda session: commands.save_draft(session, current_user, task_id, answers, now=moment()),
        )
        return jsonify(saved=moment().isoformat())

    @room.post("/tasks/<int:task_id>/complete")
    def complete(task_id: int) -> Any:
        answers = _answers()
        _do(
            database, lambda session: commands.complete(session, current_user, task_id, answers, now=moment())
        )
        return jsonify(next=url_for("tasks.done", task_id=task_id))

    @room.post("/tasks/<int:task_id>/skip")
    def skip(task_id: int) -> Any:
        reason = request.form.get("reason", "")[:1000]
        with database.unit_of_work() as session:
            number = commands.skip(session, current_user, task_id, reason, now=moment())
        flash(_("The step was recorded as not obtained. The case goes on."), "success")
        return redirect(url_for("cases.show", number=number))

    @room.post("/tasks/<int:task_id>/send-back")
    def send_back(task_id: int) -> Any:
        to, reason = request.form.get("to", ""), request.form.get("reason", "")[:1000]
        _do(
            database,
            lambda session: commands.send_back(session, current_user, task_id, to, reason, now=moment()),
        )
        flash(_("The work went back for correction."), "success")
        return redirect(url_for("tasks.inbox"))


def _do(database: Database, deed: Callable[[Any], object]) -> None:
    with database.unit_of_work() as session:
        deed(session)


def _answers() -> dict[str, Any]:
    """What a form sends: a JSON object of answers."""
    body = request.get_data()
    try:
        sent = orjson.loads(body) if request.is_json else None  # strict: what it reads can be sealed
    except orjson.JSONDecodeError:
        sent = None
    answers = sent.get("answers") if isinstance(sent, dict) else None
    if not isinstance(answers, dict):
        raise Invalid(say("The answers did not arrive in one piece. Load the page again and repeat it."))
    return answers


def _visible(session: Any, task_id: int) -> Step:
    step = steps.step(session, task_id)
    if step is None or not may_see_step(current_user, step):
        raise NotFound(commands.GONE)
    return step


def _row(calendar: Calendar, row: Any) -> dict[str, Any]:
    now = moment()
    overdue = bool(row.due_at and row.due_at < now)
    soon = bool(row.due_at and not overdue and (row.due_at - now).total_seconds() < 3600 * queries.SOON_HOURS)
    return {
        **row._mapping,
        "step_id": row.element_id,
        "due_text": due_text(calendar, row.due_at, row.clock_unit, now),
        "overdue": overdue,
        "due_soon": soon,
        "state": "returned" if row.returned else row.state,
        "holder": local({"name": row.holder, "name_ar": row.holder_ar}) or None,
        "mine": row.assignee_id == current_user.id,
        "since": row.opened_at,
    }
