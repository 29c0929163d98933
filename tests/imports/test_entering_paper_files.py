"""Entering paper files: an open one stands at its step with its clock running, a closed one in the archive."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from app import audit
from app.db import Database
from app.models import AccessLog, AuditEvent, Case, Holiday, PaperFile, Person, Progress, User, UserTask
from tests.conftest import NOW
from tests.imports.papers import CLOSED, OPEN, case_of, count, entered, send, steps_of, table
from tests.people import Person as Visitor

People = Callable[[str], Visitor]
BAHRAIN = ZoneInfo("Asia/Bahrain")


def due_after(since: date, working_days: int, holidays: set[date]) -> datetime:
    """The close of the n-th working day after a day, counted on the fingers."""
    day = since
    while day.weekday() in (4, 5) or day in holidays:
        day += timedelta(days=1)
    for _ in range(working_days):
        day += timedelta(days=1)
        while day.weekday() in (4, 5) or day in holidays:
            day += timedelta(days=1)
    return datetime.combine(day, time(14, 15), BAHRAIN).astimezone(UTC)


def holidays(database: Database) -> set[date]:
    with database.reading() as session:
        return set(session.scalars(select(Holiday.day)))


def test_an_open_file_stands_at_its_step_since_the_day_the_paper_says(database: Database) -> None:
    report = entered(database, table([OPEN]))
    assert (report.taken, report.already, report.refused) == (1, 0, [])
    case = case_of(database, OPEN["reference"])
    (step,) = steps_of(database, case)
    assert (step.element_id, step.state, step.unit) == ("L13", "ready", "LMR-GRV")
    assert step.opened_at == datetime(2026, 2, 5, 4, 0, tzinfo=UTC)
    assert step.due_at == due_after(date(2026, 2, 5), 5, holidays(database))
    assert case.opened_at == datetime(2025, 11, 2, 4, 0, tzinfo=UTC)
    assert (case.status, case.stage, case.category, case.closed_at) == ("screening", "III", "labour", None)


@pytest.mark.parametrize(("element", "since", "hours"), [("L01", "2026-02-28", 1), ("L28", "2026-02-26", 72)])
def test_a_clock_of_hours_runs_from_the_opening_of_the_office(
    database: Database, element: str, since: str, hours: int
) -> None:
    entered(database, table([{**OPEN, "step": element, "since": since}]))
    (step,) = steps_of(database, case_of(database, OPEN["reference"]))
    opens = datetime.combine(date.fromisoformat(since), time(7, 0), BAHRAIN)
    assert step.due_at == opens + timedelta(hours=hours)


def test_every_due_date_of_a_long_table_is_the_one_counted_by_hand(database: Database) -> None:
    begins = date(2026, 1, 1)
    rows = [
        {
            **OPEN,
            "reference": f"P-{n}",
            "since": str(begins + timedelta(days=n)),
            "step": ("L07", "L13")[n % 2],
        }
        for n in range(59)
    ]
    assert entered(database, table(rows)).taken == 59
    days = holidays(database)
    for n in range(59):
        (step,) = steps_of(database, case_of(database, f"P-{n}"))
        assert step.due_at == due_after(begins + timedelta(days=n), (1, 5)[n % 2], days), n


@pytest.mark.parametrize(
    ("word", "opened", "days"),
    [("L13", "L13", 3), ("L22", "L22", 3), ("Verify payment of settlement or judgment", "L22", 3)],
)
def test_a_file_enters_the_labour_procedure_at_the_step_its_paper_names(
    database: Database, word: str, opened: str, days: int
) -> None:
    entered(database, table([{**OPEN, "procedure": "Labour case", "step": word}]))
    (step,) = steps_of(database, case_of(database, OPEN["reference"]))
    assert (step.element_id, step.clock_amount, step.clock_unit) == (opened, days, "workingDays")
    assert step.due_at == due_after(date(2026, 2, 5), days, holidays(database))
    assert case_of(database, OPEN["reference"]).status == "in_process"


def test_an_entered_file_goes_on_like_every_other_case(database: Database, person: People) -> None:
    entered(database, table([{**OPEN, "step": "L28"}]))
    officer = person("epc.officer")
    (step,) = steps_of(database, case_of(database, OPEN["reference"]))
    assert f"/tasks/{step.id}" in officer.get("/tasks/?view=unit").text
    assert officer.claim(step.id).status_code == 302
    assert officer.complete(step.id, {"outcome": "settled_paid"}).status_code == 200
    assert case_of(database, OPEN["reference"]).closed_at is not None


def test_a_closed_file_is_archived_without_a_running_procedure(database: Database, person: People) -> None:
    report = entered(database, table([CLOSED]))
    assert report.accepted == {("paper_case", None): 1}
    case = case_of(database, CLOSED["reference"])
    assert (case.status, case.outcome, case.state, case.next_due) == ("closed", "settled_paid", b"", None)
    assert case.closed_at == datetime(2017, 6, 1, 11, 15, tzinfo=UTC)
    assert steps_of(database, case) == []
    page = person("epc.officer").get(f"/cases/{case.number}")
    assert page.status_code == 200
    assert "Settled and paid" in page.text


def test_a_person_of_a_paper_file_is_found_and_the_name_is_sealed(database: Database, person: People) -> None:
    entered(database, table([OPEN]))
    number = case_of(database, OPEN["reference"]).number
    officer = person("epc.officer")
    for text in ("Seeta Kumari", "سيتا", "Maya", "850412345", "n1234567", "39123456", "epc/2018/0417"):
        assert number in officer.post("/search/", {"q": text}).text, text
    with database.reading() as session:
        sealed = [session.scalars(select(column)).one() for column in (Person.name_sealed, PaperFile.details)]
    assert not [value for value in sealed if value is None or b"Sita" in value or b"8504" in value]


def test_what_the_paper_said_is_read_on_a_page_that_is_logged(database: Database, person: People) -> None:
    entered(database, table([OPEN, CLOSED]))
    number = case_of(database, OPEN["reference"]).number
    officer = person("epc.officer")
    assert f"/imports/{number}" in officer.get(f"/cases/{number}").text
    page = officer.get(f"/imports/{number}").text
    for words in ("EPC/2018/0417", "Sita Kumari Rai", "850412345", "The contract is in the folder."):
        assert words in page, words
    with database.reading() as session:
        assert session.scalars(select(AccessLog.what)).all() == ["paper:details"]
    assert person("epc.manager").get(f"/imports/{number}").status_code == 403
    assert person("hospital.salmaniya").get(f"/imports/{number}").status_code == 404
    officer.open_case()
    assert officer.get("/imports/NRM-2026-000003").status_code == 404
    officer.post("/language/ar")
    assert "رقم جواز السفر" in officer.get(f"/imports/{number}").text


def test_facts_of_the_row_stand_on_the_head_of_the_case(database: Database) -> None:
    facts = {
        "nationality": "npl IN WORDS",
        "governorate": "capital",
        "language": "ne in words ع",
        "hospital": "HSP-SMC",
        "risk": "high",
        "child": "No in words",
    }
    entered(database, table([{**OPEN, **facts}]))
    case = case_of(database, OPEN["reference"])
    found = {name: getattr(case, name) for name in facts}
    assert found == {
        "nationality": "NPL",
        "governorate": "capital",
        "language": "ne",
        "hospital": "HSP-SMC",
        "risk": "high",
        "child": "no",
    }


def test_the_same_file_twice_enters_nothing_twice(database: Database) -> None:
    content = table([OPEN, CLOSED])
    assert entered(database, content).taken == 2
    again = entered(database, content)
    assert (again.taken, again.already, again.refused) == (0, 2, [])
    assert count(database, Case) == count(database, Person) == count(database, PaperFile) == 2


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = table([{**OPEN, "reference": f"P-{n}"} for n in range(4)])
    keep = audit.record
    calls: list[object] = []

    def breaks(*words: object, **more: object) -> None:
        calls.append(words)
        if len(calls) == 3:
            raise KeyboardInterrupt
        keep(*words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(audit, "record", breaks)
    with pytest.raises(KeyboardInterrupt):
        entered(database, content)
    monkeypatch.setattr(audit, "record", keep)
    assert count(database, Case) == count(database, PaperFile) == count(database, UserTask) == 2
    rest = entered(database, content)
    assert (rest.taken, rest.already) == (2, 2)
    assert count(database, Case) == 4


def test_a_reference_that_somebody_else_has_just_entered_is_left_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.imports import book

    entered(database, table([OPEN]))
    read = book.read

    def a_moment_ago(*words: object, **more: object) -> book.Book:
        found = read(*words, **more)  # type: ignore[arg-type]
        found.entered = frozenset()
        return found

    monkeypatch.setattr(book, "read", a_moment_ago)
    report = entered(database, table([OPEN, CLOSED]))
    assert (report.taken, report.already) == (1, 1)
    assert count(database, Case) == count(database, Person) == 2


def test_each_file_and_the_run_have_their_line_in_the_audit(database: Database) -> None:
    entered(database, table([OPEN, CLOSED]))
    with database.reading() as session:
        acts = session.scalars(select(AuditEvent.act).where(AuditEvent.act.contains("import"))).all()
        facts = " ".join(session.scalars(select(AuditEvent.facts)))
        assert list(audit.verify(session)) == []
        moments = session.scalars(select(Progress.at)).all()
    assert sorted(acts) == ["case_imported", "case_imported", "paper_files_imported"]
    assert "EPC/2018" not in facts
    assert moments == [NOW, NOW]


def test_a_dry_run_enters_nothing(database: Database) -> None:
    report = entered(database, table([OPEN, CLOSED]), dry_run=True)
    assert report.accepted == {("paper_case", "L13"): 1, ("paper_case", None): 1}
    assert count(database, Case) == count(database, PaperFile) == 0


def test_only_the_custodian_s_supervisor_enters_files(database: Database, person: People) -> None:
    for username in ("epc.officer", "epc.manager", "police.capital"):
        assert send(person(username), table([OPEN])).status_code == 403
        assert person(username).get("/imports/template/en.csv").status_code == 403
    with database.unit_of_work() as session:
        session.execute(update(User).where(User.username == "police.capital").values(role="supervisor"))
    assert send(person("police.capital"), table([OPEN])).status_code == 403
    assert count(database, Case) == 0
    assert send(person("epc.supervisor"), table([OPEN])).status_code == 200
    assert count(database, Case) == 1
