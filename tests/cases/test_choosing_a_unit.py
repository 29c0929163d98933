"""Choosing another unit: by the custodian, with a reason; open steps move there, what was typed does not."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from app.models import Case, CaseUnit
from tests.conftest import NOW
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import signed

People = Callable[[str], Person]
WHY = "The person moved to Muharraq."
CHOICE = {"party": "POL", "unit": "POL-MUH", "reason": WHY}


@pytest.fixture
def number(person: People, desk: Desk) -> str:
    """A report that waits for the police of the capital, who have begun to type."""
    asked = signed(person("epc.officer"), person("epc.supervisor"), desk)
    police = person("police.capital")
    police.claim(asked)
    assert (
        police.send(f"/tasks/{asked}/draft", {"answers": {"account": "half a sentence"}}).status_code == 200
    )
    return desk.case().number


def test_the_open_step_moves_and_leaves_behind_what_was_typed(
    person: People, desk: Desk, number: str
) -> None:
    assert person("epc.officer").post(f"/cases/{number}/units", CHOICE).status_code == 302
    step = desk.task("ask")
    assert (step.unit, step.state, step.assignee_id, step.acting_for) == ("POL-MUH", "ready", None, None)
    assert step.draft is None
    police = person("police.capital")
    assert police.get(f"/tasks/{step.id}").status_code == 404
    assert police.complete(step.id, {"account": "x"}).status_code == 404
    assert police.get(f"/cases/{number}").status_code == 404
    assert desk.task("write").unit == "EPC"
    assert desk.acts()[-1] == "unit_chosen"
    page = person("epc.officer").get(f"/cases/{number}").text
    assert "Chosen by hand" in page


def test_the_custodian_may_act_itself_in_the_party_s_place(person: People, desk: Desk, number: str) -> None:
    choice = {**CHOICE, "unit": "EPC"}
    assert person("epc.supervisor").post(f"/cases/{number}/units", choice).status_code == 302
    assert (desk.task("ask").unit, desk.task("ask").acting_for) == ("EPC", "POL")


def test_a_choice_of_the_unit_that_has_it_takes_nothing_away(person: People, desk: Desk, number: str) -> None:
    choice = {**CHOICE, "unit": "POL-CAP"}
    assert person("epc.officer").post(f"/cases/{number}/units", choice).status_code == 302
    assert desk.task("ask").state == "claimed"
    assert desk.task("ask").draft is not None


def test_a_choice_needs_a_unit_of_the_party_and_a_reason(person: People, desk: Desk, number: str) -> None:
    officer = person("epc.officer")
    for wrong in (
        {"reason": ""},
        {"reason": "  "},
        {"unit": "NOWHERE"},
        {"unit": ""},
        {"unit": "EMB-IND"},
        {"unit": "HSP-SMC"},
        {"party": "NOBODY"},
        {"party": ""},
    ):
        refused = officer.post(f"/cases/{number}/units", {**CHOICE, **wrong})
        assert refused.status_code == 422, wrong
        assert "The unit was not changed" in refused.text
    assert desk.task("ask").unit == "POL-CAP"
    assert "unit_chosen" not in desk.acts()


def test_only_the_custodian_s_case_team_chooses(person: People, desk: Desk, number: str) -> None:
    for name in ("epc.manager", "epc.auditor", "police.capital"):
        assert person(name).post(f"/cases/{number}/units", CHOICE).status_code == 403, name
    assert person("lmra.supervisor").post(f"/cases/{number}/units", CHOICE).status_code == 404
    assert person("epc.officer").post("/cases/NRM-2026-999999/units", CHOICE).status_code == 404


def test_nobody_is_chosen_in_a_closed_case(person: People, desk: Desk, number: str) -> None:
    with desk.database.unit_of_work() as session:
        session.execute(update(Case).values(closed_at=NOW))
    refused = person("epc.officer").post(f"/cases/{number}/units", CHOICE)
    assert refused.status_code == 409
    assert "This case is closed" in refused.text


def test_a_second_choice_replaces_the_first_and_its_reason_lies_sealed(
    person: People, desk: Desk, number: str
) -> None:
    officer = person("epc.officer")
    for unit in ("POL-MUH", "POL-NOR"):
        officer.post(f"/cases/{number}/units", {**CHOICE, "unit": unit})
    with desk.database.reading() as session:
        kept = session.scalars(select(CaseUnit)).all()
    assert [(choice.party, choice.unit) for choice in kept] == [("POL", "POL-NOR")]
    assert WHY.encode() not in kept[0].reason
