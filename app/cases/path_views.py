"""Pages of what leaves the procedure: another category, its approval, reopening, and what befalls a person."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app import policy
from app.cases import paths, queries, recategorising, requests
from app.db import Database
from app.web.wall import moment


def add(room: Blueprint, database: Database) -> None:
    """Add these pages to the room of cases."""
    _asking(room, database)
    _deciding(room, database)
    _befalling(room, database)


def _asking(room: Blueprint, database: Database) -> None:
    """What somebody asks of a case."""

    @room.post("/<number>/category")
    def ask_category(number: str) -> Any:
        to, ground = _sent("to"), _sent("ground")
        with database.unit_of_work() as session:
            queries.case(session, current_user, number)
            recategorising.ask(session, current_user, number, to, ground, _sent("reason"), now=moment())
        flash(_("The change of category waits for its approval."), "success")
        return _back(number)

    @room.post("/<number>/reopening")
    def ask_reopening(number: str) -> Any:
        ground, reason = _sent("ground"), _sent("reason")
        with database.unit_of_work() as session:
            queries.case(session, current_user, number)
            recategorising.ask_to_reopen(session, current_user, number, ground, reason, now=moment())
        flash(_("The reopening waits for a supervisor's approval."), "success")
        return _back(number)


def _deciding(room: Blueprint, database: Database) -> None:
    """What waits for approval, and the approval."""

    @room.get("/requests")
    def waiting() -> Any:
        if not policy.may_see_all_cases(current_user):
            abort(403)
        with database.reading() as session:
            asked = requests.all_waiting(session)
            resting = queries.due_for_review(session, moment())
        rows = [{"number": number, "request": row, "overdue": row.due_at < moment()} for row, number in asked]
        return render_template("cases/waiting.html", rows=rows, resting=resting)

    @room.post("/<number>/requests/<int:request_id>/approve")
    def approve(number: str, request_id: int) -> Any:
        with database.unit_of_work() as session:
            queries.case(session, current_user, number)
            done = recategorising.approve(session, current_user, number, request_id, now=moment())
        said = _("Approved. The case goes on at its new step.")
        flash(said if done else _("Signed. The second signature is missing."), "success")
        return _back(number)

    @room.post("/<number>/requests/<int:request_id>/refuse")
    def refuse(number: str, request_id: int) -> Any:
        with database.unit_of_work() as session:
            queries.case(session, current_user, number)
            recategorising.refuse(session, current_user, number, request_id, _sent("reason"), now=moment())
        flash(_("The request was refused."), "success")
        return _back(number)


def _befalling(room: Blueprint, database: Database) -> None:
    """What befalls the person of a case."""

    @room.post("/<number>/paths")
    def record_path(number: str) -> Any:
        deed, reason = _sent("deed"), _sent("reason")
        with database.unit_of_work() as session:
            queries.case(session, current_user, number)
            paths.record(session, current_user, number, deed, reason, now=moment())
        flash(_("This is recorded on the case's timeline."), "success")
        return _back(number)


def _sent(name: str) -> str:
    return request.form.get(name, "")[:1000]


def _back(number: str) -> Any:
    return redirect(url_for("cases.show", number=number))
