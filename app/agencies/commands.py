"""Signing in and out and keeping accounts: lock-out after failures, new passwords, language."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app import audit, db
from app.agencies import accounts, passwords, queries
from app.agencies.accounts import Profile
from app.errors import Invalid, NotPermitted, say
from app.models import SignInSession, User
from app.policy import Member

SESSION_BYTES = 16

WRONG = say("The name or the password is not right. Check both and try again.")
NOT_YOUR_PASSWORD = say("This is not your password. Type the one you signed in with.")
LOCKED = say(
    "This account is locked for a while after too many tries. Wait some minutes or ask your supervisor."
)


def sign_in(session: Session, username: str, password: str, *, now: datetime) -> Member | None:
    """The member who signed in, or nothing; a failure is counted and recorded, so the caller must commit it.

    Raises NotPermitted while the account is locked out.
    """
    user = accounts.held(session, User.username == username)
    if user is None or not user.active:
        passwords.matches(passwords.NOBODY, password)
        return None
    if user.locked_until and user.locked_until > now:
        raise NotPermitted(LOCKED)
    if not passwords.matches(user.password_hash, password):
        _count_failure(session, user, now)
        return None
    user.failed_attempts, user.locked_until = 0, None
    made = SignInSession(id=secrets.token_hex(SESSION_BYTES), user_id=user.id, made_at=now)
    session.add(made)
    audit.record_house(session, user.id, "sign_in", at=now)
    session.flush()
    return queries.signed_in(session, made.id)


def sign_out(session: Session, user: Member, *, now: datetime) -> None:
    """End the sign-in of `user` for good, also for who holds a copy of its cookie; other devices stay signed in."""
    if accounts.end_sign_ins(session, SignInSession.id == user.session_id, now):
        audit.record_house(session, user.id, "sign_out", at=now)


def _count_failure(session: Session, user: User, now: datetime) -> None:
    settings = db.settings(session)
    user.failed_attempts += 1
    if user.failed_attempts >= settings.sign_in_attempts:
        user.failed_attempts = 0
        user.locked_until = now + timedelta(minutes=settings.lock_out_minutes)
    audit.record_house(session, user.id, "sign_in_failed", at=now, locked=user.locked_until is not None)


def change_password(
    session: Session, user: Member, before: str, password: str, again: str, *, now: datetime
) -> bool:
    """Let a person choose a new password; the sign-ins on other devices end.

    False when `before` is not the password: the failure is counted and recorded, so the caller must commit it.
    Raises Invalid with every problem of the new one, NotPermitted while the account is locked out.
    """
    account = accounts.held(session, User.id == user.id)
    assert account is not None
    if account.locked_until and account.locked_until > now:
        raise NotPermitted(LOCKED)
    if not passwords.matches(account.password_hash, before):
        _count_failure(session, account, now)
        return False
    _refuse_new(before, password, again)
    account.password_hash, account.must_change_password = passwords.hashed(password), False
    account.failed_attempts = 0
    others = (SignInSession.user_id == user.id) & (SignInSession.id != user.session_id)
    accounts.end_sign_ins(session, others, now)
    audit.record_house(session, user.id, "password_changed", at=now, user=user.id)
    return True


def _refuse_new(before: str, password: str, again: str) -> None:
    problems: accounts.Faults = {}
    if fault := passwords.fault(password):
        problems["password"] = [fault]
    elif password == before:
        problems["password"] = [say("This is the password you have. Choose another one.")]
    if again != password:
        problems["again"] = [say("The two new passwords differ. Type the new one twice.")]
    if problems:
        raise Invalid(say("The password was not changed."), problems)


def choose_language(session: Session, user: Member, language: str) -> None:
    """Remember the language a person reads."""
    account = session.get_one(User, user.id)
    account.language = language


def add_user(
    session: Session,
    *,
    username: str,
    name: str,
    name_ar: str,
    unit: str,
    role: str,
    password: str,
    now: datetime,
) -> User:
    """Make an account on the command line; raises Invalid with every problem, Conflict when the name is taken."""
    profile = Profile(name, name_ar, unit, role)
    return accounts.make(session, None, username, profile, password, one_time=False, now=now)


def set_password(session: Session, username: str, password: str, *, now: datetime) -> None:
    """Give an account a new password, end its sessions and its lock-out; raises NotFound and Invalid."""
    if fault := passwords.fault(password):
        raise Invalid(fault)
    user = accounts.named(session, username)
    accounts.give_password(session, user, password, one_time=False, now=now)
    audit.record_house(session, None, "password_set", at=now, user=user.id)
