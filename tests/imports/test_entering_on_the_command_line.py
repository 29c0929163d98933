"""`ihala import`: in whose name, what it prints for people and programs, and how it exits."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from app import cli
from app.config import Settings
from app.db import Database
from app.models import Case, User
from tests.imports.papers import CLOSED, OPEN, case_of, count, table

Run = Callable[..., Result]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(cli, "chosen_settings", lambda: settings)
    return lambda *words: CliRunner().invoke(cli.ihala, ["import", *(str(word) for word in words)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "papers.csv"
    found.write_bytes(table([OPEN, CLOSED, {**OPEN, "reference": "P-3", "cpr_no": "1"}]))
    return found


def test_a_dry_run_tells_and_enters_nothing(run: Run, file: Path, database: Database) -> None:
    result = run(file, "--dry-run")
    assert result.exit_code == 1
    assert "would enter: 2" in result.output
    assert "paper_case, L13: 1" in result.output
    assert "line 4, CPR: A CPR number has 9 digits." in result.output
    assert count(database, Case) == 0


def test_what_is_in_order_is_entered_and_programs_read_json(run: Run, file: Path, database: Database) -> None:
    result = run(file, "--json")
    assert result.exit_code == 1
    assert json.loads(result.output) == {
        "dry_run": False,
        "rows": 3,
        "accepted": 2,
        "already_there": 0,
        "refused": 1,
        "steps": [
            {"procedure": "paper_case", "step": "L13", "rows": 1},
            {"procedure": "paper_case", "step": None, "rows": 1},
        ],
        "problems": [{"line": 4, "column": "CPR", "reason": "A CPR number has 9 digits."}],
    }
    assert case_of(database, OPEN["reference"]).closed_at is None
    file.write_bytes(table([OPEN, CLOSED]))
    again = run(file, "--json")
    assert again.exit_code == 0
    assert json.loads(again.output)["already_there"] == 2


def test_a_supervisor_is_named_when_there_are_several(run: Run, file: Path, database: Database) -> None:
    with database.unit_of_work() as session:
        session.execute(update(User).where(User.username == "epc.officer").values(role="supervisor"))
    refused = run(file)
    assert refused.exit_code == 1
    assert "--by USERNAME" in refused.output
    assert "epc.officer, epc.supervisor" in refused.output
    assert run(file, "--by", "epc.manager").exit_code == 1
    assert count(database, Case) == 0
    assert "entered: 2" in run(file, "--by", "epc.supervisor").output


def test_a_file_that_is_no_table_is_answered_with_a_sentence(run: Run, file: Path) -> None:
    file.write_bytes(b"PK\x03\x04")
    result = run(file)
    assert result.exit_code == 1
    assert "This is a workbook." in result.output
