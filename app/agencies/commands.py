"""Signing in and keeping accounts: passwords, lock-out after failures, language."""

from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit, db
from app.agencies import queries
from app.errors import Conflict, Invalid, Message, NotFound, NotPermitted, say
from app.models import ROLES, Unit, User
from app.policy import Member

MIN_PASSWORD, MAX_PASSWORD = 12, 500
NAME_SIGNS = 80
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("compared with, so that an unknown name takes as long as a wrong password")

WRONG = say("The name or the password is not right. Check both and try again.")
LOCKED = say(
    "This account is locked for a while after too many tries. Wait some minutes or ask your supervisor."
)


def sign_in(session: Session, username: str, password: str, *, now: datetime) -> Member | None:
    """The member who signed in, or nothing; a failure is counted and recorded, so the caller must commit it.

    Raises NotPermitted while the account is locked out.
    """
    user = session.scalar(select(User).where(User.username == username, User.active).with_for_update())
    if user is None:
        _matches(_NOBODY, password)
        return None
    if user.locked_until and user.locked_until > now:
        raise NotPermitted(LOCKED)
    if not _matches(user.password_hash, password):
        _count_failure(session, user, now)
        return None
    user.failed_attempts, user.locked_until = 0, None
    audit.record_house(session, user.id, "sign_in", at=now)
    session.flush()
    return queries.member(session, user.id)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


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
    if fault := _password_fault(password):
        problems["password"] = [fault]
    if problems:
        raise Invalid(say("The account was not made."), problems)
    if session.scalar(select(User.id).where(User.username == username)):
        raise Conflict(say("The name %(name)s is taken.", name=username))
    user = User(
        username=username,
        name=name,
        name_ar=name_ar,
        unit=unit,
        role=role,
        password_hash=_hasher.hash(password),
    )
    session.add(user)
    session.flush()
    audit.record_house(session, None, "user_added", at=now, user=user.id, unit=unit, role=role)
    return user


def _password_fault(password: str) -> Message | None:
    if len(password) < MIN_PASSWORD:
        return say("A password has at least %(count)s characters.", count=MIN_PASSWORD)
    if len(password) > MAX_PASSWORD:
        return say("A password has at most %(count)s characters.", count=MAX_PASSWORD)
    return None


def set_password(session: Session, username: str, password: str, *, now: datetime) -> None:
    """Give an account a new password, end its sessions and its lock-out; raises NotFound and Invalid."""
    if fault := _password_fault(password):
        raise Invalid(fault)
    user = _account(session, username)
    user.password_hash = _hasher.hash(password)
    user.failed_attempts, user.locked_until = 0, None
    user.session_epoch += 1
    audit.record_house(session, None, "password_set", at=now, user=user.id)


def close_user(session: Session, username: str, *, now: datetime) -> None:
    """Close an account and end its sessions; raises NotFound."""
    user = _account(session, username)
    user.active = False
    user.session_epoch += 1
    audit.record_house(session, None, "user_closed", at=now, user=user.id)


def _account(session: Session, username: str) -> User:
    user = session.scalar(select(User).where(User.username == username).with_for_update())
    if user is None:
        raise NotFound(say("There is no account %(name)s.", name=username))
    return user
