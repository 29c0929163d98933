"""Two people at one step at the same moment: one gets it, the other is told, and no case is harmed."""

import json
from http.client import HTTPConnection
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from app.cases import hand
from app.db import Database
from app.models import UserTask
from tests.people import Person
from tests.races.racing import LATER, Pair, Racecourse, at_once, harmed

PAIRS = 40
ONE_EACH = Pair(won=1, refused=1)


@pytest.fixture
def course(database: Database) -> Racecourse:
    return Racecourse(database)


def test_of_two_simultaneous_completions_and_claims_one_is_done_and_one_refused(course: Racecourse) -> None:
    cases = []
    for _ in range(PAIRS):
        case_id, completions = course.race_to_complete()
        assert completions == ONE_EACH
        assert course.race_to_claim(case_id) == ONE_EACH
        cases.append(case_id)
    assert harmed(course.database, cases) == []


def test_two_steps_of_one_case_completed_at_once_are_both_done_and_open_the_next_one_once(
    course: Racecourse,
) -> None:
    for _ in range(10):
        case_id, _ = course.race_to_complete()
        both = course.take_all(case_id)
        assert {step.element_id for step in both} == {"L02", "L03"}
        assert at_once(course.database, [course.complete(step) for step in both]) == Pair(won=2, refused=0)
        assert course.open_step(case_id).element_id == "L04"
        assert harmed(course.database, [case_id]) == []


def test_who_claims_a_step_waits_for_its_case_and_never_holds_the_step_meanwhile(course: Racecourse) -> None:
    """As a timer does, the other act takes the case first and writes to its steps afterwards."""

    def postpone(session: Session) -> None:
        case = hand.lock(session, case_id)
        session.execute(update(UserTask).where(UserTask.case_id == case.id).values(due_at=LATER))

    for _ in range(PAIRS):
        case_id, _ = course.race_to_complete()
        step = course.open_step(case_id)
        ended = at_once(course.database, [course.claim(step, course.officer), postpone])
        assert ended == Pair(won=2, refused=0)


def test_over_http_the_one_who_is_too_late_reads_409(app: Flask, course: Racecourse) -> None:
    officer = Person.signed_in(app, "epc.officer")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        cases = [_race_over_http(server.server_port, officer, course) for _ in range(10)]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert harmed(course.database, cases) == []


def _race_over_http(port: int, officer: Person, course: Racecourse) -> int:
    case_id = course.new_case()
    step = course.open_step(case_id)
    body = json.dumps({"answers": course.answers(step)})
    barrier, statuses = Barrier(2), list[int]()

    def send() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        barrier.wait()
        connection.request("POST", f"/tasks/{step.id}/complete", body, _headers(officer))
        statuses.append(connection.getresponse().status)
        connection.close()

    threads = [Thread(target=send), Thread(target=send)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 409]
    return case_id


def _headers(officer: Person) -> dict[str, str]:
    cookie = officer.client.get_cookie("session")
    assert cookie
    return {
        "Cookie": f"session={cookie.value}",
        "X-CSRFToken": officer.token,
        "Content-Type": "application/json",
        "Accept": "application/json",
    }
