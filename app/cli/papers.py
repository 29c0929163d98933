"""Paper files on the command line: check a file, or enter it."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click
import orjson

from app.agencies.queries import MEMBERS
from app.cli.saying import said
from app.db import Database
from app.imports import runs
from app.imports.columns import BY_KEY
from app.imports.runs import Report
from app.models import User
from app.policy import Member, may_enter_paper_files

NOBODY = (
    "Name the custodian's supervisor in whose name the files are entered: --by USERNAME. "
    "It is one of: {names}."
)


def enter(
    opened: Database, file: Path, username: str | None, *, now: datetime, dry_run: bool, as_json: bool
) -> None:
    """Check or enter a file and say what became of its rows; exit code 1 when any was refused."""
    user = _supervisor(opened, username)
    report: Report = said(lambda: runs.run(opened, user, file.read_bytes(), now=now, dry_run=dry_run))
    click.echo(orjson.dumps(_plain(report)).decode() if as_json else _words(report))
    raise SystemExit(1 if report.refused else 0)


def _supervisor(opened: Database, username: str | None) -> Member:
    with opened.reading() as session:
        members = [Member(**row._mapping) for row in session.execute(MEMBERS.order_by(User.username))]
    found = {member.username: member for member in members if may_enter_paper_files(member)}
    if username is None and len(found) == 1:
        return next(iter(found.values()))
    if username not in found:
        raise click.ClickException(NOBODY.format(names=", ".join(found) or "nobody yet"))
    return found[username]


def _plain(report: Report) -> dict[str, Any]:
    return {
        "dry_run": report.dry_run,
        "rows": report.rows,
        "accepted": report.taken,
        "already_there": report.already,
        "refused": report.refused_rows,
        "steps": [
            {"procedure": procedure, "step": step, "rows": count}
            for (procedure, step), count in report.accepted.items()
        ],
        "problems": [
            {"line": p.line, "column": BY_KEY[p.column].title, "reason": str(p.message)}
            for p in report.refused
        ],
    }


def _words(report: Report) -> str:
    lines = [
        f"{'would enter' if report.dry_run else 'entered'}: {report.taken}",
        f"in the system already: {report.already}",
        f"refused: {report.refused_rows}",
    ]
    lines += [
        f"  {procedure}, {step or 'closed'}: {count}" for (procedure, step), count in report.accepted.items()
    ]
    lines += [f"line {p.line}, {BY_KEY[p.column].title}: {p.message}" for p in report.refused]
    return "\n".join(lines)
