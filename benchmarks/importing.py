"""What it takes to enter a registry of paper files: rows a second, statements a row, and every due date checked."""

import argparse
import csv
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import event, select

from app import migrations, seeding
from app.agencies import demo
from app.agencies.queries import MEMBERS
from app.config import Settings
from app.db import Database
from app.imports import book as books
from app.imports import runs
from app.imports.columns import COLUMNS
from app.models import Case, Holiday, PaperFile, User, UserTask
from app.policy import Member
from app.sealing import fold_name

NOW = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
ROWS = 7300
"""Cases that the mechanism had handled on paper by November 2018 (BRIEF 1.2, 1)."""
CLOSED_IN_TEN = 6
FIRST = ("Sita", "Mohammed", "Fatima", "Ram", "Maria", "Abdul Rahman", "Priya", "Yusuf")
LAST = ("Rai", "Hussain", "Begum", "Thapa", "Santos", "Khan", "Nair", "Ibrahim")


@dataclass(frozen=True)
class Result:
    """One run; `wrong_due_dates` counts open steps whose due date is not the one recomputed here."""

    rows: int
    entered: int
    open_steps: int
    seconds: float
    cpu_seconds: float
    rows_per_second: float
    statements_per_row: float
    seconds_again: float
    wrong_due_dates: int


def measure(settings: Settings, rows: int) -> Result:
    """Enter a made-up registry into an empty database, twice; the second time nothing is new."""
    database = Database(settings)
    migrations.upgrade(database.engine)
    with database.unit_of_work() as session:
        seeding.seed(session, now=NOW)
        demo.add_accounts(session, now=NOW)
        found = session.execute(MEMBERS.where(User.username == "epc.supervisor")).one()
        supervisor = Member(**found._mapping)
    content = registry(database, rows)
    sent: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: sent.append(call[2]))
    began, worked = perf_counter(), process_time()
    report = runs.run(database, supervisor, content, now=NOW, dry_run=False)
    seconds, worked = perf_counter() - began, process_time() - worked
    statements = sum(not s.startswith("BEGIN") for s in sent)
    began = perf_counter()
    again = runs.run(database, supervisor, content, now=NOW, dry_run=False)
    assert (again.taken, again.already) == (0, report.taken), "something was entered twice"
    wrong, steps = _wrong_due_dates(database, content)
    database.engine.dispose()
    return Result(
        rows=rows,
        entered=report.taken,
        open_steps=steps,
        seconds=round(seconds, 2),
        cpu_seconds=round(worked, 2),
        rows_per_second=round(rows / seconds, 1),
        statements_per_row=round(statements / rows, 1),
        seconds_again=round(perf_counter() - began, 2),
        wrong_due_dates=wrong,
    )


def registry(database: Database, rows: int) -> bytes:
    """A made-up table: six of ten files closed, the others spread over every step at which a file can enter."""
    with database.reading() as session:
        book = books.read(session, now=NOW)
        labour = book.procedures[fold_name("labour_case")]
        outcomes = sorted(set(book.outcomes(labour.procedure).values()))
    text = io.StringIO()
    lines = csv.DictWriter(text, [column.title for column in COLUMNS])
    lines.writeheader()
    for row in _made_up(rows, list(labour.allowed), outcomes):
        lines.writerow({column.title: row.get(column.key, "") for column in COLUMNS})
    return text.getvalue().encode()


def _made_up(rows: int, steps: Sequence[str], outcomes: Sequence[str]) -> Iterator[dict[str, str]]:
    for n in range(rows):
        received = date(2017, 2, 1) + timedelta(days=n % 3000)
        row = {
            "reference": f"EPC/{n:05d}",
            "procedure": "labour_case",
            "received_on": str(received),
            "full_name": f"{FIRST[n % 8]} {LAST[n // 8 % 8]} {n}",
            "cpr_no": f"{800_000_000 + n}",
            "phone": f"+973 3{n:07d}",
            "risk": ("low", "medium", "high")[n % 3],
            "officer": "epc.officer",
            "note": "Taken over from the registry on paper.",
        }
        if n % 10 < CLOSED_IN_TEN:
            ended = {"outcome": outcomes[n % len(outcomes)], "closed_on": str(received + timedelta(days=90))}
            yield {**row, "status": "closed", **ended}
        else:
            yield {**row, "status": "open", "step": steps[n % len(steps)], "since": str(_since(received))}


def _since(received: date) -> date:
    return min(received + timedelta(days=14), NOW.date() - timedelta(days=1))


def _wrong_due_dates(database: Database, content: bytes) -> tuple[int, int]:
    """Open steps whose due date differs from their clock counted day by day, and all open steps."""
    since = {
        row["Paper reference"]: date.fromisoformat(row["Step since"])
        for row in csv.DictReader(io.StringIO(content.decode()))
        if row["Step since"]
    }
    with database.reading() as session:
        days_off = set(session.scalars(select(Holiday.day)))
        query = select(PaperFile.reference, UserTask).join(Case, Case.id == PaperFile.case_id)
        rows = session.execute(query.join(UserTask, UserTask.case_id == Case.id)).all()
    wrong = sum(row.UserTask.due_at != _due(since[row.reference], row.UserTask, days_off) for row in rows)
    return wrong, len(rows)


def _due(since: date, task: UserTask, days_off: set[date]) -> datetime | None:
    if task.clock_amount is None:
        return None
    opens = datetime(since.year, since.month, since.day, 4, tzinfo=UTC)  # seven in Bahrain
    if task.clock_unit != "workingDays":
        return opens + timedelta(**{str(task.clock_unit): task.clock_amount})
    day, left = since, task.clock_amount
    while _is_off(day, days_off):
        day += timedelta(days=1)
    while left:
        day += timedelta(days=1)
        left -= not _is_off(day, days_off)
    return datetime(day.year, day.month, day.day, 11, 15, tzinfo=UTC)  # 14:15 in Bahrain


def _is_off(day: date, days_off: set[date]) -> bool:
    return day.weekday() in (4, 5) or day in days_off


def main() -> None:
    """`python -m benchmarks.importing [--rows N]`: one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asdict(measure(settings_in(Path(folder)), rows))))


def settings_in(folder: Path) -> Settings:
    """A fresh SQLite file with keys of its own."""
    return Settings(
        database_url=f"sqlite:///{folder / 'papers.db'}",
        secret_key="a secret key that is only used while this measures",
        data_key=b"paper files are measured with it",
        demo=True,
        secure_cookies=False,
    )


if __name__ == "__main__":
    main()
