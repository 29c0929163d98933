"""Case pages: the list, opening, the case itself, and the values that are shown only when asked for."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from app import policy
from app.agencies import queries as agencies
from app.cases import commands, labels, path_views, queries, revealing
from app.cases.page import CasePage
from app.db import Database
from app.definitions import queries as definitions
from app.models import Case
from app.web.wall import moment
from app.web.words import language, local, page_number

FILTERS = ("q", "status", "category", "risk")


def pages(database: Database) -> Blueprint:
    """The pages of this room."""
    room = Blueprint("cases", __name__, url_prefix="/cases")
    _list(room, database)
    _opening(room, database)
    _one_case(room, database)
    _revealing(room, database)
    path_views.add(room, database)
    return room


def _list(room: Blueprint, database: Database) -> None:
    """The cases one may know."""

    @room.get("/")
    def index() -> Any:
        filters = {name: request.args.get(name, "")[:100] for name in FILTERS}
        with database.reading() as session:
            found = queries.cases(session, current_user, filters=filters, page=page_number())
            rows = _rows(session, found.rows)
        paging = {"number": found.number, "pages": found.pages, "total": found.total}
        return render_template("cases/index.html", rows=rows, filters=filters, page=paging)


def _opening(room: Blueprint, database: Database) -> None:
    """Choosing a procedure, and the case that follows it."""

    @room.route("/open", methods=["GET", "POST"])
    def open() -> Any:
        if request.method == "POST":
            return _open(database, request.form.get("key", ""))
        if not policy.may_open_case(current_user):
            abort(403)
        with database.reading() as session:
            found = definitions.published_all(session, that_open_cases=True)
            return render_template("cases/open.html", definitions=found)


def _open(database: Database, key: str) -> Any:
    with database.unit_of_work() as session:
        number = commands.open_case(session, current_user, key, now=moment())
    with database.reading() as session:
        case = queries.case(session, current_user, number)
        first = next((t for t in queries.open_steps(session, [case.id])), None)
    return redirect(
        url_for("tasks.show", task_id=first.id) if first else url_for("cases.show", number=number)
    )


def _one_case(room: Blueprint, database: Database) -> None:
    """The page of a case, and the choice of another unit on it."""

    @room.get("/<number>")
    def show(number: str) -> Any:
        with database.reading() as session:
            case = queries.case(session, current_user, number)
            page = CasePage(session, current_user, case, language(), moment())
            return render_template("cases/show.html", **page.context())

    @room.post("/<number>/units")
    def choose_unit(number: str) -> Any:
        party, unit, reason = (request.form.get(name, "")[:1000] for name in ("party", "unit", "reason"))
        with database.unit_of_work() as session:
            queries.case(session, current_user, number)
            commands.choose_unit(session, current_user, number, party, unit, reason, now=moment())
        flash(_("The unit was changed. Its open steps are in the new unit's inbox."), "success")
        return redirect(url_for("cases.show", number=number))


def _revealing(room: Blueprint, database: Database) -> None:
    """The values that are shown only when asked for."""

    @room.post("/<number>/name")
    def reveal_name(number: str) -> Any:
        with database.unit_of_work() as session:
            name = revealing.name(session, current_user, number, now=moment())
        return {"value": name or _("Not known yet")}

    @room.post("/<number>/answers/<int:task_id>/<field>")
    def reveal(number: str, task_id: int, field: str) -> Any:
        with database.unit_of_work() as session:
            value = revealing.answer(session, current_user, number, task_id, field, language(), now=moment())
        return {"value": value}

    @room.post("/<number>/reasons/<int:act_id>")
    def reveal_reason(number: str, act_id: int) -> Any:
        with database.unit_of_work() as session:
            value = revealing.reason(session, current_user, number, act_id, now=moment())
        return {"value": value}


def _rows(session: Session, cases: Sequence[Case]) -> list[dict[str, Any]]:
    officers = agencies.members(session, [c.officer_id for c in cases])
    waiting = _waiting(session, cases)
    return [
        {
            "number": case.number,
            "category": case.category,
            "person": None,
            "status": case.status,
            "risk": case.risk,
            "stage": case.stage,
            "current": waiting.get(case.id, []),
            "outcome": labels.outcome_for(session, current_user, case, language()),
            "opened_at": case.opened_at,
            "officer": local(officers[case.officer_id]) if case.officer_id in officers else "",
        }
        for case in cases
    ]


def _waiting(session: Session, cases: Sequence[Case]) -> dict[int, list[dict[str, Any]]]:
    """The open steps of each case that the person may know of."""
    units = agencies.reference(session).units
    found: dict[int, list[dict[str, Any]]] = {}
    for task in queries.open_steps(session, [c.id for c in cases]):
        if policy.may_see_all_cases(current_user) or task.unit == current_user.unit:
            found.setdefault(task.case_id, []).append(
                {
                    "name": task.name,
                    "name_ar": task.name_ar,
                    "unit_name": local(units[task.unit]),
                    "overdue": bool(task.due_at and task.due_at < moment()),
                }
            )
    return found
