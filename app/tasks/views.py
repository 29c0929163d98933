"""Task pages: the inbox, a step with its form, and what a person does with it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from app import access, policy
from app.agencies import queries as agencies
from app.calendar import Calendar
from app.cases import hand, steps
from app.cases.steps import Step
from app.db import Database
from app.errors import Invalid, NotFound, say
from app.tasks import commands, queries
from app.tasks.page import StepPage, done_context
from app.web.refusals import translated
from app.web.wall import moment, wants_json
from app.web.words import due_text, language, local, page_number

VIEWS = ("mine", "unit", "overdue")
FILTERS = ("q", "stage", "risk")

View = Callable[[int], Any]
"""A page or a deed of one step."""


def pages(database: Database) -> Blueprint:
    """The pages of this room."""
    room = Blueprint("tasks", __name__)
    _lists(room, database)
    _one_step(room, database)
    _taking(room, database)
    _filling_in(room, database)
    _other_ways(room, database)
    return room


def _lists(room: Blueprint, database: Database) -> None:
    """What waits for a person and the unit."""

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


def _one_step(room: Blueprint, database: Database) -> None:
    """A step with its form, and what it set in motion once it is done."""

    @room.get("/tasks/<int:task_id>")
    def show(task_id: int) -> Any:
        return _page(database, task_id)

    @room.get("/tasks/<int:task_id>/done")
    def done(task_id: int) -> Any:
        with database.reading() as session:
            step = _visible(session, task_id)
            context = done_context(session, current_user, step, language(), moment())
        return render_template("tasks/done.html", **context)


def _taking(room: Blueprint, database: Database) -> None:
    """Whose hands a step is in."""

    @room.post("/tasks/<int:task_id>/claim")
    def claim(task_id: int) -> Any:
        with database.unit_of_work() as session:
            commands.claim(session, current_user, task_id, now=moment())
        return redirect(url_for("tasks.show", task_id=task_id))

    @room.post("/tasks/<int:task_id>/release")
    def release(task_id: int) -> Any:
        with database.unit_of_work() as session:
            commands.release(session, current_user, task_id, now=moment())
        flash(_("The step is back in your unit's list."), "success")
        return redirect(url_for("tasks.inbox"))

    @room.post("/tasks/<int:task_id>/reassign")
    @_corrected_here(database)
    def reassign(task_id: int) -> Any:
        with database.unit_of_work() as session:
            commands.reassign(session, current_user, task_id, _colleague(), _reason(), now=moment())
        flash(_("The step was given to your colleague."), "success")
        return redirect(url_for("tasks.inbox"))


def _filling_in(room: Blueprint, database: Database) -> None:
    """What the script of the form sends."""

    @room.post("/tasks/<int:task_id>/draft")
    def draft(task_id: int) -> Any:
        answers = _answers()
        with database.unit_of_work() as session:
            commands.save_draft(session, current_user, task_id, answers, now=moment())
        return jsonify(saved=moment().isoformat())

    @room.post("/tasks/<int:task_id>/complete")
    def complete(task_id: int) -> Any:
        answers = _answers()
        with database.unit_of_work() as session:
            commands.complete(session, current_user, task_id, answers, now=moment())
        return jsonify(next=url_for("tasks.done", task_id=task_id))


def _other_ways(room: Blueprint, database: Database) -> None:
    """How a step ends that is not filled in: not obtained, or sent back."""

    @room.post("/tasks/<int:task_id>/skip")
    @_corrected_here(database)
    def skip(task_id: int) -> Any:
        with database.unit_of_work() as session:
            number = commands.skip(session, current_user, task_id, _reason(), now=moment())
        flash(_("The step was recorded as not obtained. The case goes on."), "success")
        return redirect(url_for("cases.show", number=number))

    @room.post("/tasks/<int:task_id>/send-back")
    @_corrected_here(database)
    def send_back(task_id: int) -> Any:
        to = request.form.get("to", "")
        with database.unit_of_work() as session:
            commands.send_back(session, current_user, task_id, to, _reason(), now=moment())
        flash(_("The work went back for correction."), "success")
        return redirect(url_for("tasks.inbox"))


def _page(database: Database, task_id: int, refusal: Invalid | None = None) -> str:
    """A step's page; what is sensitive on it is written to the access log before it leaves."""
    with database.reading() as session:
        step = _visible(session, task_id)
        page = StepPage(session, current_user, step, language(), moment())
        reads, context = page.reads(), page.context()
    if reads:
        with database.unit_of_work() as session:
            for what in reads:
                access.note(session, current_user.id, step.case_id, what, at=moment())
    return render_template("tasks/show.html", **context, refused=_refused(refusal) if refusal else None)


def _refused(refusal: Invalid) -> dict[str, Any]:
    """What was asked and every reason why not, to stand on the page with what was typed."""
    said = [
        {"field": name, "text": translated(found)}
        for name, problems in refusal.fields.items()
        for found in problems
    ]
    deed = (request.endpoint or "").rpartition(".")[2]
    return {
        "deed": deed,
        "problems": said or [{"field": "", "text": translated(refusal.message)}],
        "sent": request.form,
    }


def _corrected_here(database: Database) -> Callable[[View], View]:
    """What a deed cannot take is said on the step's own page. Scripts get it as JSON.

    Whoever may act on a step without seeing its page, as the custodian may skip, gets the page of refusals.
    """

    def around(deed: View) -> View:
        @wraps(deed)
        def run(task_id: int) -> Any:
            try:
                return deed(task_id)
            except Invalid as refusal:
                if wants_json():
                    raise
                try:
                    return _page(database, task_id, refusal), refusal.status
                except NotFound:
                    raise refusal from None

        return run

    return around


def _colleague() -> int:
    """The account a step is given to; 0, which is nobody's, for what is no number."""
    text = request.form.get("colleague", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _reason() -> str:
    return request.form.get("reason", "")[:1000]


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


def _visible(session: Session, task_id: int) -> Step:
    step = steps.step(session, task_id)
    if step is None or not policy.may_see_step(current_user, step):
        raise NotFound(hand.STEP_GONE)
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
        "may_take": row.assignee_id is None and policy.may_work_on(current_user, row),
        "since": row.opened_at,
    }
