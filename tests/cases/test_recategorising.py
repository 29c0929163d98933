"""Another category: raised by any lane, approved by a second person, and nothing that was asked is lost (BRIEF 5)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from app.jobs import timers
from app.models import CaseInstance
from tests.cases.turning import (
    REPORT,
    YES,
    approve,
    ask,
    case_of,
    child_of,
    harmed,
    request_id,
    rows,
    under_way,
)
from tests.conftest import NOW
from tests.desk import Clock, Desk
from tests.people import Person
from tests.tasks.test_completing_a_step_costs_little import counted

People = Callable[[str], Person]


@pytest.fixture
def number(person: People, desk: Desk, clock: Clock) -> str:
    return under_way(person("epc.officer"), desk)


def turned(person: People, desk: Desk, number: str, to: str = "trafficking") -> None:
    assert ask(person("epc.officer"), number, to) == 302
    assert approve(person("epc.supervisor"), number, request_id(desk)) == 302


def test_a_case_turns_at_any_step_and_keeps_its_number_and_its_history(
    person: People, desk: Desk, number: str
) -> None:
    turned(person, desk, number)
    case = case_of(desk, number)
    assert (case.category, case.closed_at, case.status) == ("trafficking", None, "in_process")
    states = {s.element_id: s.state for s in rows(desk.database, number)}
    assert states == {
        "write": "completed",
        "own": "cancelled",
        "decide": "cancelled",
        "receive": "ready",
        "T01": "ready",
    }
    page = person("epc.officer").get(f"/cases/{number}").text
    assert "Trafficking in persons" in page
    assert "Labour case (" in page
    assert "Step T01" in page
    assert "Account" in page
    with desk.database.reading() as session:
        ended = session.scalars(select(CaseInstance).where(CaseInstance.call_id.is_(None))).one()
        assert (ended.status, ended.category) == ("recategorised", "labour")
    assert harmed(desk.database, [number]) == []


def test_an_open_referral_keeps_its_clock_its_holder_and_its_draft_and_can_be_answered(
    person: People, desk: Desk, number: str
) -> None:
    police, officer = person("police.capital"), person("epc.officer")
    asked = desk.task("receive")
    police.claim(asked.id)
    assert police.send(f"/tasks/{asked.id}/draft", {"answers": REPORT}).status_code == 200
    before = desk.task("receive")
    turned(person, desk, number)
    after = desk.task("receive")
    kept = ("state", "assignee_id", "opened_at", "due_at", "draft", "unit", "call_id", "call_element")
    assert [getattr(after, k) for k in kept] == [getattr(before, k) for k in kept]
    assert police.complete(asked.id, REPORT).status_code == 200
    answer = desk.task("answer")
    assert (answer.name, answer.unit, answer.call_id, answer.call_element) == (
        "Call ask",
        "POL-CAP",
        before.call_id,
        "ask",
    )
    assert answer.clock_amount == 3
    police.claim(answer.id)
    assert "practice_report" in police.get(f"/tasks/{answer.id}").text
    assert police.complete(answer.id, REPORT).status_code == 200
    review = desk.task("review")
    assert officer.claim(review.id).status_code == 302
    assert officer.complete(review.id, YES).status_code == 200
    assert harmed(desk.database, [number]) == []
    page = officer.get(f"/cases/{number}").text
    assert "Goes on from the earlier procedure" not in page
    assert police.get(f"/cases/{number}").status_code == 200


def test_an_answer_that_waits_beside_the_procedure_holds_the_case_open(
    person: People, desk: Desk, number: str
) -> None:
    officer = person("epc.officer")
    turned(person, desk, number, "abuse")
    for element in ("A05", "A09"):
        step = desk.task(element)
        officer.claim(step.id)
        answer = officer.complete(step.id, YES)
    assert answer.status_code == 409
    assert "not answered yet" in answer.text


def test_a_running_claim_becomes_a_case_of_its_own_at_the_step_where_it_stands(
    person: People, desk: Desk, number: str
) -> None:
    officer = person("epc.officer")
    step = desk.task("L13")
    officer.claim(step.id)
    assert officer.send(f"/tasks/{step.id}/draft", {"answers": YES}).status_code == 200
    turned(person, desk, number)
    child = child_of(desk.database, number)
    moved = desk.task("L13")
    assert (moved.id, moved.case_id, moved.due_at) == (step.id, child.id, step.due_at)
    assert moved.draft is not None
    assert (child.category, child.closed_at, child.person_id) == (
        "labour",
        None,
        case_of(desk, number).person_id,
    )
    assert officer.complete(moved.id, YES).status_code == 200
    conciliation = person("labour.conciliation")
    asked = desk.task("receive")
    assert asked.case_id == child.id
    assert (asked.call_element, asked.unit) == ("L14", "MOL-ALC")
    conciliation.claim(asked.id)
    assert conciliation.complete(asked.id, YES).status_code == 200
    assert harmed(desk.database, [number, child.number]) == []
    assert child.number in officer.get(f"/cases/{number}").text
    assert number in officer.get(f"/cases/{child.number}").text
    assert conciliation.get(f"/cases/{number}").status_code == 404


def test_a_claim_in_the_middle_of_a_referral_moves_with_it(person: People, desk: Desk, number: str) -> None:
    officer, conciliation = person("epc.officer"), person("labour.conciliation")
    officer.claim(desk.task("L13").id)
    assert officer.complete(desk.task("L13").id, YES).status_code == 200
    asked = desk.task("receive")
    assert asked.unit == "MOL-ALC"
    turned(person, desk, number)
    child = child_of(desk.database, number)
    assert desk.task("receive").case_id == child.id
    assert [s.element_id for s in rows(desk.database, child.number)] == ["L13", "receive"]
    conciliation.claim(asked.id)
    assert conciliation.complete(asked.id, YES).status_code == 200
    assert harmed(desk.database, [number, child.number]) == []


def test_a_procedure_that_ends_as_recategorised_leads_to_the_same(
    person: People, desk: Desk, number: str
) -> None:
    supervisor = person("epc.supervisor")
    step = desk.task("decide")
    supervisor.claim(step.id)
    assert supervisor.complete(step.id, {"to": "trafficking"}).status_code == 200
    assert case_of(desk, number).category == "trafficking"
    assert desk.task("T01").state == "ready"
    assert (desk.task("receive").state, desk.task("own").state) == ("ready", "cancelled")
    assert child_of(desk.database, number).closed_at is None
    assert harmed(desk.database, [number]) == []


def test_a_procedure_that_says_the_case_is_what_it_is_ends_as_before(
    person: People, desk: Desk, number: str
) -> None:
    supervisor = person("epc.supervisor")
    step = desk.task("decide")
    supervisor.claim(step.id)
    assert supervisor.complete(step.id, {"to": "none"}).status_code == 200
    assert case_of(desk, number).closed_at is not None
    assert {s.state for s in rows(desk.database, number)} == {"completed", "cancelled"}


def test_any_unit_with_a_step_may_ask_and_nobody_else_knows_the_case(
    person: People, desk: Desk, number: str
) -> None:
    assert ask(person("hospital.salmaniya"), number, "trafficking") == 404
    assert ask(person("epc.manager"), number, "trafficking") == 403
    assert ask(person("police.capital"), number, "trafficking", "screening") == 302
    assert desk.acts()[-1] in ("category_asked",)


def test_a_reason_and_a_ground_are_needed_and_only_one_request_at_a_time(
    person: People, desk: Desk, number: str
) -> None:
    officer = person("epc.officer")
    assert ask(officer, number, "labour") == 422
    assert ask(officer, number, "nothing") == 422
    assert ask(officer, number, "abuse", "exploitation") == 422
    sent = {"to": "abuse", "ground": "violence", "reason": " "}
    assert officer.post(f"/cases/{number}/category", sent).status_code == 422
    assert ask(officer, number, "abuse", "violence") == 302
    assert ask(officer, number, "trafficking") == 409


def test_who_asked_does_not_approve_and_a_caseworker_never_does(
    person: People, desk: Desk, number: str
) -> None:
    supervisor, officer = person("epc.supervisor"), person("epc.officer")
    assert ask(supervisor, number, "trafficking") == 302
    assert approve(supervisor, number, request_id(desk)) == 403
    assert approve(officer, number, request_id(desk)) == 403
    assert approve(person("epc.legal"), number, request_id(desk)) == 403
    assert approve(person("hospital.salmaniya"), number, request_id(desk)) == 404
    assert approve(officer, number, request_id(desk) + 9) == 404
    assert case_of(desk, number).category == "labour"


def test_downwards_needs_a_supervisor_and_the_legal_officer(person: People, desk: Desk, number: str) -> None:
    turned(person, desk, number)
    supervisor, legal, officer = person("epc.supervisor"), person("epc.legal"), person("epc.officer")
    assert ask(officer, number, "labour", "not_confirmed") == 403
    assert ask(supervisor, number, "labour", "not_confirmed") == 302
    assert approve(supervisor, number, request_id(desk)) == 403
    assert case_of(desk, number).category == "trafficking"
    assert approve(legal, number, request_id(desk)) == 302
    assert case_of(desk, number).category == "labour"
    assert desk.task("L07").state == "ready"
    assert harmed(desk.database, [number]) == []


def test_a_legal_officer_who_asks_for_abuse_needs_the_supervisor(
    person: People, desk: Desk, number: str
) -> None:
    turned(person, desk, number)
    legal, supervisor = person("epc.legal"), person("epc.supervisor")
    assert ask(legal, number, "labour") == 403
    assert ask(legal, number, "abuse", "violent_crime_stands") == 302
    refused = supervisor.post(f"/cases/{number}/requests/{request_id(desk)}/approve")
    assert refused.status_code == 422  # the small procedure of abuse has no step A17
    assert "cannot begin at A17" in refused.text
    assert case_of(desk, number).category == "trafficking"


def test_a_refused_request_changes_nothing_and_says_why(person: People, desk: Desk, number: str) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    ask(officer, number, "trafficking")
    address = f"/cases/{number}/requests/{request_id(desk)}/refuse"
    assert person("police.capital").post(address, {"reason": "x"}).status_code == 403
    assert supervisor.post(address, {"reason": " "}).status_code == 422
    assert supervisor.post(address, {"reason": "The account does not show it."}).status_code == 302
    assert supervisor.post(address, {"reason": "again"}).status_code == 409
    assert case_of(desk, number).category == "labour"
    assert ask(officer, number, "trafficking") == 302


def test_the_reason_of_a_request_is_shown_when_asked_for_and_the_reading_logged(
    person: People, desk: Desk, number: str
) -> None:
    ask(person("epc.officer"), number, "trafficking")
    act = desk.last_act("category_asked")
    address = f"/cases/{number}/reasons/{act.id}"
    shown = person("epc.supervisor").post(address)
    assert shown.json == {"value": "She told us more."}
    assert desk.readings()[-1][1] == f"case:reason:{act.id}"
    assert person("police.capital").post(address).status_code == 404
    assert person("epc.manager").post(address).status_code == 403
    assert b"She told us more." not in (act.note or b"")


def test_what_waits_for_approval_is_on_one_page_with_its_deadline(
    person: People, desk: Desk, number: str
) -> None:
    ask(person("epc.officer"), number, "trafficking")
    supervisor = person("epc.supervisor")
    assert number in supervisor.get("/cases/requests").text
    assert "Approve" in supervisor.get(f"/cases/{number}").text
    assert person("police.capital").get("/cases/requests").status_code == 403


def test_two_up_and_one_down_within_thirty_days_are_flagged(
    person: People, desk: Desk, number: str, clock: Clock
) -> None:
    flag = "went up twice and down once"
    turned(person, desk, number, "abuse")
    turned(person, desk, number, "trafficking")
    assert flag not in person("epc.supervisor").get(f"/cases/{number}").text
    assert ask(person("epc.supervisor"), number, "labour") == 302
    assert approve(person("epc.legal"), number, request_id(desk)) == 302
    assert flag in person("epc.supervisor").get(f"/cases/{number}").text
    assert harmed(desk.database, [number]) == []
    clock.passes(days=31)
    assert flag not in person("epc.officer").get(f"/cases/{number}").text


def test_a_completion_costs_what_it_did_and_one_beside_the_procedure_two_statements_more(
    person: People, desk: Desk, number: str
) -> None:
    officer, police = person("epc.officer"), person("police.capital")

    def cost(someone: Person, element: str, answers: dict[str, object]) -> int:
        step = desk.task(element)
        assert someone.claim(step.id).status_code == 302
        with counted(desk.database) as counts:
            assert someone.complete(step.id, answers).status_code == 200
        assert counts["commits"] == 1
        return counts["statements"]

    before = cost(police, "receive", REPORT)
    turned(person, desk, number)
    cost(officer, "T01", {**YES})
    assert cost(officer, "T10", {**YES}) <= before
    assert cost(police, "answer", REPORT) <= before + 2


def test_the_timers_of_a_call_fire_beside_the_procedure(person: People, desk: Desk, number: str) -> None:
    turned(person, desk, number)
    with desk.database.unit_of_work() as session:
        session.execute(update(CaseInstance).where(CaseInstance.call_id.is_not(None)).values(next_due=NOW))
    assert timers.fire_due(desk.database, now=NOW) == 1
    assert timers.fire_due(desk.database, now=NOW) == 0
    assert harmed(desk.database, [number]) == []
