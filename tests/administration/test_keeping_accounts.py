"""An administrator keeps accounts: finds, makes, changes, closes and opens them again; every deed is audited."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.db import Database
from app.models import Unit, User
from tests.administration.house_chain import is_whole, last_line
from tests.conftest import NOW
from tests.desk import Desk
from tests.people import Person, sign_in, token_of
from tests.tasks.working import REPORT, begin

People = Callable[[str], Person]
NEW = {
    "username": "new.officer",
    "name": "New officer",
    "name_ar": "موظف جديد",
    "unit": "EPC",
    "role": "caseworker",
    "language": "ar",
}
OFFICER = {"name": "Caseworker", "name_ar": "موظف", "unit": "EPC", "role": "caseworker", "language": ""}


def account(database: Database, username: str) -> User:
    with database.reading() as session:
        return session.scalars(select(User).where(User.username == username)).one()


def page_of(database: Database, username: str) -> str:
    return f"/administration/users/{account(database, username).id}"


def shown_password(page: str) -> str:
    found = re.search(r'id="one-time-password">([^<]+)<', page)
    assert found
    return found[1]


def test_an_account_is_found_by_name_unit_role_and_state(administrator: Person) -> None:
    for question in ("q=EPC.OFFICER", "q=موظف", "unit=POL-CAP", "role=medical", "state=open"):
        assert "/administration/users/" in administrator.get(f"/administration/users?{question}").text
    assert "police.capital" not in administrator.get("/administration/users?q=epc.officer").text
    for question in ("q=nobody", "q=%25", "q=_", "state=closed", "state=locked", "unit=NOWHERE"):
        assert "No account fits" in administrator.get(f"/administration/users?{question}").text


def test_a_new_account_gets_a_password_that_is_shown_once_and_must_be_changed(
    app: Flask, administrator: Person, database: Database
) -> None:
    answer = administrator.post("/administration/users/add", NEW)
    password = shown_password(answer.text)
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password)
    assert password not in administrator.get(page_of(database, "new.officer")).text
    act, facts = last_line(database)
    assert (act, facts["role"], password in str(facts)) == ("user_added", "caseworker", False)

    new = Person("new.officer", app.test_client(), token="")
    assert sign_in(new.client, "new.officer", password).status_code == 302
    assert new.get("/tasks/").headers["Location"] == "/password"
    new.token = token_of(new.get("/password").text)
    assert new.post("/cases/open", {"key": "labour_case"}).status_code == 403
    own = {"before": password, "password": "my own long password", "again": "my own long password"}
    assert new.post("/password", own).status_code == 302
    assert new.get("/tasks/").status_code == 200
    assert sign_in(app.test_client(), "new.officer", password).status_code == 422
    assert sign_in(app.test_client(), "new.officer", "my own long password").status_code == 302
    assert is_whole(database)


def test_every_problem_of_a_new_account_stands_at_its_field_and_what_was_typed_stays(
    administrator: Person, database: Database
) -> None:
    answer = administrator.post(
        "/administration/users/add",
        {
            "username": "two words",
            "name": "Kept",
            "name_ar": "",
            "unit": "NOWHERE",
            "role": "king",
            "language": "xx",
        },
    )
    assert answer.status_code == 422
    for field in ("username", "name_ar", "unit", "role", "language"):
        assert f'id="{field}-problem"' in answer.text, field
    assert 'id="name-problem"' not in answer.text
    assert 'value="Kept"' in answer.text


def test_a_name_that_is_taken_is_told_at_its_field(administrator: Person) -> None:
    answer = administrator.post("/administration/users/add", {**NEW, "username": "epc.officer"})
    assert answer.status_code == 409
    assert 'id="username-problem"' in answer.text


def test_a_unit_that_lists_its_roles_takes_no_other(administrator: Person, database: Database) -> None:
    with database.unit_of_work() as session:
        session.execute(update(Unit).where(Unit.code == "EPC").values(roles="supervisor manager"))
    answer = administrator.post("/administration/users/add", NEW)
    assert answer.status_code == 422
    assert 'id="role-problem"' in answer.text
    assert administrator.post("/administration/users/add", {**NEW, "role": "manager"}).status_code == 200


def test_who_moves_to_another_unit_leaves_the_open_steps_behind(
    person: People, administrator: Person, database: Database, desk: Desk
) -> None:
    step = begin(person("epc.officer"), database)
    moved = {**OFFICER, "unit": "EPC-SHL"}
    assert administrator.post(page_of(database, "epc.officer"), moved).status_code == 302
    assert (desk.task("write").id, desk.task("write").assignee_id) == (step, None)
    assert account(database, "epc.officer").unit == "EPC-SHL"
    assert last_line(database)[1]["steps"] == 1
    assert desk.acts()[-1] == "task_released"
    supervisor = person("epc.supervisor")
    assert supervisor.claim(step).status_code == 302
    assert supervisor.complete(step, REPORT).status_code == 200
    assert is_whole(database)


def test_another_name_leaves_the_steps_where_they_are(
    person: People, administrator: Person, database: Database, desk: Desk
) -> None:
    begin(person("epc.officer"), database)
    renamed = {**OFFICER, "name": "Other name"}
    assert administrator.post(page_of(database, "epc.officer"), renamed).status_code == 302
    assert desk.task("write").assignee_id == account(database, "epc.officer").id
    act, facts = last_line(database)
    assert act == "user_changed"
    assert "Other name" not in str(facts)


def test_a_reset_ends_the_sign_ins_and_lifts_the_lock_out(
    app: Flask, person: People, administrator: Person, database: Database
) -> None:
    officer = person("epc.officer")
    with database.unit_of_work() as session:
        session.execute(
            update(User).where(User.username == "epc.officer").values(locked_until=NOW + timedelta(days=9999))
        )
    answer = administrator.post(f"{page_of(database, 'epc.officer')}/password")
    assert officer.get("/tasks/").status_code == 302
    assert sign_in(app.test_client(), "epc.officer", shown_password(answer.text)).status_code == 302
    assert last_line(database)[0] == "sign_in"


def test_an_unlocked_account_keeps_its_password(
    app: Flask, administrator: Person, database: Database
) -> None:
    with database.unit_of_work() as session:
        session.execute(
            update(User).where(User.username == "epc.officer").values(locked_until=NOW + timedelta(days=9999))
        )
    page = page_of(database, "epc.officer")
    assert "Unlock" in administrator.get(page).text
    assert sign_in(app.test_client(), "epc.officer").status_code == 403
    assert administrator.post(f"{page}/unlock").status_code == 302
    assert last_line(database)[0] == "user_unlocked"
    assert sign_in(app.test_client(), "epc.officer").status_code == 302


def test_a_closed_account_is_shut_out_at_once_and_its_steps_go_back(
    app: Flask, person: People, administrator: Person, database: Database, desk: Desk
) -> None:
    officer = person("epc.officer")
    begin(officer, database)
    page = page_of(database, "epc.officer")
    assert administrator.post(f"{page}/close").status_code == 302
    assert officer.get("/tasks/").status_code == 302
    assert sign_in(app.test_client(), "epc.officer").status_code == 422
    assert (desk.task("write").state, desk.task("write").assignee_id) == ("ready", None)
    assert last_line(database) == ("user_closed", {"user": account(database, "epc.officer").id, "steps": 1})
    assert administrator.post(f"{page}/password").status_code == 409
    answer = administrator.post(f"{page}/reopen")
    assert sign_in(app.test_client(), "epc.officer", shown_password(answer.text)).status_code == 302
    assert administrator.post(f"{page}/reopen").status_code == 409
    assert is_whole(database)


def test_all_sign_ins_of_a_person_end(person: People, administrator: Person, database: Database) -> None:
    devices = [person("epc.officer"), person("epc.officer")]
    assert administrator.post(f"{page_of(database, 'epc.officer')}/end-sign-ins").status_code == 302
    assert [device.get("/tasks/").status_code for device in devices] == [302, 302]
    assert last_line(database)[1]["count"] == 2
    assert person("epc.officer").get("/tasks/").status_code == 200


def test_an_administrator_can_neither_close_nor_demote_the_own_account(
    administrator: Person, database: Database
) -> None:
    page = page_of(database, "epc.administrator")
    assert administrator.post(f"{page}/close").status_code == 409
    answer = administrator.post(page, {**OFFICER, "role": "caseworker"})
    assert answer.status_code == 422
    assert 'id="role-problem"' in answer.text


@pytest.mark.parametrize("deed", ["", "/password", "/close", "/reopen", "/unlock", "/end-sign-ins"])
def test_nobody_else_keeps_accounts_and_who_is_not_there_is_not_found(
    person: People, administrator: Person, database: Database, deed: str
) -> None:
    page = page_of(database, "epc.officer")
    assert person("epc.supervisor").post(page + deed, OFFICER).status_code == 403
    assert administrator.post(f"/administration/users/99999{deed}", OFFICER).status_code == 404


def test_the_pages_speak_arabic(administrator: Person) -> None:
    administrator.post("/language/ar")
    assert 'dir="rtl"' in administrator.get("/administration/users").text
