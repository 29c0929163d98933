"""What an account must have, and what several deeds do with one: find, make, give a password, end its sign-ins."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import audit
from app.agencies import passwords
from app.errors import Conflict, Invalid, Message, NotFound, say
from app.models import ROLES, SignInSession, Unit, User

USERNAME_SIGNS = 80
NAME_SIGNS = 200
LANGUAGES = ("en", "ar")
Faults = dict[str, list[Message]]


@dataclass(frozen=True)
class Profile:
    """What is kept about a person with an account; `language` is None until one was chosen."""

    name: str
    name_ar: str
    unit: str
    role: str
    language: str | None = None


def faults(session: Session, profile: Profile, on: date) -> Faults:
    """Everything that is wrong with a profile, by field; `on` is the day on which the unit must be open."""
    found: Faults = {}
    for field in ("name", "name_ar"):
        if not 0 < len(getattr(profile, field).strip()) <= NAME_SIGNS:
            found[field] = [say("A name has 1 to %(count)s signs.", count=NAME_SIGNS)]
    unit = session.get(Unit, profile.unit)
    if unit is None:
        found["unit"] = [say("There is no unit %(unit)s in the directory.", unit=profile.unit)]
    elif unit.is_closed(on):
        found["unit"] = [say("Unit %(unit)s is closed. Choose another one.", unit=profile.unit)]
    if profile.role not in ROLES:
        found["role"] = [say("The role is one of: %(roles)s.", roles=", ".join(ROLES))]
    elif unit is not None and profile.role not in unit.allowed_roles:
        found["role"] = [say("Unit %(unit)s does not have this role.", unit=profile.unit)]
    if profile.language not in (None, *LANGUAGES):
        found["language"] = [say("Choose English or Arabic.")]
    return found


def make(
    session: Session,
    actor_id: int | None,
    username: str,
    profile: Profile,
    password: str,
    *,
    one_time: bool,
    now: datetime,
) -> User:
    """Make an account; raises Invalid with every problem, Conflict when the name is taken."""
    problems = faults(session, profile, now.date())
    if not 0 < len(username) <= USERNAME_SIGNS or any(c.isspace() or not c.isprintable() for c in username):
        problems["username"] = [
            say("A user name has 1 to %(count)s signs and no spaces.", count=USERNAME_SIGNS)
        ]
    if fault := passwords.fault(password):
        problems["password"] = [fault]
    if problems:
        raise Invalid(say("The account was not made."), problems)
    hashed = passwords.hashed(password)
    user = User(username=username, **vars(profile), password_hash=hashed, must_change_password=one_time)
    session.add(user)
    try:
        session.flush()
    except IntegrityError:  # asked of the table itself: two may choose one name at the same moment
        raise Conflict(say("The name %(name)s is taken.", name=username)) from None
    audit.record_house(
        session, actor_id, "user_added", at=now, user=user.id, unit=profile.unit, role=profile.role
    )
    return user


def give_password(session: Session, user: User, password: str, *, one_time: bool, now: datetime) -> None:
    """Replace the password of an account, lift its lock-out and end its sign-ins; raises Invalid."""
    if fault := passwords.fault(password):
        raise Invalid(fault, {"password": [fault]})
    user.password_hash, user.must_change_password = passwords.hashed(password), one_time
    user.failed_attempts, user.locked_until = 0, None
    end_sign_ins(session, SignInSession.user_id == user.id, now)


def shut(session: Session, user: User, now: datetime) -> None:
    """Close an account and end its sign-ins."""
    user.active = False
    end_sign_ins(session, SignInSession.user_id == user.id, now)


def end_sign_ins(session: Session, which: ColumnElement[bool], now: datetime) -> int:
    """End the sign-ins that still last; gives back how many there were."""
    lasting = update(SignInSession).where(which, SignInSession.ended_at.is_(None))
    return len(session.scalars(lasting.values(ended_at=now).returning(SignInSession.id)).all())


def named(session: Session, username: str) -> User:
    """The account of this name, held against other changes; raises NotFound."""
    user = held(session, User.username == username)
    if user is None:
        raise NotFound(say("There is no account %(name)s.", name=username))
    return user


def held(session: Session, which: ColumnElement[bool]) -> User | None:
    """An account, held against other changes; rows that only name it are written meanwhile (audit, sign-ins)."""
    return session.scalar(select(User).where(which).with_for_update(key_share=True))
