"""Signing in and out and keeping accounts: lock-out after failures, new passwords, language."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import audit, db
from app.agencies import passwords, queries
from app.errors import Conflict, Invalid, NotFound, NotPermitted, say
from app.models import ROLES, SignInSession, Unit, User
from app.policy import Member

NAME_SIGNS = 80
SESSION_BYTES = 16

WRONG = say("The name or the password is not right. Check both and try again.")
LOCKED = say(
    "This account is locked for a while after too many tries. Wait some minutes or ask your supervisor."
)


def sign_in(session: Session, username: str, password: str, *, now: datetime) -> Member | None:
    """The member who signed in, or nothing; a failure is counted and recorded, so the caller must commit it.

    Raises NotPermitted while the account is locked out.
    """
    user = _locked(session, username)
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
    if _end(session, SignInSession.id == user.session_id, now):
        audit.record_house(session, user.id, "sign_out", at=now)


def _end(session: Session, which: ColumnElement[bool], now: datetime) -> bool:
    """End the sign-ins that still last; gives back whether there was any."""
    lasting = update(SignInSession).where(which, SignInSession.ended_at.is_(None))
    return bool(session.scalars(lasting.values(ended_at=now).returning(SignInSession.id)).all())


def _count_failure(session: Session, user: User, now: datetime) -> None:
    settings = db.settings(session)
    user.failed_attempts += 1
    if user.failed_attempts >= settings.sign_in_attempts:
        user.failed_attempts = 0
        user.locked_until = now + timedelta(minutes=settings.lock_out_minutes)
    audit.record_house(session, user.id, "sign_in_failed", at=now, locked=user.locked_until is not None)


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
    """Make an account; raises Invalid with every problem, Conflict when the name is taken."""
    problems = {}
    if session.get(Unit, unit) is None:
        problems["unit"] = [say("There is no unit %(unit)s in the directory.", unit=unit)]
    if not 0 < len(username) <= NAME_SIGNS or any(c.isspace() or not c.isprintable() for c in username):
        problems["username"] = [say("A user name has 1 to %(count)s signs and no spaces.", count=NAME_SIGNS)]
    if role not in ROLES:
        problems["role"] = [say("The role is one of: %(roles)s.", roles=", ".join(ROLES))]
    if fault := passwords.fault(password):
        problems["password"] = [fault]
    if problems:
        raise Invalid(say("The account was not made."), problems)
    user = User(
        username=username,
        name=name,
        name_ar=name_ar,
        unit=unit,
        role=role,
        password_hash=passwords.hashed(password),
    )
    session.add(user)
    try:
        session.flush()
    except IntegrityError:  # asked of the table itself: two may choose one name at the same moment
        raise Conflict(say("The name %(name)s is taken.", name=username)) from None
    audit.record_house(session, None, "user_added", at=now, user=user.id, unit=unit, role=role)
    return user


def set_password(session: Session, username: str, password: str, *, now: datetime) -> None:
    """Give an account a new password, end its sessions and its lock-out; raises NotFound and Invalid."""
    if fault := passwords.fault(password):
        raise Invalid(fault)
    user = _account(session, username)
    user.password_hash = passwords.hashed(password)
    user.failed_attempts, user.locked_until = 0, None
    _end(session, SignInSession.user_id == user.id, now)
    audit.record_house(session, None, "password_set", at=now, user=user.id)


def close_user(session: Session, username: str, *, now: datetime) -> None:
    """Close an account and end its sessions; raises NotFound."""
    user = _account(session, username)
    user.active = False
    _end(session, SignInSession.user_id == user.id, now)
    audit.record_house(session, None, "user_closed", at=now, user=user.id)


def _account(session: Session, username: str) -> User:
    user = _locked(session, username)
    if user is None:
        raise NotFound(say("There is no account %(name)s.", name=username))
    return user


def _locked(session: Session, username: str) -> User | None:
    """The account, held against other changes; rows that only name it are written meanwhile (audit, sign-ins)."""
    return session.scalar(select(User).where(User.username == username).with_for_update(key_share=True))
