"""Accounts: made with every problem told at once, given new passwords, closed."""

import pytest
from sqlalchemy import select

from app.administration.users import commands as accounts
from app.agencies import commands
from app.config import Settings
from app.db import Database
from app.errors import Conflict, Invalid, NotFound
from app.models import AuditEvent, User
from tests.conftest import NOW
from tests.races.racing import Pair, at_once

GOOD = {
    "username": "new.officer",
    "name": "Caseworker",
    "name_ar": "موظف",
    "unit": "EPC",
    "role": "caseworker",
    "password": "a long enough password",
}


def add(database: Database, **changes: str) -> None:
    with database.unit_of_work() as session:
        commands.add_user(session, **{**GOOD, **changes}, now=NOW)


def test_a_new_account_signs_in(database: Database) -> None:
    add(database)
    with database.unit_of_work() as session:
        member = commands.sign_in(session, GOOD["username"], GOOD["password"], now=NOW)
    assert member is not None
    assert (member.unit, member.role, member.is_custodian) == ("EPC", "caseworker", True)


def test_every_problem_of_a_new_account_is_told_at_once(database: Database) -> None:
    with pytest.raises(Invalid) as refused:
        add(database, username="two words", unit="NOWHERE", role="king", password="short")
    assert set(refused.value.fields) == {"username", "unit", "role", "password"}


@pytest.mark.parametrize("username", ["", " ", "x" * 81, "a\tb", "a\0b", "a\u200fb"])
def test_a_name_that_nobody_could_type_or_no_table_could_hold_is_refused(
    sqlite_settings: Settings, username: str
) -> None:
    with pytest.raises(Invalid):
        add(Database(sqlite_settings), username=username)


def test_a_password_is_neither_too_short_nor_longer_than_is_compared(sqlite_settings: Settings) -> None:
    database = Database(sqlite_settings)
    for length in (0, 11, 501):
        with pytest.raises(Invalid):
            add(database, password="p" * length)
        with pytest.raises(Invalid), database.unit_of_work() as session:
            commands.set_password(session, "epc.officer", "p" * length, now=NOW)
    add(database, password="p" * 500)
    with database.unit_of_work() as session:
        assert commands.sign_in(session, GOOD["username"], "p" * 499, now=NOW) is None
        assert commands.sign_in(session, GOOD["username"], "p" * 500, now=NOW) is not None


def test_a_name_is_given_once(database: Database) -> None:
    add(database)
    with pytest.raises(Conflict):
        add(database)


def test_of_two_who_ask_for_one_name_at_one_moment_one_gets_it(database: Database) -> None:
    both = [lambda session: commands.add_user(session, **GOOD, now=NOW)] * 2
    assert at_once(database, both) == Pair(won=1, refused=1)


def test_an_account_that_is_not_there_is_not_found(sqlite_settings: Settings) -> None:
    with Database(sqlite_settings).unit_of_work() as session:
        with pytest.raises(NotFound):
            commands.set_password(session, "nobody", "a long enough password", now=NOW)
        with pytest.raises(NotFound):
            accounts.close_by_name(session, "nobody", now=NOW)


def test_each_deed_is_a_line_of_the_house_s_audit_without_password_or_name(database: Database) -> None:
    add(database)
    with database.unit_of_work() as session:
        commands.set_password(session, GOOD["username"], "another long password", now=NOW)
        accounts.close_by_name(session, GOOD["username"], now=NOW)
    with database.reading() as session:
        lines = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(3)).all()
        hashed = session.scalars(select(User.password_hash).where(User.username == GOOD["username"])).one()
    assert [line.act for line in lines] == ["user_closed", "password_set", "user_added"]
    assert not any(secret in line.facts for line in lines for secret in ("password", "Caseworker", hashed))
    assert hashed.startswith("$argon2id$")
