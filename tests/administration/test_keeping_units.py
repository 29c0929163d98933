"""An administrator keeps the directory's units, and closes one only when somebody takes over what is left."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.agencies import queries as agencies
from app.db import Database
from app.models import Party, Unit, User
from tests.administration.house_chain import is_whole, last_line, revision
from tests.conftest import NOW
from tests.desk import Clock, Desk
from tests.people import Person
from tests.tasks.working import signed

People = Callable[[str], Person]
NEW = {
    "code": "POL-NEW",
    "party": "POL",
    "kind": "station",
    "name": "New station",
    "name_ar": "مركز جديد",
    "parent": "POL-CAP",
    "governorate": "capital",
    "valid_from": "2026-01-01",
    "valid_to": "",
}


def unit(database: Database, code: str) -> Unit:
    with database.reading() as session:
        return session.get_one(Unit, code)


@pytest.fixture(autouse=True)
def day(clock: Clock) -> Clock:
    """All requests happen on Sunday 1 March 2026."""
    return clock


def test_a_unit_is_added_and_every_process_sees_it(administrator: Person, database: Database) -> None:
    before = revision(database)
    assert administrator.post("/administration/units/add", NEW).status_code == 302
    assert revision(database) == before + 1
    assert last_line(database) == ("unit_added", {"unit": "POL-NEW", "party": "POL"})
    with database.reading() as session:
        assert agencies.reference(session).units["POL-NEW"].name_ar == "مركز جديد"
    assert "/administration/units/POL-NEW" in administrator.get("/administration/units?party=POL").text
    assert "/administration/units/POL-NEW" not in administrator.get("/administration/units?party=EMB").text


def test_every_problem_of_a_unit_stands_at_its_field(administrator: Person) -> None:
    wrong = {
        "code": "small letters",
        "party": "XXX",
        "kind": "castle",
        "name": "",
        "name_ar": "Latin",
        "parent": "NOWHERE",
        "governorate": "mars",
        "valid_from": "2026-02-01",
        "valid_to": "2026-01-01",
    }
    answer = administrator.post("/administration/units/add", wrong)
    assert answer.status_code == 422
    for field in wrong.keys() - {"valid_from"}:
        assert f'id="{field}-problem"' in answer.text, field
    taken = administrator.post("/administration/units/add", {**NEW, "code": "POL-CAP"})
    assert 'id="code-problem"' in taken.text


def test_a_governorate_has_one_directorate_on_a_day(administrator: Person) -> None:
    second = {**NEW, "kind": "directorate"}
    answer = administrator.post("/administration/units/add", second)
    assert answer.status_code == 422
    assert 'id="governorate-problem"' in answer.text


def test_a_unit_is_renamed_and_never_stands_above_itself(administrator: Person, database: Database) -> None:
    administrator.post("/administration/units/add", NEW)
    page = "/administration/units/POL-NEW"
    renamed = {**NEW, "name": "Renamed", "roles": ["supervisor", "caseworker"]}
    assert administrator.post(page, renamed).status_code == 302
    found = unit(database, "POL-NEW")
    assert (found.name, found.roles) == ("Renamed", "caseworker supervisor")
    assert last_line(database) == ("unit_changed", {"unit": "POL-NEW", "fields": ["name", "roles"]})
    above = {**NEW, "name": "Capital", "name_ar": "العاصمة", "parent": "POL-NEW"}
    answer = administrator.post("/administration/units/POL-CAP", above)
    assert answer.status_code == 422
    assert 'id="parent-problem"' in answer.text


def test_a_unit_with_open_steps_or_people_does_not_close_without_a_successor(
    person: People, administrator: Person, desk: Desk, database: Database
) -> None:
    signed(person("epc.officer"), person("epc.supervisor"), desk)
    answer = administrator.post("/administration/units/POL-CAP/close")
    assert answer.status_code == 422
    assert "1 open steps" in answer.text
    assert "police.capital" in answer.text
    assert unit(database, "POL-CAP").valid_to is None


def test_the_successor_takes_open_steps_and_people_over(
    person: People, administrator: Person, desk: Desk, database: Database
) -> None:
    step = signed(person("epc.officer"), person("epc.supervisor"), desk)
    police = person("police.capital")
    police.claim(step)
    answer = administrator.post("/administration/units/POL-CAP/close", {"successor": "POL-MUH"})
    assert answer.status_code == 302
    moved = desk.task("ask")
    assert (moved.unit, moved.state, moved.assignee_id) == ("POL-MUH", "ready", None)
    act, facts = last_line(database)
    assert (act, facts["to"], facts["steps"], len(facts["people"])) == ("unit_closed", "POL-MUH", 1, 1)
    assert desk.acts()[-1] == "task_moved"
    assert unit(database, "POL-CAP").valid_to == NOW.date() - timedelta(days=1)
    assert police.claim(step).status_code == 302
    assert police.complete(step, {"account": "done"}).status_code == 200
    assert is_whole(database)


def test_people_whose_role_the_successor_lacks_are_named_and_nothing_moves(
    person: People, administrator: Person, desk: Desk, database: Database
) -> None:
    signed(person("epc.officer"), person("epc.supervisor"), desk)
    with database.unit_of_work() as session:
        session.execute(update(Unit).where(Unit.code == "POL-MUH").values(roles="supervisor"))
    answer = administrator.post("/administration/units/POL-CAP/close", {"successor": "POL-MUH"})
    assert answer.status_code == 422
    assert "police.capital" in answer.text
    assert desk.task("ask").unit == "POL-CAP"
    for other in ("EPC", "NOWHERE", "POL-CAP"):
        assert (
            administrator.post("/administration/units/POL-CAP/close", {"successor": other}).status_code == 422
        )


def test_an_empty_unit_closes_without_a_successor_and_opens_again(
    administrator: Person, database: Database
) -> None:
    administrator.post("/administration/units/add", NEW)
    assert administrator.post("/administration/units/POL-NEW/close").status_code == 302
    assert unit(database, "POL-NEW").is_closed(NOW.date())
    again = {**NEW, "valid_to": "2026-02-01"}
    assert administrator.post("/administration/units/POL-NEW", again).status_code == 422
    assert administrator.post("/administration/units/POL-NEW", NEW).status_code == 302
    assert not unit(database, "POL-NEW").is_closed(NOW.date())


def test_the_custodian_and_a_unit_of_today_do_not_close(administrator: Person) -> None:
    assert administrator.post("/administration/units/EPC/close").status_code == 409
    administrator.post("/administration/units/add", {**NEW, "valid_from": "2026-03-01"})
    assert administrator.post("/administration/units/POL-NEW/close").status_code == 409


def test_the_unit_that_serves_a_party_is_chosen_and_goes_to_the_successor(
    administrator: Person, database: Database
) -> None:
    rule = {"rule": "fixed", "default_unit": "LMR-INS"}
    assert administrator.post("/administration/parties/LMR", rule).status_code == 302
    assert last_line(database)[1] == {"party": "LMR", "rule": "fixed", "unit": "LMR-INS"}
    answer = administrator.post("/administration/units/LMR-INS/close", {"successor": "LMR-GRV"})
    assert answer.status_code == 302
    with database.reading() as session:
        assert session.get_one(Party, "LMR").default_unit == "LMR-GRV"
        moved = session.scalars(select(User.unit).where(User.username == "lmra.inspection")).one()
    assert moved == "LMR-GRV"
    for wrong in ({"rule": "fixed"}, {"rule": "lot", "default_unit": "LMR-GRV"}, {**rule}):
        refused = administrator.post("/administration/parties/LMR", wrong)
        assert refused.status_code == 422, wrong
    assert administrator.post("/administration/parties/XXX", rule).status_code == 404


def test_nobody_else_keeps_units(person: People, administrator: Person) -> None:
    supervisor = person("epc.supervisor")
    assert supervisor.get("/administration/units").status_code == 403
    assert supervisor.post("/administration/units/add", NEW).status_code == 403
    assert supervisor.post("/administration/units/POL-CAP/close").status_code == 403
    assert supervisor.post("/administration/parties/LMR", {}).status_code == 403
    assert administrator.get("/administration/units/NOWHERE").status_code == 404
    assert administrator.post("/administration/units/NOWHERE", NEW).status_code == 404
    assert administrator.post("/administration/units/NOWHERE/close").status_code == 404
