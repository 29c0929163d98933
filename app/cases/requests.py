"""Requests about a case: made with a reason, signed by those the rule names, and then fulfilled or refused."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import policy
from app.agencies import queries as agencies
from app.cases.categories import CHANGES, URGENT
from app.cases.hand import CaseInHand
from app.errors import Conflict, NotFound, NotPermitted, say
from app.models import Case, CaseRequest
from app.policy import Member

CATEGORY, REOPENING = "category", "reopening"
WAITING, APPROVED, REFUSED = "waiting", "approved", "refused"
REVIEW_DAYS = 30


def make(
    session: Session,
    case: CaseInHand,
    asked_by: int | None,
    what: tuple[str, str, str],
    basis: str,
    act_id: int | None,
    now: datetime,
) -> CaseRequest:
    """A request that waits; `what` is its kind, its code and the category it leads to.

    Due in one working day, or in four hours while the risk is high (BRIEF 5). One at a time: raises Conflict.
    """
    if waiting(session, case.id) is not None:
        raise Conflict(say("Another request about this case waits for its approval. Decide that one first."))
    kind, code, target = what
    calendar = agencies.reference(session, case.reference_revision).calendar
    due = calendar.due(4, "hours", now) if case.risk in URGENT else calendar.due(1, "workingDays", now)
    request = CaseRequest(
        case_id=case.id,
        kind=kind,
        code=code,
        origin=case.category,
        target=target,
        basis=basis,
        act_id=act_id,
        state=WAITING,
        asked_by=asked_by,
        asked_at=now,
        due_at=due,
    )
    session.add(request)
    session.flush()
    return request


def waiting(session: Session, case_id: int) -> CaseRequest | None:
    """The request about a case that waits, if there is one."""
    return session.scalar(
        select(CaseRequest).where(CaseRequest.case_id == case_id, CaseRequest.state == WAITING)
    )


def in_hand(session: Session, case: CaseInHand, request_id: int) -> CaseRequest:
    """A request that waits, of the case in hand. Raises NotFound, or Conflict when it was decided meanwhile."""
    request = session.get(CaseRequest, request_id)
    if request is None or request.case_id != case.id:
        raise NotFound(say("There is no such request."))
    if request.state != WAITING:
        raise Conflict(say("This request is decided already. Open the case to see what came of it."))
    return request


def needed(request: CaseRequest) -> tuple[str, ...]:
    """The roles whose signatures a request needs, each of another person."""
    if request.kind == CATEGORY:
        return CHANGES[request.origin, request.target].approved_by
    return ("supervisor",)


def sign(request: CaseRequest, user: Member) -> bool:
    """Put a person's signature under a request; gives back whether it has all of them now.

    Raises NotPermitted to who may not sign, and to who has signed already: two signatures are of two people
    (BRIEF 10.14).
    """
    if not policy.may_sign(user, needed(request)):
        raise NotPermitted(say("This request is approved by other roles."))
    signed = {"supervisor": request.supervisor_id, "legal": request.legal_id}
    if user.id in signed.values() or signed[user.role] is not None:
        raise NotPermitted(say("This signature is given already. The other one must be of another person."))
    if user.role == "supervisor":
        request.supervisor_id = user.id
    else:
        request.legal_id = user.id
    signed = {"supervisor": request.supervisor_id, "legal": request.legal_id}
    return all(signed[role] is not None for role in needed(request))


def close(request: CaseRequest, state: str, decided_by: int | None, now: datetime) -> None:
    """Write how a request ended."""
    request.state, request.decided_by, request.decided_at = state, decided_by, now


def of_case(session: Session, case_id: int) -> Sequence[CaseRequest]:
    """Every request about a case, in order: the approved ones of its category are its history."""
    return session.scalars(
        select(CaseRequest).where(CaseRequest.case_id == case_id).order_by(CaseRequest.id)
    ).all()


def all_waiting(session: Session) -> Sequence[tuple[CaseRequest, str]]:
    """Every request that waits, with the number of its case, the most urgent first."""
    query = (
        select(CaseRequest, Case.number)
        .join(Case, Case.id == CaseRequest.case_id)
        .where(CaseRequest.state == WAITING)
        .order_by(CaseRequest.due_at, CaseRequest.id)
    )
    return [(row.CaseRequest, row.number) for row in session.execute(query)]


def asks_for_review(found: Sequence[CaseRequest], now: datetime) -> bool:
    """Two changes upward and one downward within 30 days are looked at by a supervisor (BRIEF 5 e)."""
    since = now - timedelta(days=REVIEW_DAYS)
    recent = [
        CHANGES[r.origin, r.target].upward
        for r in found
        if r.kind == CATEGORY and r.state == APPROVED and r.decided_at and r.decided_at >= since
    ]
    return recent.count(True) >= 2 and recent.count(False) >= 1
