"""Keeping accounts: made, changed, given a one-time password, closed and opened again, all by an administrator."""

from datetime import datetime

from sqlalchemy.orm import Session

from app import audit, policy
from app.agencies import accounts, passwords
from app.agencies.accounts import Profile
from app.cases import moving
from app.errors import Conflict, Invalid, NotFound, NotPermitted, say
from app.models import SignInSession, User
from app.policy import Member

NOT_PERMITTED = say("Only an administrator looks after accounts.")
GONE = say("There is no such account.")
YOURSELF = say("This is your own account. Ask another administrator.")


def add(session: Session, user: Member, username: str, profile: Profile, *, now: datetime) -> tuple[int, str]:
    """Make an account; gives back its id and the one-time password, which is kept nowhere.

    Raises Invalid with every problem by field, Conflict when the name is taken.
    """
    _refuse_others(user)
    password = passwords.one_time()
    made = accounts.make(session, user.id, username, profile, password, one_time=True, now=now)
    return made.id, password


def change(session: Session, user: Member, account_id: int, profile: Profile, *, now: datetime) -> int:
    """Change what is kept about a person; gives back how many steps were laid back.

    Whoever moves to another unit or role leaves what they hold to the unit. Raises Invalid with every problem.
    """
    _refuse_others(user)
    account = _account(session, account_id)
    problems = accounts.faults(session, profile, now.date())
    if account.id == user.id and profile.role != account.role:
        problems["role"] = [YOURSELF]
    if problems:
        raise Invalid(say("The account was not changed."), problems)
    leaves = (profile.unit, profile.role) != (account.unit, account.role)
    changed = sorted(name for name, value in vars(profile).items() if getattr(account, name) != value)
    for name, value in vars(profile).items():
        setattr(account, name, value)
    session.flush()
    count = moving.lay_back(session, user.id, account.id, now=now) if leaves else 0
    if changed:
        _record(session, user, "user_changed", account, now, fields=changed, steps=count)
    return count


def reset_password(session: Session, user: Member, account_id: int, *, now: datetime) -> str:
    """Give a one-time password, lift the lock-out and end the sign-ins; gives the password back, this once."""
    _refuse_others(user)
    account = _account(session, account_id)
    if not account.active:
        raise Conflict(say("This account is closed. Open it again first."))
    return _one_time(session, user, account, "password_reset", now)


def close(session: Session, user: Member, account_id: int, *, now: datetime) -> int:
    """Close an account: its sign-ins end and its open steps go back to the unit. Gives back how many steps."""
    _refuse_others(user)
    account = _account(session, account_id)
    if account.id == user.id:
        raise Conflict(YOURSELF)
    return _close(session, user.id, account, now)


def close_by_name(session: Session, username: str, *, now: datetime) -> int:
    """Close an account on the command line; raises NotFound."""
    return _close(session, None, accounts.named(session, username), now)


def _close(session: Session, actor_id: int | None, account: User, now: datetime) -> int:
    accounts.shut(session, account, now)
    session.flush()
    count = moving.lay_back(session, actor_id, account.id, now=now)
    audit.record_house(session, actor_id, "user_closed", at=now, user=account.id, steps=count)
    return count


def reopen(session: Session, user: Member, account_id: int, *, now: datetime) -> str:
    """Open a closed account again, with a one-time password, which is given back this once."""
    _refuse_others(user)
    account = _account(session, account_id)
    if account.active:
        raise Conflict(say("This account is open already."))
    account.active = True
    return _one_time(session, user, account, "user_reopened", now)


def unlock(session: Session, user: Member, account_id: int, *, now: datetime) -> None:
    """Lift the lock-out after too many failures; the password stays."""
    _refuse_others(user)
    account = _account(session, account_id)
    account.failed_attempts, account.locked_until = 0, None
    _record(session, user, "user_unlocked", account, now)


def end_sign_ins(session: Session, user: Member, account_id: int, *, now: datetime) -> int:
    """End every sign-in of a person, on all devices; gives back how many there were."""
    _refuse_others(user)
    account = _account(session, account_id)
    ended = accounts.end_sign_ins(session, SignInSession.user_id == account.id, now)
    _record(session, user, "sign_ins_ended", account, now, count=ended)
    return ended


def _one_time(session: Session, user: Member, account: User, act: str, now: datetime) -> str:
    password = passwords.one_time()
    accounts.give_password(session, account, password, one_time=True, now=now)
    _record(session, user, act, account, now)
    return password


def _refuse_others(user: Member) -> None:
    if not policy.may_keep_accounts(user):
        raise NotPermitted(NOT_PERMITTED)


def _account(session: Session, account_id: int) -> User:
    account = accounts.held(session, User.id == account_id)
    if account is None:
        raise NotFound(GONE)
    return account


def _record(session: Session, user: Member, act: str, account: User, now: datetime, **facts: object) -> None:
    audit.record_house(session, user.id, act, at=now, user=account.id, **facts)
