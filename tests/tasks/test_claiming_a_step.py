"""Claiming a step: who may, what the other one sees, and what is written down."""

import re
from collections.abc import Callable

from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import REPORT, begin, signed

People = Callable[[str], Person]
SENTENCES = re.compile(r"<h1>.*?</h1>|<p>.*?</p>")


def test_the_opener_of_a_case_holds_its_first_step(person: People) -> None:
    officer = person("epc.officer")
    first = officer.open_case()
    assert officer.complete(first, {}).status_code == 422
    assert "With you" in officer.get(f"/tasks/{first}").text


def test_a_step_of_another_unit_looks_as_if_it_were_not_there(person: People) -> None:
    first = person("epc.officer").open_case()
    stranger = person("police.capital")
    assert stranger.get(f"/tasks/{first}").status_code == 404
    assert stranger.get(f"/tasks/{first}/done").status_code == 404
    assert stranger.claim(first).status_code == 404
    assert stranger.complete(first, {}).status_code == 404
    assert stranger.send(f"/tasks/{first}/draft", {"answers": {}}).status_code == 404
    for deed in ("release", "reassign", "skip", "send-back"):
        answer = stranger.post(f"/tasks/{first}/{deed}", {"reason": "r", "to": "L01", "colleague": "1"})
        assert answer.status_code == 404, deed
    there, nowhere = stranger.get(f"/tasks/{first}"), stranger.get("/tasks/999")
    assert SENTENCES.findall(there.text) == SENTENCES.findall(nowhere.text) != []


def test_a_released_step_can_be_claimed_by_a_colleague_once(person: People) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    first = officer.open_case()
    officer.post(f"/tasks/{first}/release")
    assert supervisor.claim(first).status_code == 302
    refused = officer.claim(first)
    assert refused.status_code == 409
    assert "taken this step" in refused.text


def test_a_step_is_claimed_twice_by_nobody_not_even_by_its_holder(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    assert officer.claim(first).status_code == 409
    assert desk.task("write").state == "claimed"


def test_those_who_only_look_on_cannot_claim(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    officer.post(f"/tasks/{first}/release")
    for onlooker in ("epc.manager", "epc.auditor"):
        looker = person(onlooker)
        page = looker.get(f"/tasks/{first}").text
        assert f"/tasks/{first}/claim" not in page
        assert looker.claim(first).status_code == 403
        assert looker.complete(first, REPORT).status_code == 403


def test_only_the_holder_or_a_supervisor_lays_a_step_back(person: People, desk: Desk) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    first = begin(officer, desk.database)
    assert person("epc.manager").post(f"/tasks/{first}/release").status_code == 403
    assert supervisor.post(f"/tasks/{first}/release").status_code == 302
    assert desk.task("write").assignee_id is None
    assert officer.post(f"/tasks/{first}/release").status_code == 403
    assert officer.complete(first, REPORT).status_code == 403
    assert officer.send(f"/tasks/{first}/draft", {"answers": {}}).status_code == 403


def test_a_supervisor_hands_a_step_to_somebody_of_the_unit_who_may_do_it(person: People, desk: Desk) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    first = begin(officer, desk.database)
    holder = desk.task("write").assignee_id
    assert officer.post(f"/tasks/{first}/reassign", {"colleague": holder}).status_code == 403
    # The accounts of the demonstration in their order: 3 looks on only, 11 works elsewhere.
    for nobody in ("3", "11", "999", "0", "", "x", "99999999999", "-1", "9" * 40):
        assert supervisor.post(f"/tasks/{first}/reassign", {"colleague": nobody}).status_code == 422, nobody
    assert supervisor.post(f"/tasks/{first}/reassign", {"colleague": 2}).status_code == 302
    assert desk.task("write").assignee_id == 2
    assert officer.complete(first, REPORT).status_code == 409
    assert supervisor.complete(first, REPORT).status_code == 200


def test_a_supervisor_of_another_unit_is_a_stranger(person: People, desk: Desk) -> None:
    first = begin(person("epc.officer"), desk.database)
    other = person("lmra.supervisor")
    assert other.post(f"/tasks/{first}/release").status_code == 404
    assert other.post(f"/tasks/{first}/reassign", {"colleague": 8}).status_code == 404
    assert desk.task("write").assignee_id == 1


def test_a_finished_step_is_over_for_everybody(person: People, desk: Desk) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    signed(officer, supervisor, desk)
    done = desk.task("write").id
    assert officer.claim(done).status_code == 409
    assert officer.complete(done, REPORT).status_code == 409
    assert officer.send(f"/tasks/{done}/draft", {"answers": {}}).status_code == 409
    for deed in ("release", "skip", "send-back"):
        assert supervisor.post(f"/tasks/{done}/{deed}", {"reason": "r"}).status_code == 409, deed
    assert supervisor.post(f"/tasks/{done}/reassign", {"colleague": 1}).status_code == 409
    assert "finished already" in officer.complete(done, REPORT).json["message"]


def test_each_act_on_a_step_is_one_line_of_the_audit(person: People, desk: Desk) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    first = begin(officer, desk.database)
    officer.post(f"/tasks/{first}/release")
    supervisor.claim(first)
    supervisor.post(f"/tasks/{first}/reassign", {"colleague": 1})
    officer.send(f"/tasks/{first}/draft", {"answers": REPORT})
    officer.complete(first, REPORT)
    officer.claim(first)
    assert desk.acts() == [
        "case_opened",
        "task_released",
        "task_claimed",
        "task_reassigned",
        "draft_saved",
        "task_completed",
    ]
