"""Keeping units: added, changed, closed with a unit that takes over; and the unit that serves a whole party."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import get_args

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import audit, db, policy
from app.administration.units import checks
from app.administration.units.checks import UnitForm
from app.agencies.directory import Rule
from app.agencies.revision import raise_revision
from app.cases import moving
from app.errors import Conflict, Invalid, NotFound, NotPermitted, say
from app.models import Party, Unit, User
from app.policy import Member

NOT_PERMITTED = say("Only an administrator keeps the directory.")
GONE = say("There is no such unit.")


def add(session: Session, user: Member, typed: UnitForm, *, now: datetime) -> None:
    """Add a unit to the directory; raises Invalid with every problem by field."""
    refuse_others(user)
    if problems := checks.faults(session, typed, new=True, today=now.date()):
        raise Invalid(say("The unit was not added."), problems)
    made = Unit(code=typed.code, party=typed.party, kind=typed.kind, confirmed=True, **typed.values())
    session.add(made)
    _record(session, user, "unit_added", now, unit=typed.code, party=typed.party)


def change(session: Session, user: Member, typed: UnitForm, *, now: datetime) -> None:
    """Change a unit's names, place, days and roles; raises Invalid with every problem by field, NotFound.

    People whose role the unit no longer has keep it until they are moved: nobody is shut out by a setting.
    """
    refuse_others(user)
    unit = held(session, typed.code)
    if problems := checks.faults(session, typed, new=False, today=now.date()):
        raise Invalid(say("The unit was not changed."), problems)
    changed = sorted(name for name, value in typed.values().items() if getattr(unit, name) != value)
    for name, value in typed.values().items():
        setattr(unit, name, value)
    if changed:
        _record(session, user, "unit_changed", now, unit=unit.code, fields=changed)


def close(session: Session, user: Member, code: str, successor: str, *, now: datetime) -> int:
    """Close a unit from today on; its open steps, its people and its party's default go to the successor.

    Gives back how many steps moved. Raises Conflict for the custodian's unit and for one that opened today, and
    Invalid where steps or people would be left, naming them.
    """
    refuse_others(user)
    unit = held(session, code)
    last_day = now.date() - timedelta(days=1)
    if code == db.settings(session).custodian_unit:
        raise Conflict(say("The custodian's unit acts where nobody else does. It cannot close."))
    if unit.valid_from and unit.valid_from > last_day:
        raise Conflict(say("This unit opens today or later. Change its first day instead."))
    people = session.scalars(
        select(User).where(User.unit == code, User.active).order_by(User.id).with_for_update(key_share=True)
    ).all()
    heir = _heir(session, unit, successor, people, now)
    steps = 0
    if heir:
        for person in people:
            person.unit = heir.code
        default = update(Party).where(Party.default_unit == code)
        session.execute(default.values(default_unit=heir.code))
        session.flush()
        steps = moving.hand_on(session, user.id, code, heir.code, now=now)
    unit.valid_to = min(unit.valid_to or last_day, last_day)
    to = heir.code if heir else None
    _record(session, user, "unit_closed", now, unit=code, to=to, steps=steps, people=[p.id for p in people])
    return steps


def _heir(session: Session, unit: Unit, successor: str, people: Sequence[User], now: datetime) -> Unit | None:
    """The unit that takes over; none is needed where nothing and nobody is left."""
    if not successor:
        steps = moving.waiting_count(session, unit.code)
        if steps or people:
            names = ", ".join(person.username for person in people) or "–"
            left = say(
                "Choose who takes over. Left are %(steps)s open steps and these people: %(names)s.",
                steps=steps,
                names=names,
            )
            raise Invalid(left, {"successor": [left]})
        return None
    heir = session.get(Unit, successor)
    if heir is None or heir.code == unit.code or heir.party != unit.party or heir.is_closed(now.date()):
        fault = say("Choose another open unit of the same party.")
        raise Invalid(fault, {"successor": [fault]})
    outside = ", ".join(person.username for person in people if person.role not in heir.allowed_roles)
    if outside:
        left = say("%(unit)s does not have the role of: %(names)s.", unit=heir.code, names=outside)
        raise Invalid(left, {"successor": [left]})
    return heir


def set_rule(session: Session, user: Member, code: str, rule: str, default: str, *, now: datetime) -> None:
    """Choose how the one unit of a party is found for a case (BRIEF 7); raises Invalid, NotFound.

    A fixed party needs an open unit, which may be one of another party: the custodian records for the person.
    """
    refuse_others(user)
    party = session.get(Party, code, with_for_update=True)
    if party is None:
        raise NotFound(say("There is no such party."))
    problems: checks.Faults = {}
    if rule not in get_args(Rule):
        problems["rule"] = [say("Choose one of the rules.")]
    unit = session.get(Unit, default) if default else None
    if (rule == "fixed" and unit is None) or (default and (unit is None or unit.is_closed(now.date()))):
        problems["default_unit"] = [say("Choose an open unit that serves every case.")]
    if problems:
        raise Invalid(say("The rule was not changed."), problems)
    party.rule, party.default_unit = rule, default or None
    _record(session, user, "party_changed", now, party=code, rule=rule, unit=default or None)


def refuse_others(user: Member) -> None:
    """Raises NotPermitted for whoever does not keep the directory."""
    if not policy.may_keep_directory(user):
        raise NotPermitted(NOT_PERMITTED)


def held(session: Session, code: str) -> Unit:
    """A unit, held against other changes; raises NotFound."""
    unit = session.scalar(select(Unit).where(Unit.code == code).with_for_update(key_share=True))
    if unit is None:
        raise NotFound(GONE)
    return unit


def _record(session: Session, user: Member, act: str, now: datetime, **facts: object) -> None:
    raise_revision(session)
    audit.record_house(session, user.id, act, at=now, **facts)
