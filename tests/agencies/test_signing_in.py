"""Signing in: who gets in, who is locked out for how long, and when a session is over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.administration.users import commands as accounts
from app.agencies import commands
from app.agencies.demo import PASSWORD
from app.config import Settings
from app.db import Database
from app.models import AuditEvent, User
from tests.desk import Clock
from tests.people import Person, sign_in, token_of

People = Callable[[str], Person]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One kind of database is enough here, but for the count of wrong passwords, which is tested on both."""
    return sqlite_settings


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def inside(client: FlaskClient) -> bool:
    return client.get("/tasks/").status_code == 200


def test_the_right_password_opens_the_inbox(client: FlaskClient) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tasks/")
    assert inside(client)
    assert client.get("/sign-in").headers["Location"] == "/tasks/"


def test_blanks_around_a_name_do_not_matter(client: FlaskClient) -> None:
    assert sign_in(client, " epc.officer ").status_code == 302


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("epc.officer", "wrong"),
        ("epc.officer", ""),
        ("epc.officer", PASSWORD + " "),
        ("nobody", PASSWORD),
        ("", ""),
        ("epc.officer' --", PASSWORD),
        ("x" * 10_000, "y" * 10_000),
    ],
)
def test_a_wrong_name_and_a_wrong_password_read_the_same(
    client: FlaskClient, name: str, password: str
) -> None:
    refused = sign_in(client, name, password)
    assert refused.status_code == 422
    assert "The name or the password is not right" in refused.text
    assert not inside(client)


def test_after_five_wrong_passwords_the_account_is_locked_for_a_quarter_of_an_hour(
    client: FlaskClient, clock: Clock, database: Database
) -> None:
    for _ in range(5):
        assert sign_in(client, password="wrong").status_code == 422
    locked = sign_in(client)
    assert locked.status_code == 403
    assert "locked for a while" in locked.text
    assert sign_in(client.application.test_client(), "epc.supervisor").status_code == 302
    clock.passes(minutes=14, seconds=59)
    assert sign_in(client).status_code == 403
    clock.passes(seconds=1)
    assert sign_in(client).status_code == 302
    with database.reading() as session:
        acts = session.scalars(select(AuditEvent.act).where(AuditEvent.chain == "house")).all()
    assert acts.count("sign_in_failed") == 5


def test_a_good_sign_in_forgets_the_wrong_passwords_before_it(client: FlaskClient) -> None:
    for _ in range(2):
        for _ in range(4):
            assert sign_in(client, password="wrong").status_code == 422
        assert sign_in(client).status_code == 302
        client = client.application.test_client()


def test_a_new_password_ends_the_lock_out(client: FlaskClient, clock: Clock, database: Database) -> None:
    for _ in range(5):
        sign_in(client, password="wrong")
    with database.unit_of_work() as session:
        commands.set_password(session, "epc.officer", "another good password", now=clock.now)
    assert sign_in(client, password="another good password").status_code == 302


def test_the_session_is_new_after_signing_in(client: FlaskClient) -> None:
    client.get("/sign-in")
    before = client.get_cookie("session")
    with client.session_transaction() as kept:
        kept["planted"] = "by somebody else"
    sign_in(client)
    assert client.get_cookie("session") != before
    with client.session_transaction() as kept:
        assert "planted" not in kept


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(
    sqlite_settings: Settings, client: FlaskClient
) -> None:
    cookie = sign_in(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_an_idle_session_ends_and_says_so(app: Flask, person: People) -> None:
    officer = person("epc.officer")
    first = officer.open_case()
    app.permanent_session_lifetime = timedelta(seconds=-1)  # whatever was signed before now is too old
    page = officer.get(f"/tasks/{first}?x=1")
    assert (page.status_code, page.headers["Location"]) == (302, f"/sign-in?next=/tasks/{first}?x%3D1")
    saved = officer.send(f"/tasks/{first}/draft", {"answers": {}})
    assert saved.status_code == 401
    assert "Your session is over" in saved.json["message"]
    assert officer.claim(first).status_code == 401


def test_a_closed_account_does_not_sign_in(client: FlaskClient, database: Database, clock: Clock) -> None:
    with database.unit_of_work() as session:
        accounts.close_by_name(session, "epc.officer", now=clock.now)
    assert sign_in(client).status_code == 422


@pytest.mark.parametrize("name", ["", "1", "1.0", "0" * 32, "f" * 400, "%", "' OR 1=1 --"])
def test_a_session_that_names_nobody_is_no_session(client: FlaskClient, name: str) -> None:
    with client.session_transaction() as kept:
        kept["_user_id"] = name
    assert client.get("/tasks/").status_code == 302


def test_one_goes_on_where_one_was_sent_from(client: FlaskClient) -> None:
    asked = client.get("/cases/?q=NRM&status=draft")
    assert asked.status_code == 302
    answer = sign_in(client, address=asked.headers["Location"])
    assert answer.headers["Location"] == "/cases/?q=NRM&status=draft"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/ /evil.example",
        "/\x00/evil.example",
        "javascript:alert(1)",
        "evil.example",
    ],
)
def test_no_link_leads_out_of_the_house(client: FlaskClient, person: People, target: str) -> None:
    answer = client.post(
        "/sign-in",
        query_string={"next": target},
        data={
            "username": "epc.officer",
            "password": PASSWORD,
            "csrf_token": token_of(client.get("/sign-in").text),
        },
    )
    assert answer.headers.get("Location", "/tasks/") == "/tasks/"
    assert client.post("/language/ar", data={"next": target}).headers.get("Location", "/tasks/") == "/tasks/"


def test_a_sign_in_from_another_site_is_refused(client: FlaskClient) -> None:
    for sent in ({}, {"csrf_token": ""}, {"csrf_token": "forged"}):
        answer = client.post("/sign-in", data={"username": "epc.officer", "password": PASSWORD, **sent})
        assert answer.status_code == 400
    assert not inside(client)


def test_outside_a_demonstration_no_account_is_told(sqlite_settings: Settings) -> None:
    from dataclasses import replace

    from app.factory import create_app

    real = create_app(replace(sqlite_settings, demo=False, secure_cookies=True))
    page = real.test_client().get("/sign-in", base_url="https://ihala.example")
    assert "epc.officer" not in page.text
    assert PASSWORD not in page.text
    assert "max-age" in page.headers["Strict-Transport-Security"]
    assert "Secure" in page.headers["Set-Cookie"]


def test_an_account_counts_its_wrong_passwords(database: Database, clock: Clock) -> None:
    with database.unit_of_work() as session:
        assert commands.sign_in(session, "epc.officer", "wrong", now=clock.now) is None
    with database.reading() as session:
        assert session.scalars(select(User.failed_attempts).where(User.username == "epc.officer")).one() == 1
