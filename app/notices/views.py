"""The pages of what a person was told, and of how they want to be told."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.db import Database
from app.errors import Invalid
from app.notices import commands, queries, wording
from app.web.refusals import translated
from app.web.wall import moment
from app.web.words import local, page_number

FIELDS = ("address", "mail", "daily_at", "quiet_from", "quiet_until")
AT_FIRST = {"address": "", "mail": "now", "daily_at": "07:00", "quiet_from": "", "quiet_until": ""}


def pages(database: Database) -> Blueprint:
    """The pages of this room."""
    room = Blueprint("notices", __name__)
    _reading(room, database)
    _settings(room, database)
    return room


def _reading(room: Blueprint, database: Database) -> None:
    @room.get("/notices/")
    def index() -> Any:
        with database.reading() as session:
            found = queries.notices(session, current_user, page=page_number())
        paging = {"number": found.number, "pages": found.pages, "total": found.total}
        rows = [_row(row) for row in found.rows]
        return render_template("notices/index.html", rows=rows, unread=found.unread, page=paging)

    @room.post("/notices/read")
    def read_all() -> Any:
        with database.unit_of_work() as session:
            commands.read(session, current_user, None, now=moment())
        return redirect(url_for("notices.index"))

    @room.post("/notices/<int:notice_id>/read")
    def read(notice_id: int) -> Any:
        with database.unit_of_work() as session:
            commands.read(session, current_user, notice_id, now=moment())
        return redirect(url_for("notices.index", page=page_number()))


def _settings(room: Blueprint, database: Database) -> None:
    @room.get("/notices/settings")
    def settings() -> Any:
        with database.reading() as session:
            row = queries.settings_of(session, current_user)
        chosen = {name: getattr(row, name) or "" for name in FIELDS} if row else AT_FIRST
        return render_template("notices/settings.html", chosen=chosen, problems={})

    @room.post("/notices/settings")
    def choose() -> Any:
        sent = {name: request.form.get(name, "").strip()[:300] for name in FIELDS}
        try:
            with database.unit_of_work() as session:
                commands.choose(session, current_user, sent, now=moment())
        except Invalid as refusal:
            problems = {name: [translated(m) for m in found] for name, found in refusal.fields.items()}
            page = render_template("notices/settings.html", chosen=sent, problems=problems)
            return page, refusal.status
        flash(_("Saved."), "success")
        return redirect(url_for("notices.settings"))


def _row(row: Any) -> dict[str, Any]:
    return {
        **row._mapping,
        "text": translated(wording.sentence(row.kind, local(row))),
        "address": wording.address(row, current_user.unit),
        "is_open": row.state in ("ready", "claimed"),
    }
