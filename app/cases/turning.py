"""Turning a case to the procedure of another category, or beginning its own again: one act, one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from app import audit, engine, policy
from app.cases import advance, carrying, requests
from app.cases.categories import AGAIN, CHANGES, IN_THE_PROCEDURE
from app.cases.hand import CaseInHand
from app.definitions import queries as definitions
from app.definitions.queries import Procedure
from app.engine import ProcessModel, Snapshot
from app.errors import Conflict, say
from app.models import OPEN, CaseInstance, CaseRequest, Progress, UserTask
from app.policy import Member

DECIDED_ANEW = frozenset(
    {carrying.TARGET, "categoryDecision", "screeningResult", "closureOutcome", "closureDecision"}
    | {"exitPlanned", "exitFollowUp"}
)
"""Decisions of the procedure that was left: the next one must not act on them."""


def go_on(session: Session, user: Member | None, case: CaseInHand, snapshot: Snapshot, now: datetime) -> None:
    """After a procedure ended as recategorised, let the next one take over, or wait for who must still sign.

    The step that ended it was the request (F24); a supervisor who did it has signed by that.
    """
    if not carrying.goes_on(session, case, snapshot):
        return
    target = str(snapshot.data[carrying.TARGET])
    change = CHANGES[case.category, target]
    _withdraw_waiting(session, case, now)
    what = (requests.CATEGORY, change.code, target)
    request = requests.make(session, case, None, what, IN_THE_PROCEDURE, None, now)
    if user is not None and policy.may_sign(user, change.approved_by) and requests.sign(request, user):
        recategorise(session, user, case, request, now)


def _withdraw_waiting(session: Session, case: CaseInHand, now: datetime) -> None:
    """What was asked before the procedure itself decided has lost its object."""
    asked = requests.waiting(session, case.id)
    if asked is not None:
        requests.close(asked, requests.REFUSED, None, now)
        session.flush()


def recategorise(
    session: Session, user: Member, case: CaseInHand, request: CaseRequest, now: datetime
) -> None:
    """Fulfil a signed request: the case follows the procedure of its new category from where it lands."""
    to = carrying.procedure_of(session, request.target)
    if to is None:
        raise Conflict(say("No procedure is published for this category. Publish it, then approve again."))
    landing = CHANGES[request.origin, request.target].landing
    requests.close(request, requests.APPROVED, user.id, now)
    turn(session, user.id, case, to, (request.target, landing), act=carrying.RECATEGORISED, now=now)
    facts = {"code": request.code, "to": request.target, "request": request.id, "definition": to.id}
    audit.record(session, user.id, "recategorised", case, at=now, **facts)


def begin_again(session: Session, user: Member, case: CaseInHand, *, act: str, now: datetime) -> None:
    """Let a case whose procedure has ended go on at the landing step of its category (BRIEF 6.1)."""
    to = carrying.procedure_of(session, case.category)
    if to is None:
        raise Conflict(say("No procedure is published for this category. Publish it, then approve again."))
    turn(session, user.id, case, to, (case.category, AGAIN[case.category]), act=act, now=now)


def turn(
    session: Session,
    actor_id: int,
    case: CaseInHand,
    to: Procedure,
    landing: tuple[str, str],
    *,
    act: str,
    now: datetime,
) -> None:
    """End the procedure of a case with its history kept, and begin `to`; `landing` is category and element.

    Calls to agencies go on beside it, decision variables that both procedures declare go with the case.
    """
    before = definitions.procedure(session, case.definition_id)
    known = engine.current(before.model, case.state, now=now).data
    category, element = landing
    carrying.carry(session, case, before, category, now)
    _file_away(session, case, before, act, now)
    case.definition_id, case.category = to.id, category
    case.state, case.status, case.stage = b"", "in_process", None
    case.closed_at, case.outcome = None, None
    snapshot = engine.start(to.model, at=element, data=_shared(to.model, known), now=now)
    advance.apply(session, case, to, snapshot, act=act, actor_id=actor_id, now=now)


def _file_away(session: Session, case: CaseInHand, before: Procedure, act: str, now: datetime) -> None:
    """What ran on the case's row becomes an instance that has ended; its open steps are cancelled."""
    row = {
        "case_id": case.id,
        "definition_id": before.id,
        "category": case.category,
        "process_id": before.key,
        "status": act if act == carrying.RECATEGORISED else "closed",
        "state": case.state,
        "ended_at": case.closed_at or now,
    }
    number = session.scalars(insert(CaseInstance).values(**row).returning(CaseInstance.id)).one()
    main = (UserTask.case_id == case.id, UserTask.instance_id.is_(None))
    left = update(UserTask).where(*main, UserTask.state.in_(OPEN))
    session.execute(left.values(state="cancelled", finished_at=now, draft=None))
    session.execute(update(UserTask).where(*main).values(instance_id=number))
    done = (Progress.case_id == case.id, Progress.instance_id.is_(None))
    session.execute(update(Progress).where(*done).values(instance_id=number))


def _shared(model: ProcessModel, known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known already and the next procedure can use: a listed variable takes a listed value only."""
    return {
        name: value
        for name, value in known.items()
        if value is not None
        and name in model.variables
        and name not in DECIDED_ANEW
        and (not model.variables[name].values or str(value) in model.variables[name].values)
    }
