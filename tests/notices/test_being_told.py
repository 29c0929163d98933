"""Who is told of a step when: its unit, then rung by rung of its ladder, each once, until it is done."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from app import audit
from app.jobs import clocks
from app.models import User, UserTask
from tests.conftest import NOW
from tests.desk import Clock, Desk
from tests.notices.wanting import told
from tests.people import Person

People = Callable[[str], Person]

BREACH = datetime.fromisoformat("2026-03-05T14:15+03:00")
PLUS_TWO = datetime.fromisoformat("2026-03-09T14:15+03:00")
PLUS_FIVE = datetime.fromisoformat("2026-03-12T14:15+03:00")
UNIT = [("lmra.grievances", "opened", "LMR-GRV"), ("lmra.supervisor", "opened", "LMR-GRV")]


def tell(desk: Desk, now: datetime = NOW) -> int:
    return clocks.tell_due(desk.database, now=now)


def rungs(desk: Desk) -> list[str]:
    """The rungs that the audit of the case holds, in order."""
    return [act for act in desk.acts() if act in ("reminder", "breach", "escalated")]


def test_a_new_step_is_told_to_those_of_its_unit_who_may_take_it_once(asked: int, desk: Desk) -> None:
    assert tell(desk) == 1
    assert told(desk.database) == UNIT
    assert tell(desk) == 0
    assert told(desk.database) == UNIT


def test_a_step_that_somebody_has_taken_already_is_told_to_nobody(
    asked: int, desk: Desk, person: People
) -> None:
    assert person("lmra.grievances").claim(asked).status_code == 302
    tell(desk)
    assert told(desk.database) == []


def test_the_ladder_climbs_from_holder_to_supervisor_to_custodian_to_committee(
    asked: int, desk: Desk, person: People
) -> None:
    person("lmra.grievances").claim(asked)
    tell(desk)
    reminder = desk.task("slow").next_notice_at
    assert reminder
    for moment in (reminder, BREACH, PLUS_TWO, PLUS_FIVE):
        before = told(desk.database)
        assert tell(desk, moment - timedelta(seconds=1)) == 0
        assert told(desk.database) == before
        assert desk.task("slow").next_notice_at == moment
        assert tell(desk, moment) == 1
    assert told(desk.database) == [
        ("lmra.grievances", "reminder", "75%"),
        ("lmra.grievances", "breach", "100%"),
        ("lmra.supervisor", "breach", "100%"),
        ("epc.supervisor", "escalated", "+2wd"),
        ("epc.manager", "escalated", "+5wd"),
    ]
    assert desk.task("slow").next_notice_at is None
    assert rungs(desk) == ["reminder", "breach", "escalated", "escalated"]
    with desk.database.reading() as session:
        assert list(audit.verify(session)) == []


def test_an_unclaimed_step_reminds_its_whole_unit(asked: int, desk: Desk) -> None:
    tell(desk)
    tell(desk, desk.task("slow").next_notice_at)
    assert told(desk.database)[2:] == [
        ("lmra.grievances", "reminder", "75%"),
        ("lmra.supervisor", "reminder", "75%"),
    ]


def test_a_worker_that_slept_for_weeks_tells_every_rung_once(asked: int, desk: Desk) -> None:
    assert tell(desk, NOW + timedelta(days=60)) == 1
    assert rungs(desk) == ["reminder", "breach", "escalated", "escalated"]
    assert tell(desk, NOW + timedelta(days=90)) == 0
    assert len(told(desk.database)) == len(set(told(desk.database)))


def test_a_finished_step_drops_out(asked: int, desk: Desk, person: People) -> None:
    tell(desk)
    officer = person("lmra.grievances")
    officer.claim(asked)
    assert officer.complete(asked, {"agreed": "yes"}).status_code == 200
    tell(desk, BREACH)
    assert told(desk.database, asked) == UNIT
    assert desk.task("slow").next_notice_at is None


def test_an_urgent_clock_climbs_at_night(asked: int, desk: Desk, person: People, clock: Clock) -> None:
    clock.passes(hours=12)
    officer = person("lmra.grievances")
    officer.claim(asked)
    officer.complete(asked, {"agreed": "yes"})
    opened = desk.task("urgent").opened_at
    tell(desk, opened)
    assert desk.task("urgent").next_notice_at == opened + timedelta(hours=3)
    tell(desk, opened + timedelta(hours=3))
    assert desk.task("urgent").next_notice_at == opened + timedelta(hours=4)


def test_a_step_that_moves_to_another_unit_is_told_there(asked: int, desk: Desk, person: People) -> None:
    tell(desk)
    chosen = {"party": "LMR", "unit": "LMR-INS", "reason": "They know the place."}
    number = desk.case().number
    assert person("epc.officer").post(f"/cases/{number}/units", chosen).status_code in (302, 200)
    tell(desk)
    assert told(desk.database)[2:] == [("lmra.inspection", "opened", "LMR-INS")]


def test_a_rung_that_would_reach_nobody_reaches_the_custodian_s_supervisor(asked: int, desk: Desk) -> None:
    with desk.database.unit_of_work() as session:
        session.execute(update(User).where(User.unit == "LMR-GRV").values(active=False))
    tell(desk)
    assert told(desk.database) == [("epc.supervisor", "opened", "LMR-GRV")]


def test_a_deadline_that_was_moved_moves_the_ladder(asked: int, desk: Desk) -> None:
    tell(desk)
    reminder = desk.task("slow").next_notice_at
    with desk.database.unit_of_work() as session:
        session.execute(update(UserTask).where(UserTask.id == asked).values(due_at=PLUS_FIVE))
    tell(desk, reminder)
    moved = desk.task("slow").next_notice_at
    assert reminder
    assert moved
    assert moved > reminder
    assert told(desk.database) == UNIT


def test_a_case_that_fails_tells_nothing_and_is_tried_again(
    asked: int, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(audit, "record", fails)
        assert tell(desk, BREACH) == 0
    assert told(desk.database) == []
    assert "nobody could be told of the steps of case" in caplog.text
    assert tell(desk, BREACH) == 1
    assert len(told(desk.database)) == 5
