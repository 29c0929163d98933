"""Finding a case while somebody waits on the phone: by number, paper reference, name however spelt, or document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import Session

from app import db, policy
from app.cases import queries
from app.models import OPEN, Case, PaperFile, Person, PersonNameToken, Unit, UserTask
from app.policy import Member
from app.sealing import NUMBERS

MOST = 25
SHORTEST_PART = 3
"""Characters of a number that find it; fewer stand in every number."""


@dataclass(frozen=True)
class Found:
    """One case of an answer. `name` is empty where it is not known or not for the reader to see."""

    case: Case
    paper: str | None
    name: str
    holders: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Answer:
    """The best cases first, at most MOST; `more` says that there were others."""

    rows: Sequence[Found]
    more: bool


def search(session: Session, user: Member, text: str) -> Answer:
    """The cases a person may know that fit a text; two statements, whatever is found.

    The caller writes the access log before it shows the answer.
    """
    conditions = _conditions(session, user, text)
    if not conditions:
        return Answer((), more=False)
    rank = case(*((found, literal(place)) for place, found in enumerate(conditions)))
    wanted = (
        select(Case, PaperFile.reference, Person.data_key, Person.name_sealed)
        .join(Person, Person.id == Case.person_id)
        .outerjoin(PaperFile, PaperFile.case_id == Case.id)
        .where(queries.visible(user), or_(*conditions))
        .order_by(rank, Case.id.desc())
        .limit(MOST + 1)
    )
    rows = session.execute(wanted).all()
    holders = _holders(session, user, [row.Case.id for row in rows[:MOST]])
    found = [
        Found(row.Case, row.reference, _name(session, user, row), holders.get(row.Case.id, ()))
        for row in rows[:MOST]
    ]
    return Answer(found, more=len(rows) > MOST)


def _conditions(session: Session, user: Member, text: str) -> list[ColumnElement[bool]]:
    """What makes a case fit, the surest first: a number, then the words of a name, then their sound."""
    plain = text.strip()
    found = [_has_number(session, user, plain)]
    if policy.may_find_people(user):
        vault = db.vault(session)
        sounds = vault.sound_tokens(plain)
        found += [
            Case.person_id.in_(_persons_with_all(tokens))
            for tokens in (vault.name_tokens(plain), sounds)
            if tokens
        ]
    return [condition for condition in found if condition is not None]


def _has_number(session: Session, user: Member, plain: str) -> ColumnElement[bool]:
    found: list[ColumnElement[bool]] = [Case.number == plain.upper(), PaperFile.reference == plain]
    if len(plain) >= SHORTEST_PART:
        found += [
            Case.number.icontains(plain, autoescape=True),
            PaperFile.reference.icontains(plain, autoescape=True),
        ]
    if policy.may_find_people(user):
        vault = db.vault(session)
        tokens = {vault.number_token(kind, plain) for kind in NUMBERS} - {None}
        if tokens:
            persons = select(PersonNameToken.person_id).where(PersonNameToken.token.in_(tokens))
            found.append(Case.person_id.in_(persons))
    return or_(*found)


def _persons_with_all(tokens: frozenset[str]) -> Select[Any]:
    return (
        select(PersonNameToken.person_id)
        .where(PersonNameToken.token.in_(tokens))
        .group_by(PersonNameToken.person_id)
        .having(func.count() == len(tokens))
    )


def _holders(session: Session, user: Member, case_ids: Sequence[int]) -> dict[int, list[Mapping[str, str]]]:
    """The open steps of each case and their units; a unit that is not the custodian sees its own."""
    wanted = (
        select(UserTask.case_id, UserTask.name, UserTask.name_ar, Unit.name, Unit.name_ar)
        .join(Unit, Unit.code == UserTask.unit)
        .where(UserTask.case_id.in_(case_ids), UserTask.state.in_(OPEN))
        .order_by(UserTask.id)
    )
    if not policy.may_see_all_cases(user):
        wanted = wanted.where(UserTask.unit == user.unit)
    found: dict[int, list[Mapping[str, str]]] = {}
    for case_id, name, name_ar, unit, unit_ar in session.execute(wanted):
        step = {"name": name, "name_ar": name_ar, "unit": unit, "unit_ar": unit_ar}
        found.setdefault(case_id, []).append(step)
    return found


def _name(session: Session, user: Member, row: Any) -> str:
    if row.name_sealed is None or not policy.may_reveal_name(user):
        return ""
    person = row.Case.person_id
    return str(db.vault(session).open(row.data_key).unseal(f"name:{person}", row.name_sealed))
