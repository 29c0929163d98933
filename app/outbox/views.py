"""The page of operations: what failed too often, for administrators."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app import policy
from app.db import Database
from app.errors import NotPermitted, say
from app.outbox import commands, queries
from app.web.wall import moment

REASON_SIGNS = 1000


def pages(database: Database) -> Blueprint:
    """The pages of this room."""
    room = Blueprint("operations", __name__)

    @room.get("/operations/")
    def index() -> Any:
        if not policy.may_operate(current_user):
            raise NotPermitted(say("Only an administrator looks after what runs without a person."))
        with database.reading() as session:
            jobs, waiting = queries.laid_aside(session), queries.waiting(session)
        return render_template("operations/index.html", jobs=jobs, waiting=waiting)

    @room.post("/operations/<int:job_id>/retry")
    def retry(job_id: int) -> Any:
        with database.unit_of_work() as session:
            commands.retry(session, current_user, job_id, now=moment())
        flash(_("It will be tried again at once."), "success")
        return redirect(url_for("operations.index"))

    @room.post("/operations/<int:job_id>/discard")
    def discard(job_id: int) -> Any:
        reason = request.form.get("reason", "")[:REASON_SIGNS]
        with database.unit_of_work() as session:
            commands.discard(session, current_user, job_id, reason, now=moment())
        flash(_("It was discarded. The audit keeps who did it."), "success")
        return redirect(url_for("operations.index"))

    return room
