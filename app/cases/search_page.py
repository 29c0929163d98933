"""The search of the top bar and its page; what was looked for is never written into an address."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from app import access, db, policy
from app.cases import searching
from app.cases.searching import Answer
from app.db import Database
from app.web.wall import moment

LONGEST = 100


def pages(database: Database) -> Blueprint:
    """The page of the search; sent as a form, because addresses are kept by browsers and logs."""
    room = Blueprint("search", __name__, url_prefix="/search")

    @room.route("/", methods=["GET", "POST"])
    def show() -> Any:
        asked = request.form.get("q", "").strip()[:LONGEST]
        answer = _answer(database, asked) if asked else Answer((), more=False)
        return render_template(
            "search/show.html",
            asked=asked,
            rows=answer.rows,
            more=answer.more,
            names_shown=policy.may_reveal_name(current_user),
        )

    return room


def _answer(database: Database, asked: str) -> Answer:
    """Find first, then write down who has asked and whose name is shown, and only then answer."""
    with database.reading() as session:
        answer = searching.search(session, current_user, asked)
        digest = db.vault(session).search_digest(asked)
    named = [row.case.id for row in answer.rows if row.name]
    with database.unit_of_work() as session:
        access.note_search(session, current_user.id, digest, named, at=moment())
    return answer
