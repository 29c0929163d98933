"""Signing out: it ends one sign-in on the server, so that a copy of its cookie is worth nothing."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.administration.users import commands as accounts
from app.agencies import commands, queries
from app.agencies.demo import PASSWORD
from app.db import Database
from app.models import AuditEvent, SignInSession
from app.policy import Member
from tests.conftest import NOW
from tests.desk import Clock
from tests.people import Person
from tests.races.racing import Pair, at_once

People = Callable[[str], Person]


def copy_of(app: Flask, person: Person) -> FlaskClient:
    """Another browser that sends a copy of the cookie."""
    cookie = person.client.get_cookie("session")
    assert cookie
    thief = app.test_client()
    thief.set_cookie("session", cookie.value)
    return thief


def house_acts(database: Database) -> list[str]:
    with database.reading() as session:
        lines = select(AuditEvent.act).where(AuditEvent.chain == "house").order_by(AuditEvent.seq)
        return list(session.scalars(lines))


def test_who_has_signed_out_is_outside(person: People) -> None:
    officer = person("epc.officer")
    answer = officer.post("/sign-out")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in")
    assert officer.get("/tasks/").status_code == 302


def test_a_copied_cookie_ends_with_the_sign_in_it_was_copied_from(app: Flask, person: People) -> None:
    officer = person("epc.officer")
    first = officer.open_case()
    thief = copy_of(app, officer)
    assert thief.get(f"/tasks/{first}").status_code == 200
    officer.post("/sign-out")
    answer = thief.get(f"/tasks/{first}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/sign-in?next=/tasks/{first}")
    sent = thief.post(f"/tasks/{first}/draft", json={"answers": {}}, headers={"X-CSRFToken": officer.token})
    assert sent.status_code == 401


def test_other_devices_of_the_same_person_stay_signed_in(person: People) -> None:
    at_the_desk, at_home, colleague = person("epc.officer"), person("epc.officer"), person("epc.supervisor")
    at_the_desk.post("/sign-out")
    assert at_home.get("/tasks/").status_code == 200
    assert colleague.get("/tasks/").status_code == 200


def test_signing_in_anew_in_one_browser_ends_what_was_there_before(app: Flask, person: People) -> None:
    officer = person("epc.officer")
    thief = copy_of(app, officer)
    assert officer.post("/sign-in", {"username": "epc.supervisor", "password": PASSWORD}).status_code == 302
    assert thief.get("/tasks/").status_code == 302
    assert officer.get("/tasks/").status_code == 200


def test_a_wrong_password_ends_nothing(person: People) -> None:
    officer = person("epc.officer")
    assert officer.post("/sign-in", {"username": "epc.supervisor", "password": "wrong"}).status_code == 422
    assert officer.get("/tasks/").status_code == 200


@pytest.mark.parametrize("ending", ["password", "close"])
def test_a_new_password_or_a_closed_account_ends_every_session_at_once(
    person: People, database: Database, clock: Clock, ending: str
) -> None:
    here, there = person("epc.officer"), person("epc.officer")
    first = here.open_case()
    with database.unit_of_work() as session:
        if ending == "password":
            commands.set_password(session, "epc.officer", "another good password", now=clock.now)
        else:
            accounts.close_by_name(session, "epc.officer", now=clock.now)
    for somewhere in (here, there):
        assert somewhere.get("/tasks/").status_code == 302
        assert somewhere.send(f"/tasks/{first}/complete", {"answers": {}}).status_code == 401


def test_a_sign_out_is_one_line_of_the_audit_however_often_it_is_sent(
    database: Database, person: People
) -> None:
    with database.unit_of_work() as session:
        member = commands.sign_in(session, "epc.officer", PASSWORD, now=NOW)
        assert member
    for _ in range(2):
        with database.unit_of_work() as session:
            commands.sign_out(session, member, now=NOW)
    assert house_acts(database)[-2:] == ["sign_in", "sign_out"]
    with database.reading() as session:
        made = session.get_one(SignInSession, member.session_id)
        assert (made.user_id, made.made_at, made.ended_at) == (member.id, NOW, NOW)


def test_signing_in_and_out_at_one_moment_do_not_get_in_each_other_s_way(database: Database) -> None:
    def enter() -> Member:
        with database.unit_of_work() as session:
            member = commands.sign_in(session, "epc.officer", PASSWORD, now=NOW)
            assert member
            return member

    for _ in range(10):
        inside = [enter() for _ in range(2)]
        both = [
            *(lambda session, m=m: commands.sign_out(session, m, now=NOW) for m in inside),
            *2 * [lambda session: commands.sign_in(session, "epc.officer", PASSWORD, now=NOW)],
        ]
        assert at_once(database, both) == Pair(won=4, refused=0)
        with database.reading() as session:
            assert not any(queries.signed_in(session, member.session_id) for member in inside)
