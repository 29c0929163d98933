"""Timers: what is due fires, once, case by case; what fails does not hold up the others."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from app.cases import commands
from app.jobs import timers
from app.models import Case
from tests.conftest import NOW
from tests.definitions import practice
from tests.desk import Clock, Desk
from tests.people import Person

People = Callable[[str], Person]


@pytest.fixture
def officer(person: People, clock: Clock, desk: Desk) -> Person:
    practice.publish(desk.database, "waiting_case", practice.WAITING)
    return person("epc.officer")


def opened(officer: Person, desk: Desk) -> Case:
    officer.open_case("waiting_case")
    return desk.case()


def test_a_deadline_takes_the_step_away_and_opens_the_next(officer: Person, desk: Desk) -> None:
    case = opened(officer, desk)
    assert case.next_due == NOW + timedelta(hours=4)
    assert timers.fire_due(desk.database, now=case.next_due - timedelta(seconds=1)) == 0
    assert timers.fire_due(desk.database, now=case.next_due) == 1
    assert (desk.task("write").state, desk.task("late").state) == ("cancelled", "ready")
    assert desk.case().next_due is None
    assert desk.acts() == ["case_opened", "timer_fired"]
    assert timers.fire_due(desk.database, now=NOW + timedelta(days=30)) == 0
    refused = officer.complete(desk.task("write").id, {"agreed": "yes"})
    assert refused.status_code == 409


def test_a_pause_goes_on_after_its_time_also_when_nobody_looked_for_long(officer: Person, desk: Desk) -> None:
    opened(officer, desk)
    assert officer.complete(desk.task("write").id, {"agreed": "yes"}).status_code == 200
    assert desk.case().next_due == NOW + timedelta(days=1)
    assert timers.fire_due(desk.database, now=NOW + timedelta(days=400)) == 1
    assert desk.task("after").opened_at == NOW + timedelta(days=400)
    assert timers.fire_due(desk.database, now=NOW + timedelta(days=400)) == 0


def test_only_the_cases_that_are_due_are_touched(officer: Person, desk: Desk, clock: Clock) -> None:
    first = opened(officer, desk)
    clock.passes(hours=2)
    second = opened(officer, desk)
    locked: list[object] = []

    def note(*call: object) -> None:
        if "FROM cases JOIN person" in str(call[2]):
            locked.append(call[3])

    event.listen(desk.database.engine, "before_cursor_execute", note)
    assert timers.fire_due(desk.database, now=NOW + timedelta(hours=5)) == 1
    event.remove(desk.database.engine, "before_cursor_execute", note)
    assert len(locked) == 1
    with desk.database.reading() as session:
        assert session.get_one(Case, first.id).next_due is None
        assert session.get_one(Case, second.id).revision == second.revision


def test_nothing_is_asked_of_cases_when_nothing_is_due(officer: Person, desk: Desk) -> None:
    opened(officer, desk)
    sent: list[str] = []
    event.listen(desk.database.engine, "before_cursor_execute", lambda *call: sent.append(str(call[2])))
    assert timers.fire_due(desk.database, now=NOW) == 0
    assert len([statement for statement in sent if not statement.startswith("BEGIN")]) == 1


def test_a_case_that_fails_stops_no_other_and_is_tried_again(
    officer: Person, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    cases = [opened(officer, desk) for _ in range(3)]
    whole = cases[0].state
    with desk.database.unit_of_work() as session:
        session.execute(update(Case).where(Case.id == cases[0].id).values(state=b"rubbish"))
    later = NOW + timedelta(hours=5)
    with caplog.at_level(logging.ERROR):
        assert timers.fire_due(desk.database, now=later) == 2
    assert f"the timers of case {cases[0].id} could not be fired" in caplog.text
    with desk.database.unit_of_work() as session:
        session.execute(update(Case).where(Case.id == cases[0].id).values(state=whole))
    assert timers.fire_due(desk.database, now=later) == 1


def test_many_failing_cases_do_not_crowd_out_one_that_works(
    officer: Person, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(officer, desk)
    good = desk.case()
    with desk.database.unit_of_work() as session:
        session.execute(update(Case).values(next_due=NOW + timedelta(hours=4)))
        row = {c.name: getattr(good, c.name) for c in Case.__table__.columns if c.name != "id"}
        stuck = [{**row, "number": f"X-{n}", "state": b"x", "next_due": NOW} for n in range(150)]
        session.execute(Case.__table__.insert(), stuck)
    monkeypatch.setattr(timers.log, "exception", lambda *_: None)
    assert timers.fire_due(desk.database, now=NOW + timedelta(hours=5)) == 1


def test_a_second_worker_finds_nothing_left_to_do(officer: Person, desk: Desk) -> None:
    case = opened(officer, desk)
    later = NOW + timedelta(hours=5)
    for _ in range(2):
        with desk.database.unit_of_work() as session:
            commands.tick(session, case.id, now=later)
    assert desk.acts() == ["case_opened", "timer_fired"]
