"""Passwords: hashed at the costs of argon2's defaults, and an unknown name takes as long as a wrong password."""

import subprocess
import sys

import argon2
import pytest

from app.administration.users import commands as accounts
from app.agencies import commands, passwords
from app.config import Settings
from app.db import Database
from tests.conftest import NOW


def test_a_password_matches_its_own_hash_alone() -> None:
    stored = passwords.hashed("a long enough password")
    assert passwords.matches(stored, "a long enough password")
    assert not passwords.matches(stored, "a long enough passwore")
    assert not passwords.matches("no hash", "no hash")
    assert argon2.extract_parameters(stored) == argon2.profiles.RFC_9106_LOW_MEMORY


def test_the_hash_of_nobody_costs_what_a_real_one_costs_and_no_password_gives_it() -> None:
    assert argon2.extract_parameters(passwords.NOBODY) == argon2.extract_parameters(
        passwords.hashed("x" * 12)
    )
    for password in ("", "nobody", passwords.NOBODY):
        assert not passwords.matches(passwords.NOBODY, password)


@pytest.mark.parametrize("closed", [False, True], ids=["unknown", "closed"])
def test_a_password_is_compared_once_whether_or_not_the_account_is_there(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch, closed: bool
) -> None:
    database, compared = Database(sqlite_settings), list[str]()
    matches = passwords.matches
    monkeypatch.setattr(passwords, "matches", lambda h, p: (compared.append(h), matches(h, p))[1])
    name = "epc.officer" if closed else "nobody"
    with database.unit_of_work() as session:
        if closed:
            accounts.close_by_name(session, name, now=NOW)
        assert commands.sign_in(session, name, "wrong", now=NOW) is None
    assert compared == [passwords.NOBODY]
    with database.unit_of_work() as session:
        assert commands.sign_in(session, "epc.supervisor", "wrong", now=NOW) is None
    assert len(compared) == 2


def test_starting_computes_no_hash() -> None:
    program = "import argon2\nargon2.PasswordHasher.hash = None\nimport app.factory\n"
    subprocess.run([sys.executable, "-c", program], check=True)
