"""The pages of paper files: the table to fill in, the check of a filled one, entering it, and a file's own page."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask_login import current_user

from app import policy
from app.db import Database
from app.definitions import queries as definitions
from app.errors import Invalid, say
from app.imports import commands, queries, runs
from app.imports.columns import BY_KEY, COLUMNS, template
from app.imports.placing import Places
from app.imports.reading import NEEDED
from app.imports.runs import Report
from app.web.refusals import translated
from app.web.wall import moment
from app.web.words import LANGUAGES, language, local

MOST_ROWS = 500
"""Rows of a file on this page: what is entered while the browser waits."""
MOST_SHOWN = 300


def pages(database: Database) -> Blueprint:
    """The pages of this room."""
    room = Blueprint("imports", __name__, url_prefix="/imports")

    @room.route("/", methods=["GET", "POST"])
    def index() -> Any:
        commands.refuse_others(current_user)
        report, refusal = None, None
        if request.method == "POST":
            try:
                report = _run(database)
            except Invalid as invalid:
                refusal = invalid
        page = render_template("imports/index.html", **_context(database, report, refusal))
        return (page, 422) if refusal else page

    @room.get("/template/<code>.csv")
    def template_file(code: str) -> Any:
        commands.refuse_others(current_user)
        if code not in LANGUAGES:
            abort(404)
        named = {"Content-Disposition": f'attachment; filename="paper-files-{code}.csv"'}
        return Response(template(code), mimetype="text/csv", headers=named)

    @room.get("/<number>")
    def show(number: str) -> Any:
        with database.unit_of_work() as session:
            paper = queries.paper(session, current_user, number, now=moment())
        rows = [(column.titled(language()), paper.details[column.key]) for column in _kept(paper.details)]
        return render_template("imports/show.html", paper=paper, rows=rows)

    return room


def _kept(details: Any) -> list[Any]:
    return [column for column in COLUMNS if column.key in details]


def _run(database: Database) -> Report:
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    if not content:
        raise Invalid(say("Choose a file that holds the filled-in template."))
    dry_run = request.form.get("act") != "enter"
    return runs.run(database, current_user, content, now=moment(), dry_run=dry_run, most=MOST_ROWS)


def _context(database: Database, report: Report | None, refusal: Invalid | None) -> dict[str, Any]:
    """What the page shows: the columns and the steps to enter at, and what became of a file that was sent."""
    with database.reading() as session:
        found = definitions.published_all(session, that_open_cases=True)
        places = [Places(definitions.procedure(session, row.id), moment()) for row in found]
        procedures = [
            {"key": p.procedure.key, "name": local(p.procedure.model), "steps": p.allowed.items()}
            for p in places
        ]
    faults = [fault for found in (refusal.fields if refusal else {}).values() for fault in found]
    return {
        "columns": [_column(column) for column in COLUMNS],
        "procedures": procedures,
        "most": MOST_ROWS,
        "report": _told(report) if report else None,
        "problems": [translated(m) for m in ([refusal.message] if refusal else []) + faults],
        "may_enter": policy.may_enter_paper_files(current_user),
    }


def _column(column: Any) -> dict[str, Any]:
    return {
        "title": column.titled(language()),
        "hint": translated(column.hint),
        "needed": column.key in NEEDED,
    }


def _told(report: Report) -> dict[str, Any]:
    steps = [
        {
            "step": local(report.steps[place]) if report.steps[place] else None,
            "element": place[1],
            "count": count,
        }
        for place, count in report.accepted.items()
    ]
    refused = [
        {
            "line": problem.line,
            "column": BY_KEY[problem.column].titled(language()),
            "why": translated(problem.message),
        }
        for problem in report.refused
    ]
    return {
        "dry_run": report.dry_run,
        "taken": report.taken,
        "already": report.already,
        "refused_rows": report.refused_rows,
        "steps": steps,
        "refused": refused[:MOST_SHOWN],
        "left_out": max(0, len(refused) - MOST_SHOWN),
    }
