"""What a unit must have before it may stand in the directory."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agencies import queries as agencies
from app.agencies.directory import Dated, Kind
from app.errors import Message, say
from app.models import ROLES, Governorate, Party, Unit

CODE = re.compile(r"[A-Z][A-Z0-9-]{0,19}")
ARABIC = re.compile("[\u0620-\u064a]")
NAME_SIGNS = 200
KINDS: tuple[str, ...] = get_args(Kind)
Faults = dict[str, list[Message]]


@dataclass(frozen=True)
class UnitForm:
    """A unit as it was typed; dates are ISO dates, empty for no limit, and no role means any role."""

    code: str
    party: str
    kind: str
    name: str
    name_ar: str
    parent: str
    governorate: str
    valid_from: str
    valid_to: str
    roles: tuple[str, ...]

    def values(self) -> Mapping[str, Any]:
        """The columns of the table, once there are no faults."""
        return {
            "name": self.name,
            "name_ar": self.name_ar,
            "parent": self.parent or None,
            "governorate": self.governorate or None,
            "valid_from": day(self.valid_from),
            "valid_to": day(self.valid_to),
            "roles": " ".join(role for role in ROLES if role in self.roles) or None,
        }


def day(text: str) -> date | None:
    """A typed date; nothing where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def date_faults(valid_from: str, valid_to: str) -> Faults:
    """What is wrong with a span of days, by field."""
    found: Faults = {}
    for field, text in (("valid_from", valid_from), ("valid_to", valid_to)):
        if text and day(text) is None:
            found[field] = [say("Choose a date, or leave it empty.")]
    begins, ends = day(valid_from), day(valid_to)
    if begins and ends and ends < begins:
        found["valid_to"] = [say("The last day is before the first one.")]
    return found


def faults(session: Session, typed: UnitForm, *, new: bool, today: date) -> Faults:
    """Everything that is wrong with a unit, by field."""
    found = date_faults(typed.valid_from, typed.valid_to)
    if "valid_to" not in found and (day(typed.valid_to) or date.max) < today:
        found["valid_to"] = [say("To close the unit now, choose who takes over, below.")]
    for field, message in _field_faults(session, typed, new):
        found.setdefault(field, []).append(message)
    return found


def _field_faults(session: Session, typed: UnitForm, new: bool) -> Iterator[tuple[str, Message]]:
    if new:
        yield from _code_faults(session, typed)
    if not 0 < len(typed.name) <= NAME_SIGNS:
        yield "name", say("A name has 1 to %(count)s signs.", count=NAME_SIGNS)
    if not 0 < len(typed.name_ar) <= NAME_SIGNS or not ARABIC.search(typed.name_ar):
        yield "name_ar", say("The Arabic name is written in Arabic letters.")
    if typed.governorate and session.get(Governorate, typed.governorate) is None:
        yield "governorate", say("Choose one of the governorates.")
    if set(typed.roles) - set(ROLES):
        yield "roles", say("The role is one of: %(roles)s.", roles=", ".join(ROLES))
    yield from _place_faults(session, typed)


def _code_faults(session: Session, typed: UnitForm) -> Iterator[tuple[str, Message]]:
    if not CODE.fullmatch(typed.code):
        yield "code", say("A code has 1 to 20 capital letters, digits and hyphens, and begins with a letter.")
    elif session.get(Unit, typed.code) is not None:
        yield "code", say("The code %(code)s is taken.", code=typed.code)
    if session.get(Party, typed.party) is None:
        yield "party", say("Choose one of the parties.")
    if typed.kind not in KINDS:
        yield "kind", say("Choose one of the kinds.")


def _place_faults(session: Session, typed: UnitForm) -> Iterator[tuple[str, Message]]:
    above = dict(session.execute(select(Unit.code, Unit.parent)).all())
    if typed.parent and typed.parent not in above:
        yield "parent", say("There is no unit %(unit)s in the directory.", unit=typed.parent)
        return
    step: str | None = typed.parent
    while step:
        if step == typed.code:
            yield "parent", say("This unit would be above itself. Choose another one.")
            return
        step = above.get(step)
    yield from _second_directorates(session, typed)


def _second_directorates(session: Session, typed: UnitForm) -> Iterator[tuple[str, Message]]:
    """Of the directorates of a governorate only one may serve on a day (agencies.choice)."""
    if typed.kind != "directorate" or not typed.governorate:
        return
    span = Dated(day(typed.valid_from), day(typed.valid_to))
    for unit in agencies.reference(session).units.values():
        same = (unit.party, unit.kind, unit.governorate) == (typed.party, typed.kind, typed.governorate)
        if same and unit.code != typed.code and unit.overlaps(span):
            yield "governorate", say("%(unit)s serves this governorate on the same days.", unit=unit.code)
