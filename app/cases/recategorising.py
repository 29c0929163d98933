"""Asking for another category (F24), approving it and refusing it (BRIEF 5)."""

from datetime import datetime

from sqlalchemy.orm import Session

from app import audit, engine, policy
from app.cases import acts, hand, reasons, requests, turning
from app.cases.categories import NEW_INFORMATION, Change, changes_from
from app.cases.hand import CaseInHand
from app.definitions import queries as definitions
from app.errors import Conflict, Invalid, Message, NotPermitted, say
from app.models import CaseRequest
from app.policy import Member

CLOSED = say("This case is closed. Ask for it to be reopened.")


def ask(
    session: Session, user: Member, number: str, to: str, ground: str, reason: str, *, now: datetime
) -> None:
    """Ask for another category; downwards, asking is the first of the two signatures.

    The caller has made sure that the person may know the case.
    """
    case = hand.lock_by_number(session, number)
    if case.is_closed:
        raise Conflict(CLOSED)
    change = _asked(user, case, to, ground, reason)
    act_id, said = acts.note(session, case, "category_asked", user.id, reason, now)
    what = (requests.CATEGORY, change.code, to)
    request = requests.make(session, case, user.id, what, ground, act_id, now)
    if not change.upward:
        requests.sign(request, user)
    facts = {"code": change.code, "to": to, "ground": ground, "request": request.id}
    audit.record(session, user.id, "category_asked", case, at=now, **facts, **said)
    hand.keep(session, case)


def _asked(user: Member, case: CaseInHand, to: str, ground: str, reason: str) -> Change:
    change = changes_from(case.category).get(to)
    if change is not None and not policy.may_ask_change(user, change.raised_by):
        raise NotPermitted(say("This change of category is raised by other roles."))
    problems: dict[str, list[Message]] = {}
    if change is None:
        problems["to"] = [say("Choose a category that this case can change to.")]
    elif ground not in (*change.grounds, NEW_INFORMATION):
        problems["ground"] = [say("Choose what led to this.")]
    if not reason.strip():
        problems["reason"] = [reasons.MISSING]
    if problems or change is None:
        raise Invalid(say("The change of category was not asked for."), problems)
    return change


def approve(session: Session, user: Member, number: str, request_id: int, *, now: datetime) -> bool:
    """Sign a request; with the last signature the case turns. Gives back whether it has.

    Raises NotPermitted to who may not sign and to who asked: two people decide (BRIEF 10.14).
    """
    case = hand.lock_by_number(session, number)
    request = requests.in_hand(session, case, request_id)
    if request.asked_by == user.id:
        raise NotPermitted(say("You asked for this yourself. A second person must approve it."))
    complete = requests.sign(request, user)
    facts = {"request": request.id, "code": request.code}
    audit.record(session, user.id, "request_signed", case, at=now, **facts)
    if complete:
        _fulfil(session, user, case, request, now)
    hand.keep(session, case)
    return complete


def _fulfil(session: Session, user: Member, case: CaseInHand, request: CaseRequest, now: datetime) -> None:
    if request.kind == requests.CATEGORY:
        if case.is_closed:
            raise Conflict(CLOSED)
        turning.recategorise(session, user, case, request, now)
        return
    requests.close(request, requests.APPROVED, user.id, now)
    turning.begin_again(session, user, case, act="reopened", now=now)
    case.status = "reopened"
    audit.record(session, user.id, "reopened", case, at=now, request=request.id)


def refuse(
    session: Session, user: Member, number: str, request_id: int, reason: str, *, now: datetime
) -> None:
    """Refuse a request, or take back one's own; a case that its procedure had already left begins it again."""
    case = hand.lock_by_number(session, number)
    request = requests.in_hand(session, case, request_id)
    if not (policy.may_sign(user, requests.needed(request)) or request.asked_by == user.id):
        raise NotPermitted(say("This request is approved by other roles."))
    if not reason.strip():
        raise Invalid(say("The request was not refused."), {"reason": [reasons.MISSING]})
    requests.close(request, requests.REFUSED, user.id, now)
    _, said = acts.note(session, case, "request_refused", user.id, reason, now)
    audit.record(session, user.id, "request_refused", case, at=now, request=request.id, **said)
    if not case.is_closed and _has_ended(session, case, now):
        turning.begin_again(session, user, case, act="begun_again", now=now)
    hand.keep(session, case)


def _has_ended(session: Session, case: CaseInHand, now: datetime) -> bool:
    model = definitions.procedure(session, case.definition_id).model
    return engine.current(model, case.state, now=now).ended


def ask_to_reopen(
    session: Session, user: Member, number: str, ground: str, reason: str, *, now: datetime
) -> None:
    """Ask for a closed case to be opened again (F27); it then goes on where its category lands (BRIEF 6.1)."""
    case = hand.lock_by_number(session, number)
    if not policy.may_follow_paths(user):
        raise NotPermitted(say("Only the custodian's case team does this."))
    if not case.is_closed:
        raise Conflict(say("This case is open."))
    problems: dict[str, list[Message]] = {}
    if ground not in REOPENING_GROUNDS:
        problems["ground"] = [say("Choose what led to this.")]
    if not reason.strip():
        problems["reason"] = [reasons.MISSING]
    if problems:
        raise Invalid(say("The case was not asked to be reopened."), problems)
    act_id, said = acts.note(session, case, "reopening_asked", user.id, reason, now)
    what = (requests.REOPENING, "F27", case.category)
    request = requests.make(session, case, user.id, what, ground, act_id, now)
    audit.record(session, user.id, "reopening_asked", case, at=now, request=request.id, ground=ground, **said)
    hand.keep(session, case)


REOPENING_GROUNDS = (NEW_INFORMATION, "appeal", "came_back", "harmed_again", "mistake")
