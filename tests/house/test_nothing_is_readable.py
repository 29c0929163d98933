"""What people typed lies nowhere readable: not in a table, not in the database's files, not in the log."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cases import facts, hand
from app.config import Settings
from app.db import Database
from app.factory import create_app
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import begin

People = Callable[[str], Person]
MARK = "Zyxwolf"
TYPED = {
    word: f"{MARK}{word}"
    for word in ("draft", "answer", "returned", "again", "skipped", "unit", "name", "refused")
}


def live_through(person: People, database: Database) -> None:
    """One case in which everything that can be typed is typed."""
    officer, supervisor, desk = person("epc.officer"), person("epc.supervisor"), Desk(database)
    first = begin(officer, database)
    officer.send(f"/tasks/{first}/draft", {"answers": {"account": TYPED["draft"]}})
    officer.complete(first, {"account": TYPED["refused"], "people": 999})
    officer.complete(first, {"account": TYPED["answer"]})
    supervisor.claim(desk.task("sign").id)
    sent = {"to": "write", "reason": TYPED["returned"]}
    assert supervisor.post(f"/tasks/{desk.task('sign').id}/send-back", sent).status_code == 302
    officer.claim(desk.task("write").id)
    officer.complete(desk.task("write").id, {"account": TYPED["again"]})
    supervisor.claim(desk.task("sign").id)
    supervisor.complete(desk.task("sign").id, {"agreed": "yes"})
    number = desk.case().number
    choice = {"party": "POL", "unit": "POL-MUH", "reason": TYPED["unit"]}
    assert supervisor.post(f"/cases/{number}/units", choice).status_code == 302
    skipped = supervisor.post(f"/tasks/{desk.task('ask').id}/skip", {"reason": TYPED["skipped"]})
    assert skipped.status_code == 302
    with database.unit_of_work() as session:
        case = hand.lock_by_number(session, number)
        facts.learn(session, case, {"full_name": TYPED["name"]})
        hand.keep(session, case)
    assert officer.post(f"/cases/{number}/name").json == {"value": TYPED["name"]}


def test_no_column_of_any_table_holds_what_was_typed(
    person: People, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        live_through(person, database)
    assert MARK not in caplog.text
    with database.engine.connect() as connection:
        for table in connection.dialect.get_table_names(connection):
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'):
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    assert MARK.lower().encode() not in raw.lower(), table


def test_no_file_of_the_database_holds_what_was_typed(sqlite_settings: Settings, tmp_path: Path) -> None:
    database = Database(sqlite_settings)
    app = create_app(sqlite_settings, database)
    live_through(lambda username: Person.signed_in(app, username), database)
    files = [file for file in tmp_path.iterdir() if file.name.startswith("ihala.db")]
    assert {file.name for file in files} >= {"ihala.db", "ihala.db-wal"}
    for file in files:
        raw = file.read_bytes()
        assert MARK.encode() not in raw, file.name
        assert MARK.lower().encode() not in raw, file.name
        assert MARK.encode("utf-16-le") not in raw, file.name
