"""Days off come, go and are announced: open deadlines move with them, case by case, and the house says how many."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import delete, insert, select, update

from app.administration.holidays import recounting
from app.agencies import queries as agencies
from app.agencies.revision import raise_revision
from app.cases import deadlines
from app.db import Database
from app.models import Holiday, UserTask
from tests.administration.house_chain import is_whole, last_line, revision
from tests.definitions import practice
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import begin

People = Callable[[str], Person]
CLOCKED = practice.drawing(
    "clocked_case",
    {"EPC": ("write", "call")},
    practice.task("write", 'stage="I" form="practice_signature"', practice.clock(3, "workingDays")),
    practice.task("call", 'stage="I" form="practice_signature"', practice.clock(5, "hours")),
    practice.flows("start", "write", "call", "end"),
)


@pytest.fixture
def step(person: People, database: Database, desk: Desk, clock: object) -> UserTask:
    """A step that was opened on Sunday 1 March 2026 and is due in three working days, on Wednesday."""
    begin(person("epc.officer"), database, CLOCKED, "clocked_case")
    found = desk.task("write")
    assert found.due_at == datetime(2026, 3, 4, 11, 15, tzinfo=UTC)
    return found


def typed(day: str = "2026-03-03", **changes: str) -> dict[str, str]:
    return {"day": day, "name": "A day of mourning", "name_ar": "يوم حداد", "status": "announced", **changes}


def test_a_new_day_off_moves_the_deadlines_that_lie_behind_it(
    person: People, step: UserTask, desk: Desk, database: Database
) -> None:
    supervisor, before = person("epc.supervisor"), revision(database)
    page = supervisor.get(
        "/administration/holidays/preview?" + "&".join(f"{k}={v}" for k, v in typed().items())
    )
    assert "1 open deadline would move" in page.text
    assert desk.task("write").due_at == step.due_at
    assert supervisor.post("/administration/holidays/add", typed()).status_code == 302
    assert desk.task("write").due_at == datetime(2026, 3, 5, 11, 15, tzinfo=UTC)
    assert revision(database) > before
    assert last_line(database) == ("deadlines_recounted", {"cases": 1, "moved": 1})
    assert desk.acts()[-1] == "deadlines_recounted"
    assert "A day of mourning" in supervisor.get("/administration/holidays?year=2026").text
    assert is_whole(database)


def test_a_day_taken_out_moves_them_back(person: People, step: UserTask, desk: Desk) -> None:
    supervisor = person("epc.supervisor")
    supervisor.post("/administration/holidays/add", typed())
    page = supervisor.get("/administration/holidays/preview?remove=2026-03-03").text
    assert "1 open deadline would move" in page
    assert supervisor.post("/administration/holidays/remove", {"day": "2026-03-03"}).status_code == 302
    assert desk.task("write").due_at == step.due_at


def test_a_day_behind_the_deadline_or_on_a_weekend_moves_nothing(
    person: People, step: UserTask, desk: Desk, database: Database
) -> None:
    supervisor = person("epc.supervisor")
    for day in ("2026-03-09", "2026-03-06"):
        page = supervisor.get(
            "/administration/holidays/preview?" + "&".join(f"{k}={v}" for k, v in typed(day).items())
        )
        assert "No open deadline would move" in page.text
        supervisor.post("/administration/holidays/add", typed(day))
    assert desk.task("write").due_at == step.due_at
    assert last_line(database)[0] == "holiday_added"


def test_announcing_a_day_moves_nothing(
    person: People, step: UserTask, desk: Desk, database: Database
) -> None:
    supervisor = person("epc.supervisor")
    supervisor.post("/administration/holidays/add", typed(status="expected"))
    due = desk.task("write").due_at
    answer = supervisor.post(
        "/administration/holidays/announce", {"day": "2026-03-03", "status": "announced"}
    )
    assert answer.status_code == 302
    assert desk.task("write").due_at == due
    assert last_line(database) == ("holiday_changed", {"day": "2026-03-03", "status": "announced"})
    wrong = supervisor.post("/administration/holidays/announce", {"day": "2026-03-03", "status": "perhaps"})
    assert wrong.status_code == 422


def test_clocks_of_hours_and_finished_steps_stay_as_they_are(
    person: People, step: UserTask, desk: Desk
) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    officer.complete(step.id, {"agreed": "yes"})
    hours = desk.task("call").due_at
    supervisor.post("/administration/holidays/add", typed())
    assert desk.task("write").due_at == step.due_at
    assert desk.task("call").due_at == hours


def test_every_problem_of_a_day_stands_at_its_field(person: People, step: UserTask) -> None:
    supervisor = person("epc.supervisor")
    wrong = {"day": "2026-02-30", "name": "", "name_ar": "x" * 201, "status": "perhaps"}
    asked = "&".join(f"{k}={v}" for k, v in wrong.items())
    for answer in (
        supervisor.post("/administration/holidays/add", wrong),
        supervisor.get(f"/administration/holidays/preview?{asked}"),
    ):
        assert answer.status_code == 422
        for field in wrong:
            assert f'id="{field}-problem"' in answer.text
    for day in ("1999-01-01", "2099-01-01", "2026-01-01"):
        assert supervisor.post("/administration/holidays/add", typed(day)).status_code == 422, day
    for day in ("2026-03-29", "nonsense", ""):
        assert supervisor.post("/administration/holidays/remove", {"day": day}).status_code == 404, day


def test_the_days_expected_in_a_year_are_filled_in_once(person: People, database: Database) -> None:
    supervisor = person("epc.supervisor")
    with database.unit_of_work() as session:
        session.execute(delete(Holiday).where(Holiday.day >= date(2027, 1, 1)))
    supervisor.post("/administration/holidays/fill", {"year": "2027"})
    act, facts = last_line(database)
    assert (act, facts["year"]) == ("holidays_filled", 2027)
    supervisor.post("/administration/holidays/fill", {"year": "2027"})
    assert last_line(database) == (act, facts)
    assert "New Year" in supervisor.get("/administration/holidays?year=2027").text


def test_a_recount_that_was_cut_short_is_gone_on_with(
    person: People, step: UserTask, desk: Desk, database: Database
) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    for _ in range(2):
        officer.open_case("clocked_case")
    with database.unit_of_work() as session:
        session.add(Holiday(day=date(2026, 3, 3), name="Mourning", name_ar="حداد", status="announced"))
        raise_revision(session)
    now = datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert recounting.recount_all(database, None, now=now, at_most=1) == recounting.Recounted(1, 1, 2)
    assert "2 open deadlines do not agree" in supervisor.get("/administration/holidays?year=2026").text
    assert supervisor.post("/administration/holidays/recount").status_code == 302
    assert "do not agree" not in supervisor.get("/administration/holidays?year=2026").text
    assert recounting.recount_all(database, None, now=now) == recounting.Recounted(0, 0, 0)
    assert is_whole(database)


def test_the_worker_recounts_once_after_each_change(step: UserTask, desk: Desk, database: Database) -> None:
    now = datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert recounting.recount_due(database, now=now) == 0
    with database.unit_of_work() as session:
        session.add(Holiday(day=date(2026, 3, 3), name="Mourning", name_ar="حداد", status="announced"))
        raise_revision(session)
    assert recounting.recount_due(database, now=now) == 1
    assert recounting.recount_due(database, now=now) == 0
    assert desk.task("write").due_at == datetime(2026, 3, 5, 11, 15, tzinfo=UTC)
    assert desk.task("write").next_notice_at == now


def test_nobody_else_keeps_the_calendar(person: People, administrator: Person) -> None:
    assert administrator.get("/administration/holidays").status_code == 200
    for other in ("epc.officer", "epc.manager", "lmra.supervisor"):
        stranger = person(other)
        assert stranger.get("/administration/holidays").status_code == 403
        assert stranger.post("/administration/holidays/add", typed()).status_code == 403
        assert stranger.post("/administration/holidays/recount").status_code == 403


DAYS = some.dates(date(2026, 3, 1), date(2026, 4, 30))
MINUTES = 89 * 24 * 60
MOMENTS = some.integers(0, MINUTES).map(lambda m: datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=m))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.frozensets(DAYS, max_size=12), some.lists(some.tuples(MOMENTS, some.integers(0, 30)), max_size=3))
def test_after_a_recount_every_open_deadline_is_what_the_calendar_gives_from_its_opening(
    database: Database,
    person: People,
    holidays: frozenset[date],
    clocks: list[tuple[datetime, int]],
) -> None:
    with database.reading() as session:
        published = session.scalars(select(UserTask.id).where(UserTask.element_id == "write")).all()
    if not published:
        officer = person("epc.officer")
        begin(officer, database, CLOCKED, "clocked_case")
        for _ in range(2):
            officer.open_case("clocked_case")
    with database.unit_of_work() as session:
        tasks = session.scalars(select(UserTask.id).where(UserTask.element_id == "write")).all()
        for task, (opened_at, amount) in zip(tasks, clocks, strict=False):
            session.execute(
                update(UserTask).where(UserTask.id == task).values(opened_at=opened_at, clock_amount=amount)
            )
        session.execute(delete(Holiday))
        rows = [{"day": d, "name": "x", "name_ar": "س", "status": "expected"} for d in sorted(holidays)]
        if rows:
            session.execute(insert(Holiday), rows)
        raise_revision(session)
    recounting.recount_all(database, None, now=datetime(2026, 5, 1, tzinfo=UTC))
    with database.reading() as session:
        calendar = agencies.reference(session).calendar
        assert calendar.holidays == holidays
        for task in session.scalars(select(UserTask).where(UserTask.clock_unit == "workingDays")):
            assert task.due_at == calendar.due(task.clock_amount or 0, "workingDays", task.opened_at)
        assert deadlines.moved(session, calendar) == []
