"""The command line: what it prints for programs, how it exits, and that it answers nonsense with a sentence."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from app import cli
from app.config import Settings
from app.db import Database
from app.models import AuditEvent
from tests.definitions import practice

ROOT = Path(__file__).parents[1]
LABOUR = ROOT / "processes" / "labour_case.bpmn"

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Type a command; a traceback would fail the test."""

    def typed(*words: object, keys: str | None = None) -> Result:
        result = CliRunner().invoke(cli.ihala, [str(word) for word in words], input=keys)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return typed


@pytest.fixture
def house(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The command line works on this database."""
    monkeypatch.setattr(cli, "chosen_settings", lambda: sqlite_settings)
    return Database(sqlite_settings)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "house" / "processes"
    found.mkdir(parents=True)
    return found


def said(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_check_tells_of_a_good_drawing_that_it_runs_and_is_publishable(run: Run) -> None:
    result = run("check", LABOUR, "--json")
    assert result.exit_code == 0
    assert said(result) == [{"file": str(LABOUR), "runs": True, "publishable": True, "problems": []}]


def test_check_tells_every_problem_with_element_code_and_severity(run: Run, folder: Path) -> None:
    file = folder / "report_case.bpmn"
    file.write_bytes(practice.REPORT)
    result = run("check", file, "--json")
    (found,) = said(result)
    assert result.exit_code == 0
    assert (found["runs"], found["publishable"]) == (True, False)
    problems = found["problems"]
    assert isinstance(problems, list)
    assert {(p["element"], p["code"], p["severity"]) for p in problems} == {
        ("write", "form-missing", "unbound"),
        ("sign", "form-missing", "unbound"),
        ("ask", "form-missing", "unbound"),
        ("file", "form-missing", "unbound"),
    }
    assert all(p["message"] for p in problems)


def test_check_looks_at_every_file_and_fails_when_one_of_them_cannot_run(run: Run, folder: Path) -> None:
    good, bad = folder / "report_case.bpmn", folder / "bad.bpmn"
    good.write_bytes(practice.REPORT)
    bad.write_bytes(b"<nothing/>")
    result = run("check", LABOUR, bad, good, folder / "missing.bpmn", "--json")
    assert result.exit_code == 1
    assert [line["runs"] for line in said(result)] == [True, False, True, False]
    words = run("check", LABOUR, bad)
    assert words.exit_code == 1
    assert f"{LABOUR}: publishable" in words.stdout
    assert f"{bad}: cannot run" in words.stdout


HOSTILE = {
    "empty": b"",
    "binary": os.urandom(4096),
    "not_xml": b"<<<<>>>>",
    "other_xml": b"<html><body/></html>",
    "entities": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>',
    "outside": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>',
    "utf16": "<a/>".encode("utf-16"),
    "deep": b"<a>" * 20_000 + b"</a>" * 20_000,
    "cut": practice.REPORT[:-25],
    "null": practice.REPORT.replace(b"Step", b"\x00"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_answered_with_a_problem_and_never_with_a_traceback(
    run: Run, folder: Path, name: str
) -> None:
    file = folder / f"{name}.bpmn"
    file.write_bytes(HOSTILE[name])
    result = run("check", file, "--json")
    (found,) = said(result)
    assert (result.exit_code, found["runs"], found["publishable"]) == (1, False, False)
    assert found["problems"]
    assert "root:" not in result.stdout
    walked = run("simulate", file, "--json")
    assert walked.exit_code == 1
    assert walked.stderr.startswith("Error: ")


def test_what_lies_beside_a_drawing_does_not_disturb_it(run: Run, folder: Path) -> None:
    file = folder / "waiting_case.bpmn"
    file.write_bytes(practice.WAITING)
    (folder / "a_folder.bpmn").mkdir()
    (folder / "nowhere.bpmn").symlink_to(folder / "gone")
    (folder / "rubbish.bpmn").write_bytes(b"\xff\x00")
    assert said(run("check", file, "--json"))[0]["runs"] is True
    assert run("simulate", file, "--json", "--cases", 3).exit_code == 0
    assert said(run("check", folder / "a_folder.bpmn", "--json"))[0]["runs"] is False


def test_simulate_counts_cases_steps_and_flows(run: Run) -> None:
    result = run("simulate", ROOT / "processes" / "refer.bpmn", "--cases", 20, "--seed", 3, "--json")
    (found,) = said(result)
    assert result.exit_code == 0
    assert list(found) == ["cases", "ended", "stuck", "user_tasks", "flows", "longest"]
    assert (found["cases"], found["ended"], found["stuck"]) == (20, 20, 0)
    for part in (found["user_tasks"], found["flows"]):
        assert isinstance(part, dict)
        assert set(part) == {"total", "taken"}
        assert 0 < part["taken"] <= part["total"]
    again = run("simulate", ROOT / "processes" / "refer.bpmn", "--cases", 20, "--seed", 3, "--json")
    assert again.stdout == result.stdout
    assert "20 cases: 20 ended" in run("simulate", ROOT / "processes" / "refer.bpmn", "--cases", 20).stdout


def test_simulate_refuses_what_it_cannot_walk(run: Run, folder: Path) -> None:
    assert run("simulate", folder / "missing.bpmn").exit_code == 2
    assert run("simulate", LABOUR, "--cases", 0).exit_code == 2
    file = folder / "labour_case.bpmn"
    file.write_bytes(LABOUR.read_bytes())
    alone = run("simulate", file)
    assert alone.exit_code == 1
    assert "is not there" in alone.stderr


def test_a_first_account_is_made_given_a_password_and_closed(run: Run, house: Database) -> None:
    words = ("--name", "Head", "--name-ar", "رئيس", "--unit", "EPC", "--role", "administrator")
    password = "a long enough password\n" * 2
    assert run("user", "add", "head", *words, keys=password).exit_code == 0
    taken = run("user", "add", "head", *words, keys=password)
    assert (taken.exit_code, "taken" in taken.stderr) == (1, True)
    assert run("user", "password", "head", keys="another long password\n" * 2).exit_code == 0
    assert run("user", "close", "head").exit_code == 0


def test_a_wrong_account_is_refused_with_every_problem(run: Run, house: Database) -> None:
    words = ("--name", "x", "--name-ar", "x", "--unit", "NOWHERE", "--role", "king", "--password", "short")
    refused = run("user", "add", "two words", *words)
    assert refused.exit_code == 1
    for name in ("username", "unit", "role", "password"):
        assert f"  {name}: " in refused.stderr
    assert run("user", "close", "nobody").exit_code == 1
    assert run("user", "password", "nobody", "--password", "a long enough password").exit_code == 1
    assert run("user", "password", "epc.officer", "--password", "short").exit_code == 1


def test_audit_verify_says_whole_or_names_the_place(run: Run, house: Database) -> None:
    whole = run("audit", "verify")
    assert (whole.exit_code, whole.stdout) == (0, "The audit is whole.\n")
    with house.unit_of_work() as session:
        session.execute(update(AuditEvent).where(AuditEvent.seq == 3).values(act="nothing"))
    broken = run("audit", "verify")
    assert (broken.exit_code, broken.stdout) == (1, "chain house, line 3: altered\n")


def test_audit_verify_with_another_key_says_so_in_a_sentence(
    run: Run, house: Database, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "chosen_settings", lambda: replace(sqlite_settings, data_key=bytes(32)))
    refused = run("audit", "verify")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("Error: No line of the audit was written with this installation's key.")
    assert "IHALA_DATA_KEY" in refused.stderr


def test_seeding_twice_changes_nothing(run: Run, house: Database) -> None:
    def everything() -> dict[str, list[tuple[object, ...]]]:
        with house.engine.connect() as link:
            tables = link.dialect.get_table_names(link)
            return {
                t: sorted(map(tuple, link.exec_driver_sql(f'SELECT * FROM "{t}"')), key=repr) for t in tables
            }

    before = everything()
    first, second = run("seed"), run("seed")
    assert first.exit_code == second.exit_code == 0
    assert first.stdout == second.stdout
    assert all(re.fullmatch(r"procedure \w+_case: version 1", line) for line in first.stdout.splitlines())
    assert everything() == before


def test_a_fresh_database_is_seeded_from_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IHALA_DATABASE_URL", raising=False)
    monkeypatch.setattr(cli, "VAR", tmp_path)
    told = run("seed").stdout.splitlines()
    assert [line.split(":")[0] for line in told[:2]] == ["directory", "holidays"]
    assert "procedure labour_case: version 1" in told[2:]


def test_unsafe_settings_are_told_instead_of_a_start(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IHALA_DATABASE_URL", "sqlite:///nowhere.db")
    monkeypatch.delenv("IHALA_SECRET_KEY", raising=False)
    refused = run("seed")
    assert refused.exit_code == 1
    assert "IHALA_SECRET_KEY" in refused.stderr
    assert "IHALA_DATA_KEY" in refused.stderr


@pytest.mark.parametrize(
    "url",
    ["nonsense", "sqlite:////nowhere/at/all.db", "postgresql+psycopg://nobody@127.0.0.1:1/x", "odd://x/y"],
)
def test_a_database_that_cannot_be_used_is_told_in_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, sqlite_settings: Settings, url: str
) -> None:
    monkeypatch.setattr(cli, "chosen_settings", lambda: replace(sqlite_settings, database_url=url))
    refused = run("audit", "verify")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: The database cannot be used: ")
