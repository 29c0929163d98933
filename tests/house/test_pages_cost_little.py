"""Pages send a bounded number of statements, however long the list or the case behind them is."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from app.config import Settings
from app.db import Database
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import REPORT, begin, signed

People = Callable[[str], Person]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """The same statements go to both kinds of database."""
    return sqlite_settings


def statements(database: Database, deed: Callable[[], object]) -> int:
    sent: list[str] = []

    def note(*call: object) -> None:
        if not str(call[2]).startswith("BEGIN"):
            sent.append(str(call[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        deed()
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return len(sent)


def test_a_list_of_twenty_costs_what_a_list_of_one_costs(person: People, database: Database) -> None:
    officer = person("epc.officer")
    begin(officer, database)
    addresses = ("/tasks/", "/cases/")
    for address in addresses:
        officer.get(address)
    short = [statements(database, lambda a=a: officer.get(a)) for a in addresses]  # type: ignore[misc]
    for _ in range(19):
        officer.open_case("report_case")
    long = [statements(database, lambda a=a: officer.get(a)) for a in addresses]  # type: ignore[misc]
    assert long == short
    assert max(long) <= 8


def test_a_long_case_costs_what_a_short_one_costs(person: People, database: Database) -> None:
    officer, supervisor, desk = person("epc.officer"), person("epc.supervisor"), Desk(database)
    begin(officer, database)
    address = f"/cases/{desk.case().number}"
    officer.get(address)
    short = statements(database, lambda: officer.get(address))
    signed(officer, supervisor, desk)
    address = f"/cases/{desk.case().number}"
    long = statements(database, lambda: officer.get(address))
    assert long <= short + 1
    assert long <= 14


@pytest.mark.parametrize(("deed", "most"), [("claim", 9), ("release", 9), ("draft", 9)])
def test_small_acts_send_few_statements(person: People, database: Database, deed: str, most: int) -> None:
    officer = person("epc.officer")
    first = begin(officer, database)
    if deed == "draft":
        sent = statements(database, lambda: officer.send(f"/tasks/{first}/draft", {"answers": REPORT}))
    else:
        other = "release" if deed == "claim" else "claim"
        if deed == "claim":
            officer.post(f"/tasks/{first}/{other}")
        sent = statements(database, lambda: officer.post(f"/tasks/{first}/{deed}"))
    assert sent <= most
