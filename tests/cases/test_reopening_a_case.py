"""Reopening: asked for with a ground and a reason, approved by a supervisor, begun where its category lands (6.1)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.models import CaseInstance
from tests.cases.turning import YES, approve, ask, case_of, harmed, request_id, rows, under_way
from tests.desk import Clock, Desk
from tests.people import Person

People = Callable[[str], Person]
WHY = {"ground": "appeal", "reason": "The court heard the appeal."}


@pytest.fixture
def number(person: People, desk: Desk, clock: Clock) -> str:
    """A case that went to the procedure of abuse, where it was closed."""
    officer, supervisor, police = person("epc.officer"), person("epc.supervisor"), person("police.capital")
    number = under_way(officer, desk)
    police.claim(desk.task("receive").id)
    assert police.complete(desk.task("receive").id, {"account": "x"}).status_code == 200
    police.claim(desk.task("answer").id)
    assert police.complete(desk.task("answer").id, {"account": "x"}).status_code == 200
    officer.claim(desk.task("review").id)
    assert officer.complete(desk.task("review").id, YES).status_code == 200
    assert ask(officer, number, "abuse") == 302
    assert approve(supervisor, number, request_id(desk)) == 302
    for element in ("A05", "A09"):
        officer.claim(desk.task(element).id)
        assert officer.complete(desk.task(element).id, YES).status_code == 200
    assert status(desk, number) == ("closed", True)
    return number


def status(desk: Desk, number: str) -> tuple[str, bool]:
    case = case_of(desk, number)
    return case.status, case.closed_at is not None


def test_a_closed_case_goes_on_at_its_landing_step_and_keeps_its_closure(
    person: People, desk: Desk, number: str
) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    assert "Reopen the case" in officer.get(f"/cases/{number}").text
    assert officer.post(f"/cases/{number}/reopening", WHY).status_code == 302
    assert status(desk, number) == ("closed", True)
    assert approve(supervisor, number, request_id(desk)) == 302
    assert status(desk, number) == ("reopened", False)
    assert [s.element_id for s in rows(desk.database, number) if s.is_open] == ["A09"]
    with desk.database.reading() as session:
        kept = session.scalars(select(CaseInstance.status).order_by(CaseInstance.id)).all()
    assert kept == ["recategorised", "closed"]
    assert harmed(desk.database, [number]) == []
    assert "Case reopened" in officer.get(f"/cases/{number}").text


def test_reopening_needs_a_ground_a_reason_the_case_team_and_a_second_person(
    person: People, desk: Desk, number: str
) -> None:
    supervisor = person("epc.supervisor")
    address = f"/cases/{number}/reopening"
    assert supervisor.post(address, {**WHY, "ground": "x"}).status_code == 422
    assert supervisor.post(address, {**WHY, "reason": " "}).status_code == 422
    assert person("epc.manager").post(address, WHY).status_code == 403
    assert person("police.capital").post(address, WHY).status_code == 403
    assert person("hospital.salmaniya").post(address, WHY).status_code == 404
    assert supervisor.post(address, WHY).status_code == 302
    assert supervisor.post(address, WHY).status_code == 409
    assert approve(supervisor, number, request_id(desk)) == 403
    assert approve(person("epc.legal"), number, request_id(desk)) == 403


def test_an_open_case_is_not_reopened(person: People, desk: Desk, clock: Clock) -> None:
    officer = person("epc.officer")
    number = under_way(officer, desk)
    assert officer.post(f"/cases/{number}/reopening", WHY).status_code == 409


def test_a_closed_case_changes_no_category(person: People, desk: Desk, number: str) -> None:
    assert ask(person("epc.officer"), number, "trafficking") == 409
