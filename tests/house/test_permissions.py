"""The permission matrix: every closed address for every kind of person, and every rule of the policy page."""

from collections.abc import Mapping

import pytest
from flask import Flask

from app import policy
from app.config import Settings
from app.db import Database
from app.factory import create_app
from app.models import ROLES
from app.policy import Member
from app.web.wall import OPEN_ENDPOINTS
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import signed

LOOKS = {"officer": 200, "supervisor": 200, "manager": 200, "police": 200, "stranger": 200}
STRANGER = {**LOOKS, "police": 404, "stranger": 404}
SHUT = dict.fromkeys(LOOKS, 403)
ADMINISTRATORS = (
    *(
        "users",
        "add_user",
        "user",
        "reset_password",
        "reopen_user",
        "close_user",
        "unlock_user",
        "end_sign_ins",
    ),
    *("units", "add_unit", "unit", "close_unit", "set_rule", "missions", "add_mission", "mission"),
)
MATRIX: Mapping[str, Mapping[str, int]] = {
    "tasks.home": dict.fromkeys(LOOKS, 302),
    "tasks.inbox": LOOKS,
    "tasks.show": STRANGER,
    "tasks.done": STRANGER,
    # The step is the supervisor's already: whoever knows it is told so, by role or by who holds it.
    "tasks.claim": {**STRANGER, "officer": 409, "supervisor": 409, "manager": 409},
    "tasks.release": {**STRANGER, "officer": 403, "supervisor": 302, "manager": 403},
    "tasks.reassign": {**STRANGER, "officer": 403, "supervisor": 422, "manager": 403},
    "tasks.draft": {**STRANGER, "officer": 409, "supervisor": 422, "manager": 409},
    "tasks.complete": {**STRANGER, "officer": 409, "supervisor": 422, "manager": 409},
    "tasks.skip": {**STRANGER, "officer": 403, "supervisor": 403, "manager": 403},
    "tasks.send_back": {**STRANGER, "officer": 409, "supervisor": 422, "manager": 409},
    "cases.index": LOOKS,
    "cases.open": {**dict.fromkeys(LOOKS, 403), "officer": 200, "supervisor": 200},
    "cases.show": {**LOOKS, "stranger": 404},
    "cases.choose_unit": {"officer": 422, "supervisor": 422, "manager": 403, "police": 403, "stranger": 404},
    "cases.waiting": {**LOOKS, "police": 403, "stranger": 403},
    "cases.ask_category": {**dict.fromkeys(LOOKS, 422), "stranger": 404},
    "cases.ask_reopening": {
        "officer": 409,
        "supervisor": 409,
        "manager": 403,
        "police": 403,
        "stranger": 404,
    },
    "cases.approve": dict.fromkeys(LOOKS, 404),
    "cases.refuse": dict.fromkeys(LOOKS, 404),
    "cases.record_path": {"officer": 422, "supervisor": 422, "manager": 403, "police": 403, "stranger": 404},
    "cases.reveal_name": {**LOOKS, "manager": 403, "stranger": 404},
    "cases.reveal": {**LOOKS, "manager": 403, "police": 404, "stranger": 404},
    "cases.reveal_reason": {**LOOKS, "manager": 403, "police": 404, "stranger": 404},
    "search.show": LOOKS,
    "imports.index": {**dict.fromkeys(LOOKS, 403), "supervisor": 200},
    "imports.template_file": {**dict.fromkeys(LOOKS, 403), "supervisor": 200},
    "imports.show": dict.fromkeys(LOOKS, 404),  # this case began without paper
    "definitions.index": LOOKS,
    "definitions.show": LOOKS,
    "definitions.diagram": LOOKS,
    "agencies.change_password": LOOKS,
    "definitions.deadlines": {**SHUT, "supervisor": 200},
    "definitions.set_deadlines": {**SHUT, "supervisor": 302},
    "administration.index": {**SHUT, "supervisor": 302},
    "administration.holidays": {**SHUT, "supervisor": 200},
    "administration.preview_holiday": {**SHUT, "supervisor": 422},
    "administration.add_holiday": {**SHUT, "supervisor": 422},
    "administration.remove_holiday": {**SHUT, "supervisor": 404},
    "administration.announce_holiday": {**SHUT, "supervisor": 404},
    "administration.fill_holidays": {**SHUT, "supervisor": 302},
    "administration.recount_deadlines": {**SHUT, "supervisor": 302},
    # What only an administrator does is tested in tests/administration; here is who does not.
    **{f"administration.{page}": SHUT for page in ADMINISTRATORS},
    "notices.index": LOOKS,
    "notices.read_all": dict.fromkeys(LOOKS, 302),
    "notices.read": dict.fromkeys(LOOKS, 302),
    "notices.settings": LOOKS,
    "notices.choose": dict.fromkeys(LOOKS, 422),
    "operations.index": dict.fromkeys(LOOKS, 403),
    "operations.retry": dict.fromkeys(LOOKS, 403),
    "operations.discard": dict.fromkeys(LOOKS, 403),
    # The last one: nobody is signed in after it.
    "agencies.sign_out": dict.fromkeys(LOOKS, 302),
}
"""What each closed endpoint answers: to the custodian's people, a unit with a step of its own, and a stranger."""

PEOPLE = {
    "officer": "epc.officer",
    "supervisor": "epc.supervisor",
    "manager": "epc.manager",
    "police": "police.capital",
    "stranger": "hospital.salmaniya",
}


@pytest.fixture
def house(sqlite_settings: Settings) -> Flask:
    return create_app(sqlite_settings)


@pytest.fixture
def desk(house: Flask) -> Desk:
    """A case that the police have had a step in and whose last step the supervisor holds."""
    database: Database = house.extensions["database"]
    desk = Desk(database)
    officer, supervisor, police = (
        Person.signed_in(house, PEOPLE[w]) for w in ("officer", "supervisor", "police")
    )
    asked = signed(officer, supervisor, desk)
    police.claim(asked)
    police.complete(asked, {"account": "done"})
    supervisor.claim(desk.task("file").id)
    handed_on = {"colleague": 2, "reason": "It is mine already."}
    assert supervisor.post(f"/tasks/{desk.task('file').id}/reassign", handed_on).status_code == 302
    return desk


def test_every_closed_endpoint_is_in_the_matrix(house: Flask) -> None:
    assert set(house.view_functions) - OPEN_ENDPOINTS == set(MATRIX)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_endpoint_answers_as_the_matrix_says(house: Flask, desk: Desk, who: str) -> None:
    person = Person.signed_in(house, PEOPLE[who])
    values = {
        "task_id": desk.task("file").id,
        "number": desk.case().number,
        "key": "report_case",
        "version": 1,
        "process_id": "report_case",
        "field": "account",
        "request_id": 1,
        "act_id": desk.last_act("reassigned").id,
        "user_id": 1,
        "unit_code": "POL-CAP",
        "party": "LMR",
        "mission_id": 1,
        "notice_id": 1,
        "job_id": 1,
        "code": "en",
    }
    for endpoint, wanted in MATRIX.items():
        rule = next(house.url_map.iter_rules(endpoint))
        named = {name: values[name] for name in rule.arguments}
        if endpoint == "cases.reveal":
            named["task_id"] = desk.task("write").id
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        address = house.url_map.bind("localhost").build(endpoint, named, method=method)
        answer = _asked(person, method, address, endpoint)
        assert answer == wanted[who], (who, endpoint, answer)


def _asked(person: Person, method: str, address: str, endpoint: str) -> int:
    if method == "GET":
        return person.get(address).status_code
    if endpoint in ("tasks.draft", "tasks.complete"):
        # Answers that are none are refused before anybody asks who sends them.
        body = {"answers": {"agreed": "maybe" if endpoint == "tasks.complete" else 1}}
        status = person.send(address, body).status_code
        return 422 if endpoint == "tasks.draft" and status == 200 else status
    if endpoint == "tasks.release" and person.username == PEOPLE["supervisor"]:
        assert person.post(address).status_code == 302
        return person.claim(int(address.split("/")[2])).status_code
    return person.post(address, {"key": "", "to": "x", "reason": "r", "colleague": "0"}).status_code


def member(role: str, unit: str = "EPC", party: str = "EPC") -> Member:
    return Member(1, "u", "n", "n", unit, "n", "n", party, role, "en")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_of_the_custodian_may_what_its_work_needs(role: str) -> None:
    user = member(role)
    team = role in ("caseworker", "supervisor")
    assert policy.may_open_case(user) == policy.may_choose_unit(user) == team
    assert policy.may_see_all_cases(user) == (role != "administrator")
    works = role in ("caseworker", "medical", "legal", "supervisor")
    assert policy.may_reveal_name(user) == policy.may_read_paper_file(user) == works
    assert policy.may_find_people(user) == (role != "administrator")
    assert policy.may_enter_paper_files(user) == (role == "supervisor")
    reveal = {
        kind: policy.may_reveal(user, kind, "EPC", is_officer=False, shares_call=False)
        for kind in ("sensitive", "medical", "address")
    }
    assert reveal == {
        "sensitive": works,
        "medical": role == "medical",
        "address": role == "supervisor",
    }


@pytest.mark.parametrize("role", ROLES)
def test_no_role_of_another_unit_opens_cases_or_sees_what_is_not_its_own(role: str) -> None:
    user = member(role, "HSP-SMC", "HSP")
    assert not policy.may_open_case(user)
    assert not policy.may_choose_unit(user)
    assert not policy.may_see_all_cases(user)
    assert not policy.may_see_answers(user, "EPC", shares_call=False)
    works = role in ("caseworker", "medical", "legal", "supervisor")
    assert not policy.may_enter_paper_files(user)
    assert not policy.may_read_paper_file(user)
    assert policy.may_find_people(user) == works
    assert policy.may_see_answers(user, "EPC", shares_call=True) == (role != "administrator")
    assert policy.may_reveal(user, "sensitive", "EPC", is_officer=False, shares_call=True) == works
    assert not policy.may_reveal(user, "sensitive", "EPC", is_officer=False, shares_call=False)
    assert not policy.may_reveal(user, "address", "HSP-SMC", is_officer=False, shares_call=True)
    assert policy.may_reveal(user, "medical", "HSP-SMC", is_officer=False, shares_call=False) == works


@pytest.mark.parametrize("role", ROLES)
def test_administrators_keep_accounts_and_directory_and_the_custodian_s_supervisor_the_deadlines(
    role: str,
) -> None:
    own, other = member(role), member(role, "LMR-GRV", "LMR")
    keeps = role == "administrator"
    assert policy.may_keep_accounts(own) == policy.may_keep_directory(own) == keeps
    assert policy.may_keep_calendar(own) == (keeps or role == "supervisor")
    assert policy.may_keep_calendar(other) == keeps
    assert policy.may_set_deadlines(own) == (role == "supervisor")
    assert not policy.may_set_deadlines(other)


def test_a_medical_finding_is_not_for_the_custodian_s_caseworker_even_as_case_officer() -> None:
    officer = member("caseworker")
    assert not policy.may_reveal(officer, "medical", "EPC", is_officer=True, shares_call=True)
    assert policy.may_reveal(officer, "address", "EPC-SHL", is_officer=True, shares_call=False)


def test_the_shelter_reads_its_own_address() -> None:
    shelter = member("caseworker", "EPC-SHL", "SHL")
    assert policy.may_reveal(shelter, "address", "EPC-SHL", is_officer=False, shares_call=False)
