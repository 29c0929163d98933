"""A running labour claim that becomes a case of its own, linked to the case it was part of (BRIEF 5, T25, A22)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app import audit, engine
from app.audit import START
from app.cases import hand, numbers
from app.cases.hand import CaseInHand
from app.definitions import queries as definitions
from app.definitions.queries import Procedure
from app.engine import OpenTask, Running, Snapshot
from app.models import (
    Case,
    CaseLink,
    CaseUnit,
    ProcessDefinition,
    ProcessDefinitionCall,
    Progress,
    UserTask,
)

PROCESS, CATEGORY = "labour_claim", "labour"
OF_THE_PERSON = ("risk", "nationality", "governorate", "hospital", "language", "child", "officer_id")


def part(session: Session, case: CaseInHand, procedure: Procedure, running: Running, now: datetime) -> int:
    """Make the claim a case that goes on at the step where it stands; gives back its id.

    Its steps move there with their clocks, holders, drafts and answers, and with what was done in them.
    """
    claim = definitions.procedure(session, _definition(session, procedure))
    snapshot = engine.current(claim.model, running.state, now=now)
    child_id = _new_case(session, case, claim, snapshot, now)
    session.execute(insert(CaseLink).values(from_id=case.id, to_id=child_id, kind="claim", made_at=now))
    _move_steps(session, case, child_id, running, snapshot.open)
    _copy_choices(session, case, child_id)
    child = hand.lock(session, child_id)
    audit.record(session, None, "claim_parted", child, at=now, parent=case.id, definition=claim.id)
    hand.keep(session, child)
    audit.record(session, None, "claim_parted", case, at=now, child=child_id)
    return child_id


def _definition(session: Session, procedure: Procedure) -> int:
    """The version of the claim's procedure that the case's own version calls."""
    return session.scalars(
        select(ProcessDefinition.id)
        .join(ProcessDefinitionCall, ProcessDefinitionCall.called_id == ProcessDefinition.id)
        .where(ProcessDefinitionCall.caller_id == procedure.id, ProcessDefinition.key == PROCESS)
    ).one()


def _new_case(session: Session, case: CaseInHand, claim: Procedure, snapshot: Snapshot, now: datetime) -> int:
    facts = {name: getattr(case, name) for name in OF_THE_PERSON}
    stages = [task.step.stage for task in snapshot.open if task.step.stage]
    child = Case(
        number=numbers.next_number(session, now),
        person_id=case.person_id,
        definition_id=claim.id,
        category=CATEGORY,
        status="in_process",
        stage=stages[0] if stages else case.stage,
        opened_by=session.scalars(select(Case.opened_by).where(Case.id == case.id)).one(),
        opened_at=now,
        state=snapshot.state,
        next_due=snapshot.next_due,
        revision=0,
        audit_seq=0,
        audit_head=START,
        **facts,
    )
    session.add(child)
    session.flush()
    return child.id


def _move_steps(
    session: Session, case: CaseInHand, child_id: int, running: Running, waiting: Sequence[OpenTask]
) -> None:
    """Steps of the claim itself, done ones too, and those of its open referrals, each named by its new place."""
    calls = {task.path[-1].id: task.path[0].element_id for task in waiting if task.path}
    _move(session, case, child_id, running.call.id, {"call_id": "", "call_element": None})
    for call_id, element in calls.items():
        _move(session, case, child_id, call_id, {"call_element": element})


def _move(session: Session, case: CaseInHand, child_id: int, call_id: str, named: Mapping[str, Any]) -> None:
    mine = (UserTask.case_id == case.id, UserTask.instance_id.is_(None), UserTask.call_id == call_id)
    moved = session.scalars(select(UserTask.id).where(*mine)).all()
    session.execute(update(UserTask).where(UserTask.id.in_(moved)).values(case_id=child_id, **named))
    session.execute(update(Progress).where(Progress.task_id.in_(moved)).values(case_id=child_id))


def _copy_choices(session: Session, case: CaseInHand, child_id: int) -> None:
    """Units chosen by hand act in the claim too; each reason is sealed anew for its new place."""
    for row in session.scalars(select(CaseUnit).where(CaseUnit.case_id == case.id, CaseUnit.call_id == "")):
        reason = case.key.unseal(f"unit:{case.id}:{row.party}", row.reason)
        copy = {"party": row.party, "call_id": "", "unit": row.unit}
        made = {"chosen_by": row.chosen_by, "chosen_at": row.chosen_at}
        sealed = case.key.seal(f"unit:{child_id}:{row.party}", reason)
        session.execute(insert(CaseUnit).values(case_id=child_id, reason=sealed, **copy, **made))
