"""Case pages: the list, opening, the case itself, and the values that are shown only when asked for."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app import access, policy
from app.agencies import queries as agencies
from app.cases import answers, commands, queries, steps
from app.cases.page import CasePage
from app.db import Database
from app.definitions import queries as definitions
from app.errors import NotFound, NotPermitted, say
from app.web.wall import moment
from app.web.words import language, local, page_number

FILTERS = ("q", "status", "category", "risk")
NAMED_ROLES = say("This is shown to named roles only. What you need for your step is in the referral.")


def pages(database: Database) -> Blueprint:
    """The pages of this room."""
    room = Blueprint("cases", __name__, url_prefix="/cases")

    @room.get("/")
    def index() -> Any:
        filters = {name: request.args.get(name, "")[:100] for name in FILTERS}
        with database.reading() as session:
            found = queries.cases(session, current_user, filters=filters, page=page_number())
            rows = _rows(session, found.rows)
        paging = {"number": found.number, "pages": found.pages, "total": found.total}
        return render_template("cases/index.html", rows=rows, filters=filters, page=paging)

    @room.route("/open", methods=["GET", "POST"])
    def open() -> Any:
        if request.method == "POST":
            return _open(database, request.form.get("key", ""))
        if not policy.may_open_case(current_user):
            abort(403)
        with database.reading() as session:
            found = definitions.published_all(session, that_open_cases=True)
            return render_template("cases/open.html", definitions=found)

    @room.get("/<number>")
    def show(number: str) -> Any:
        with database.reading() as session:
            case = queries.case(session, current_user, number)
            page = CasePage(session, current_user, case, language(), moment())
            return render_template("cases/show.html", **page.context())

    @room.post("/<number>/units")
    def choose_unit(number: str) -> Any:
        form = request.form
        with database.unit_of_work() as session:
            queries.case(session, current_user, number)
            commands.choose_unit(
                session,
                current_user,
                number,
                form.get("party", ""),
                form.get("unit", ""),
                form.get("reason", "")[:1000],
                now=moment(),
            )
        flash(_("The unit was changed. Its open steps are in the new unit's inbox."), "success")
        return redirect(url_for("cases.show", number=number))

    @room.post("/<number>/name")
    def reveal_name(number: str) -> Any:
        with database.unit_of_work() as session:
            case = queries.case(session, current_user, number)
            if not policy.may_reveal_name(current_user):
                raise NotPermitted(NAMED_ROLES)
            access.note(session, current_user.id, case.id, "person:full_name", at=moment())
        with database.reading() as session:
            name = queries.person_name(session, case.person_id)
        return {"value": name or _("Not known yet")}

    @room.post("/<number>/answers/<int:task_id>/<field>")
    def reveal(number: str, task_id: int, field: str) -> Any:
        with database.unit_of_work() as session:
            row = _revealed(session, number, task_id, field)
        return {"value": row}

    return room


def _open(database: Database, key: str) -> Any:
    with database.unit_of_work() as session:
        number = commands.open_case(session, current_user, key, now=moment())
    with database.reading() as session:
        case = queries.case(session, current_user, number)
        first = next((t for t in queries.open_steps(session, [case.id])), None)
    return redirect(
        url_for("tasks.show", task_id=first.id) if first else url_for("cases.show", number=number)
    )


def _rows(session: Any, cases: Any) -> list[dict[str, Any]]:
    reference = agencies.reference(session)
    officers = agencies.members(session, [c.officer_id for c in cases])
    waiting: dict[int, list[dict[str, Any]]] = {}
    for task in queries.open_steps(session, [c.id for c in cases]):
        if policy.may_see_all_cases(current_user) or task.unit == current_user.unit:
            waiting.setdefault(task.case_id, []).append(
                {
                    "name": task.name,
                    "name_ar": task.name_ar,
                    "unit_name": local(reference.units[task.unit]),
                    "overdue": bool(task.due_at and task.due_at < moment()),
                }
            )
    return [
        {
            "number": case.number,
            "category": case.category,
            "person": None,
            "status": case.status,
            "risk": case.risk,
            "stage": case.stage,
            "current": waiting.get(case.id, []),
            "opened_at": case.opened_at,
            "officer": local(officers[case.officer_id]) if case.officer_id in officers else "",
        }
        for case in cases
    ]


def _revealed(session: Any, number: str, task_id: int, field: str) -> str:
    """One masked value, after policy said yes and the reading was written down."""
    case = queries.case(session, current_user, number)
    step = steps.step(session, task_id)
    if step is None or step.case_id != case.id:
        raise NotFound(say("There is no such answer."))
    procedure = definitions.procedure(session, case.definition_id)
    own_calls = {
        t.call_id for t in steps.steps_of(session, case.id) if t.unit == current_user.unit and t.call_id
    }
    if not policy.may_see_answers(current_user, step.unit, step.call_id in own_calls):
        raise NotFound(say("There is no such answer."))
    row = answers.one(procedure, step, queries.key_of(session, case.person_id), field, language())
    if row is None:
        raise NotFound(say("There is no such answer."))
    if row.sensitivity and not policy.may_reveal(
        current_user,
        row.sensitivity,
        step.unit,
        is_officer=case.officer_id == current_user.id,
        shares_call=step.call_id in own_calls,
    ):
        raise NotPermitted(NAMED_ROLES)
    access.note(session, current_user.id, case.id, f"task:{step.id}:{field}", at=moment())
    return str(row.value)
