"""What whoever runs the house does without a page: close an account, and go on with a recount of deadlines."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from app import cli
from app.agencies.revision import raise_revision
from app.config import Settings
from app.db import Database
from app.models import Holiday
from tests.administration.test_keeping_the_calendar import CLOCKED
from tests.desk import Clock, Desk
from tests.people import Person
from tests.tasks.working import begin

People = Callable[[str], Person]


@pytest.fixture
def settings(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The command line works on the database of the test."""
    monkeypatch.setattr(cli, "chosen_settings", lambda: sqlite_settings)
    return sqlite_settings


def typed(*words: str) -> str:
    result = CliRunner().invoke(cli.ihala, words)
    assert result.exit_code == 0, result.output
    return result.output


def test_who_is_closed_leaves_no_step_behind(person: People, database: Database, desk: Desk) -> None:
    begin(person("epc.officer"), database)
    typed("user", "close", "epc.officer")
    assert (desk.task("write").state, desk.task("write").assignee_id) == ("ready", None)
    assert desk.acts()[-1] == "task_released"


def test_a_recount_is_gone_on_with(person: People, database: Database, desk: Desk, clock: Clock) -> None:
    begin(person("epc.officer"), database, CLOCKED, "clocked_case")
    with database.unit_of_work() as session:
        day = datetime(2026, 3, 3, tzinfo=UTC).date()
        session.add(Holiday(day=day, name="Mourning", name_ar="حداد", status="announced"))
        raise_revision(session)
    assert typed("deadlines") == "1 deadlines in 1 cases moved, 0 cases are left.\n"
    assert desk.task("write").due_at == datetime(2026, 3, 5, 11, 15, tzinfo=UTC)
    assert typed("deadlines") == "0 deadlines in 0 cases moved, 0 cases are left.\n"
