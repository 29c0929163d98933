"""What befalls a person outside the procedure: out of reach, gone, dead; the case stays open (BRIEF 6.2, 6.4, 6.7)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.models import Case
from tests.conftest import NOW
from tests.desk import Clock, Desk
from tests.people import Person
from tests.tasks.working import REPORT, begin

People = Callable[[str], Person]


@pytest.fixture
def officer(person: People, desk: Desk, clock: Clock) -> Person:
    officer = person("epc.officer")
    begin(officer, desk.database)
    return officer


def record(someone: Person, desk: Desk, deed: str, reason: str = "No answer at the number we know.") -> int:
    address = f"/cases/{desk.case().number}/paths"
    return someone.post(address, {"deed": deed, "reason": reason}).status_code


def try_for_days(officer: Person, desk: Desk, clock: Clock, days: int) -> None:
    for _ in range(days):
        assert record(officer, desk, "contact_attempt") == 302
        clock.passes(days=1)


def test_three_attempts_on_three_days_suspend_the_case_for_ninety_days(
    officer: Person, desk: Desk, clock: Clock
) -> None:
    try_for_days(officer, desk, clock, 2)
    assert record(officer, desk, "unreachable") == 409
    try_for_days(officer, desk, clock, 1)
    assert record(officer, desk, "unreachable") == 302
    case = desk.case()
    assert (case.status, case.whereabouts, case.closed_at) == ("suspended", "unreachable", None)
    assert case.review_at == clock.now + timedelta(days=90)
    assert record(officer, desk, "unreachable") == 409
    page = officer.get(f"/cases/{case.number}").text
    assert "Nobody reaches the person" in page
    assert "looked at again on" in page


def test_three_attempts_on_one_day_or_long_ago_are_not_enough(
    officer: Person, desk: Desk, clock: Clock
) -> None:
    for _ in range(3):
        record(officer, desk, "contact_attempt")
    assert record(officer, desk, "unreachable") == 409
    try_for_days(officer, desk, clock, 2)
    clock.passes(days=30)
    assert record(officer, desk, "unreachable") == 409


def test_attempts_before_the_person_was_last_reached_do_not_count(
    officer: Person, desk: Desk, clock: Clock
) -> None:
    try_for_days(officer, desk, clock, 3)
    assert record(officer, desk, "unreachable") == 302
    assert record(officer, desk, "reached") == 302
    case = desk.case()
    assert (case.status, case.whereabouts, case.review_at) == ("in_process", None, None)
    assert record(officer, desk, "unreachable") == 409
    assert record(officer, desk, "reached") == 409


def test_with_a_high_risk_a_welfare_check_comes_first(officer: Person, desk: Desk, clock: Clock) -> None:
    with desk.database.unit_of_work() as session:
        session.execute(update(Case).values(risk="high"))
    try_for_days(officer, desk, clock, 3)
    assert record(officer, desk, "unreachable") == 409
    assert record(officer, desk, "welfare_check") == 302
    assert record(officer, desk, "unreachable") == 302


def test_agencies_go_on_while_a_case_is_suspended_and_it_is_looked_at_again(
    officer: Person, person: People, desk: Desk, clock: Clock
) -> None:
    try_for_days(officer, desk, clock, 3)
    record(officer, desk, "unreachable")
    assert officer.complete(desk.task("write").id, REPORT).status_code == 200
    assert desk.case().status == "suspended"
    supervisor = person("epc.supervisor")
    assert "Suspended cases to look at again" not in supervisor.get("/cases/requests").text
    clock.passes(days=91)
    supervisor = person("epc.supervisor")
    assert "Suspended cases to look at again" in supervisor.get("/cases/requests").text
    officer = person("epc.officer")
    assert record(officer, desk, "review_later") == 302
    assert desk.case().review_at == clock.now + timedelta(days=90)


@pytest.mark.parametrize("deed", ["left_country", "disappeared", "deceased"])
def test_whoever_left_disappeared_or_died_has_an_open_case(officer: Person, desk: Desk, deed: str) -> None:
    before = desk.case()
    assert record(officer, desk, deed) == 302
    case = desk.case()
    assert (case.whereabouts, case.status, case.closed_at) == (deed, before.status, None)
    assert record(officer, desk, deed) == 409
    assert "stays open" in officer.get(f"/cases/{case.number}").text
    assert desk.acts()[-1] == deed
    assert desk.last_act(deed).at == NOW


def test_nobody_who_died_is_reached_again(officer: Person, desk: Desk) -> None:
    record(officer, desk, "deceased")
    assert record(officer, desk, "reached") == 409
    assert record(officer, desk, "left_country") == 409


def test_what_was_written_lies_sealed_and_a_deed_needs_words(
    officer: Person, person: People, desk: Desk
) -> None:
    assert record(officer, desk, "contact_attempt", " ") == 422
    assert record(officer, desk, "something_else") == 422
    assert record(officer, desk, "contact_attempt", "Her sister says she is safe.") == 302
    act = desk.last_act("contact_attempt")
    assert b"sister" not in (act.note or b"")
    shown = officer.post(f"/cases/{desk.case().number}/reasons/{act.id}")
    assert shown.json == {"value": "Her sister says she is safe."}


def test_only_the_custodian_s_case_team_records_and_only_in_an_open_case(
    officer: Person, person: People, desk: Desk
) -> None:
    assert record(person("epc.manager"), desk, "left_country") == 403
    assert record(person("police.capital"), desk, "left_country") == 404
    with desk.database.unit_of_work() as session:
        session.execute(update(Case).values(closed_at=NOW))
    assert record(officer, desk, "left_country") == 409
