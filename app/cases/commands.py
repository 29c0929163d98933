"""Opening a case, choosing who acts in it, and letting its timers run."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import audit, db, engine, policy
from app.agencies import queries as agencies
from app.audit import START
from app.cases import advance, hand, instances, numbers, turning
from app.definitions import queries as definitions
from app.errors import Conflict, Invalid, NotFound, NotPermitted, say
from app.models import OPEN, Case, CaseUnit, Person, UserTask
from app.policy import Member


def open_case(session: Session, user: Member, key: str, *, now: datetime) -> str:
    """Open a case of a published procedure; gives back its number. The opener holds its first step."""
    if not policy.may_open_case(user):
        raise NotPermitted(say("Only the custodian's case team opens a case."))
    procedure = definitions.procedure(session, definitions.published(session, key).id)
    if procedure.model.category is None:
        raise NotFound(say("No case opens with this procedure: others call it."))
    snapshot = engine.start(procedure.model, now=now)
    case = hand.lock(session, _new_case(session, user, procedure, now))
    advance.apply(session, case, procedure, snapshot, act="opened", actor_id=user.id, now=now)
    session.execute(
        update(UserTask)
        .where(UserTask.case_id == case.id, UserTask.unit == user.unit, UserTask.role.is_(None))
        .values(state="claimed", assignee_id=user.id, claimed_at=now)
    )
    audit.record(session, user.id, "case_opened", case, at=now, definition=procedure.id)
    hand.keep(session, case)
    return case.number


def _new_case(session: Session, user: Member, procedure: definitions.Procedure, now: datetime) -> int:
    person = Person(data_key=db.vault(session).new_key(), created_at=now)
    session.add(person)
    session.flush()
    case = Case(
        number=numbers.next_number(session, now),
        person_id=person.id,
        definition_id=procedure.id,
        category=str(procedure.model.category),
        status="draft",
        officer_id=user.id,
        opened_by=user.id,
        opened_at=now,
        state=b"",
        revision=0,
        audit_seq=0,
        audit_head=START,
    )
    session.add(case)
    session.flush()
    return case.id


_FREE = {"state": "ready", "assignee_id": None, "claimed_at": None, "draft": None}
"""A step in nobody's hands."""


def choose_unit(
    session: Session, user: Member, number: str, party: str, unit: str, reason: str, *, now: datetime
) -> None:
    """Let another unit act for a party in a case; its open steps move there, laid back by whoever held them.

    What was typed and not sent stays with the unit that typed it: the draft of a step that moves is dropped.
    """
    case = hand.lock_by_number(session, number)
    if not policy.may_choose_unit(user):
        raise NotPermitted(say("Only the custodian chooses who acts in a case."))
    if case.is_closed:
        raise Conflict(say("This case is closed. Nobody acts in it any more."))
    reference = agencies.reference(session)
    _refuse_choice(reference, party, unit, reason)
    _keep_choice(session, user, case, party, unit, reason, now)
    moving = (UserTask.case_id == case.id, UserTask.party == party, UserTask.unit != unit)
    acting_for = None if reference.units[unit].party == party else party
    session.execute(
        update(UserTask)
        .where(*moving, UserTask.state.in_(OPEN))
        .values(**_FREE, unit=unit, acting_for=acting_for, next_notice_at=now)
    )
    audit.record(
        session,
        user.id,
        "unit_chosen",
        case,
        at=now,
        party=party,
        unit=unit,
        reason=db.vault(session).audit_digest(reason),
    )
    hand.keep(session, case)


def _refuse_choice(reference: agencies.Reference, party: str, unit: str, reason: str) -> None:
    problems = {}
    if party not in reference.parties:
        problems["party"] = [say("Choose a party of the directory.")]
    found = reference.units.get(unit)
    if found is None or (found.party != party and unit != reference.directory.custodian):
        problems["unit"] = [say("Choose a unit of this party, or the custodian.")]
    if not reason.strip():
        problems["reason"] = [say("Give the reason for this choice.")]
    if problems:
        raise Invalid(say("The unit was not changed."), problems)


def _keep_choice(
    session: Session, user: Member, case: hand.CaseInHand, party: str, unit: str, reason: str, now: datetime
) -> None:
    row = session.scalar(
        select(CaseUnit).where(CaseUnit.case_id == case.id, CaseUnit.party == party, CaseUnit.call_id == "")
    )
    if row is None:
        row = CaseUnit(case_id=case.id, party=party, call_id="")
        session.add(row)
    row.unit, row.chosen_by, row.chosen_at = unit, user.id, now
    row.reason = case.key.seal(f"unit:{case.id}:{party}", reason)
    session.flush()


def tick(session: Session, case_id: int, *, now: datetime) -> None:
    """Fire the timers of a case that are due; does nothing when another worker was faster."""
    case = hand.lock(session, case_id)
    fired = case.next_due is not None and case.next_due <= now
    if fired:
        _fire(session, case, now)
    for number in instances.due(session, case_id, now=now):
        case.instance = instances.take(session, number)
        _fire(session, case, now)
        fired = True
        instances.keep(session, case.instance)
        case.instance = None
    if fired:
        hand.keep(session, case)


def _fire(session: Session, case: hand.CaseInHand, now: datetime) -> None:
    """Fire the timers of what the case has in hand: its procedure, or a call beside it."""
    procedure = hand.procedure(session, case)
    snapshot = engine.tick(procedure.model, case.tokens, now=now)
    advance.apply(session, case, procedure, snapshot, act="timer", actor_id=None, now=now)
    turning.go_on(session, None, case, snapshot, now)
    audit.record(session, None, "timer_fired", case, at=now)
