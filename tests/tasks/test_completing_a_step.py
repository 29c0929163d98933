"""Completing a step: every problem at its field, the next step in the right inbox, nothing twice."""

from collections.abc import Callable

from tests.desk import Clock, Desk
from tests.people import Person
from tests.tasks.working import REPORT, begin, signed

People = Callable[[str], Person]


def test_every_problem_is_told_at_once_at_its_field(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    refused = officer.complete(first, {"people": 999, "unknown": "x"})
    assert refused.status_code == 422
    assert set(refused.json["problems"]) == {"account", "people", "unknown"}
    assert all(said for found in refused.json["problems"].values() for said in found)
    assert desk.task("write").state == "claimed"
    assert desk.acts() == ["case_opened"]


def test_an_answer_of_a_wrong_kind_is_refused(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    for account in (5, ["a"], {"a": 1}, None, True):
        assert "account" in officer.complete(first, {"account": account}).json["problems"], account
    for people in ("many", True, 1.5e300, 0, -1, [2]):
        refused = officer.complete(first, {"account": "x", "people": people})
        assert (refused.status_code, list(refused.json["problems"])) == (422, ["people"]), people


def test_an_option_that_is_not_offered_is_refused(person: People, desk: Desk) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    officer.complete(begin(officer, desk.database), REPORT)
    sign = desk.task("sign").id
    supervisor.claim(sign)
    for answer in ("maybe", "Yes", 1, ["yes"], ""):
        assert supervisor.complete(sign, {"agreed": answer}).status_code == 422, answer


def test_the_next_step_is_with_its_unit_and_its_clock_runs(person: People, desk: Desk, clock: Clock) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    asked = signed(officer, supervisor, desk)
    step = desk.task("ask")
    assert (step.unit, step.state, step.assignee_id, step.acting_for) == ("POL-CAP", "ready", None, None)
    assert step.due_at is not None
    assert (step.due_at - step.opened_at).total_seconds() == 2 * 3600
    police = person("police.capital")
    assert police.claim(asked).status_code == 302
    assert officer.claim(asked).status_code == 404
    clock.passes(hours=3)
    assert "1 hour overdue" in police.get("/tasks/").text


def test_the_answer_says_where_to_go_on_and_the_page_there_tells_what_opened(
    person: People, desk: Desk
) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    answer = officer.complete(first, REPORT)
    assert answer.json == {"next": f"/tasks/{first}/done"}
    page = officer.get(answer.json["next"]).text
    assert "Step sign" in page
    assert desk.case().number in page


def test_another_unit_is_not_told_the_name_of_the_next_step(person: People, desk: Desk) -> None:
    asked = signed(person("epc.officer"), person("epc.supervisor"), desk)
    police = person("police.capital")
    police.claim(asked)
    assert police.complete(asked, REPORT).status_code == 200
    page = police.get(f"/tasks/{asked}/done").text
    assert "Step file" not in page
    assert "The next step" in page


def test_a_step_nobody_claimed_and_a_step_somebody_else_holds_are_two_refusals(
    person: People, desk: Desk
) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    first = begin(officer, desk.database)
    taken = supervisor.complete(first, REPORT)
    assert (taken.status_code, "taken this step" in taken.json["message"]) == (409, True)
    officer.post(f"/tasks/{first}/release")
    free = supervisor.complete(first, REPORT)
    assert (free.status_code, "Claim this step" in free.json["message"]) == (403, True)


def test_a_step_is_completed_once(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    assert [officer.complete(first, REPORT).status_code for _ in range(3)] == [200, 409, 409]
    assert desk.acts() == ["case_opened", "task_completed"]


def test_a_refusal_comes_in_the_language_of_the_person(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    officer.post("/language/ar")
    refused = officer.complete(first, {})
    assert refused.status_code == 422
    assert any("\u0600" <= sign <= "\u06ff" for sign in refused.json["message"])
