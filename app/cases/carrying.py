"""What goes on when a case leaves its procedure: calls to agencies beside the new one, a claim as a case of its own."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app import engine
from app.cases import claims, instances
from app.cases.categories import CHANGES
from app.cases.hand import CaseInHand
from app.definitions import queries as definitions
from app.definitions.queries import Procedure
from app.engine import Snapshot
from app.engine.state import waiting
from app.models import OPEN, CaseInstance, UserTask

RECATEGORISED = "recategorised"
TARGET = "recategoriseTo"
"""The decision variable in which a procedure says which category a case turns to (BRIEF appendix B, F24)."""


def is_recategorised(snapshot: Snapshot) -> bool:
    """Whether a procedure ended because the case is of another category."""
    return bool(snapshot.ended and snapshot.statuses and snapshot.statuses[-1] == RECATEGORISED)


def goes_on(session: Session, case: CaseInHand, snapshot: Snapshot) -> bool:
    """Whether a procedure ended so that another one takes the case over, which has to be published."""
    if case.instance is not None or not is_recategorised(snapshot):
        return False
    to = str(snapshot.data.get(TARGET))
    return (case.category, to) in CHANGES and definitions.serving(session, to) is not None


def carry(session: Session, case: CaseInHand, procedure: Procedure, to: str, now: datetime) -> None:
    """Let every running call of the case's procedure go on, its open steps with clock, holder and draft.

    A call whose steps are not all open any more is the one that was just answered: it ends with its procedure.
    """
    for running in engine.running_calls(procedure.model, case.state, now=now):
        names = waiting(running.state)
        steps = _open_steps(session, case, names)
        if not names or len(steps) < len(names):
            continue
        if running.process_id == claims.PROCESS and to != claims.CATEGORY:
            claims.part(session, case, procedure, running, now)
        else:
            _keep(session, case, procedure, running, steps, now)


def _open_steps(session: Session, case: CaseInHand, names: frozenset[str]) -> Sequence[int]:
    mine = (UserTask.case_id == case.id, UserTask.instance_id.is_(None), UserTask.engine_id.in_(names))
    return session.scalars(select(UserTask.id).where(*mine, UserTask.state.in_(OPEN))).all()


def _keep(
    session: Session,
    case: CaseInHand,
    procedure: Procedure,
    running: engine.Running,
    steps: Sequence[int],
    now: datetime,
) -> None:
    place = (running.call.process_id, running.call.element_id)
    model = instances.called(session, procedure.id, running.process_id, place).model
    row = {
        "case_id": case.id,
        "definition_id": procedure.id,
        "category": case.category,
        "process_id": running.process_id,
        "call_id": running.call.id,
        "call_process": running.call.process_id,
        "call_element": running.call.element_id,
        "status": "in_process",
        "state": running.state,
        "next_due": engine.current(model, running.state, now=now).next_due,
    }
    number = session.scalars(insert(CaseInstance).values(**row).returning(CaseInstance.id)).one()
    session.execute(update(UserTask).where(UserTask.id.in_(steps)).values(instance_id=number))


def procedure_of(session: Session, category: str) -> Procedure | None:
    """The procedure that serves a category now, ready to run."""
    row = definitions.serving(session, category)
    return definitions.procedure(session, row.id) if row else None
