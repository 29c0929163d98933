"""Sending work back for correction: with a reason, to an earlier step, which starts from its former answers."""

from collections.abc import Callable

import pytest

from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import REPORT, begin

People = Callable[[str], Person]
WHY = "The date of the last wage is missing."


@pytest.fixture
def sign(person: People, desk: Desk) -> int:
    """The signature step of a report, held by the supervisor."""
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    assert officer.complete(begin(officer, desk.database), REPORT).status_code == 200
    step = desk.task("sign").id
    assert supervisor.claim(step).status_code == 302
    return step


def test_the_step_comes_again_with_the_reason_and_its_former_answers(
    person: People, desk: Desk, sign: int
) -> None:
    supervisor, officer = person("epc.supervisor"), person("epc.officer")
    former = desk.task("write").id
    assert supervisor.post(f"/tasks/{sign}/send-back", {"to": "write", "reason": WHY}).status_code == 302
    again = desk.task("write")
    assert again.id != former
    assert (again.state, desk.task("sign").state) == ("ready", "returned")
    assert WHY in officer.get(f"/tasks/{again.id}").text
    officer.claim(again.id)
    assert officer.form_of(again.id)["answers"] == REPORT
    corrected = {**REPORT, "account": "She has not been paid since 1 May."}
    assert officer.complete(again.id, corrected).status_code == 200
    assert desk.task("sign").state == "ready"
    assert desk.acts()[-3:] == ["task_returned", "task_claimed", "task_completed"]


def test_work_goes_back_only_with_a_reason_and_only_to_an_earlier_step(
    person: People, desk: Desk, sign: int
) -> None:
    supervisor = person("epc.supervisor")
    for sent in (
        {"to": "write", "reason": ""},
        {"to": "write", "reason": "   "},
        {"to": "write"},
        {"to": "sign", "reason": WHY},
        {"to": "file", "reason": WHY},
        {"to": "start", "reason": WHY},
        {"to": "nowhere", "reason": WHY},
        {"reason": WHY},
    ):
        assert supervisor.post(f"/tasks/{sign}/send-back", sent).status_code == 422, sent
    assert desk.task("sign").state == "claimed"
    assert desk.acts()[-1] == "task_claimed"


def test_only_who_holds_the_step_sends_it_back(person: People, desk: Desk, sign: int) -> None:
    sent = {"to": "write", "reason": WHY}
    assert person("epc.officer").post(f"/tasks/{sign}/send-back", sent).status_code == 409
    person("epc.supervisor").post(f"/tasks/{sign}/release")
    assert person("epc.supervisor").post(f"/tasks/{sign}/send-back", sent).status_code == 403


def test_the_first_step_has_nowhere_to_go_back_to(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    assert "send-back" not in officer.get(f"/tasks/{first}").text
    assert officer.post(f"/tasks/{first}/send-back", {"to": "write", "reason": WHY}).status_code == 422


def test_the_reason_lies_sealed(person: People, desk: Desk, sign: int) -> None:
    person("epc.supervisor").post(f"/tasks/{sign}/send-back", {"to": "write", "reason": WHY})
    note = desk.task("write").note
    assert note
    assert WHY.encode() not in note


def test_the_reason_is_read_by_those_who_work_on_cases_and_the_reading_is_written_down(
    person: People, desk: Desk, sign: int
) -> None:
    person("epc.supervisor").post(f"/tasks/{sign}/send-back", {"to": "write", "reason": WHY})
    again = desk.task("write").id
    for name in ("epc.manager", "epc.auditor"):
        page = person(name).get(f"/tasks/{again}").text
        assert "This task came back" in page
        assert WHY not in page
    assert desk.readings() == []
    assert WHY in person("epc.officer").get(f"/tasks/{again}").text
    assert desk.readings() == [(1, f"task:{again}:note")]
