"""What befalls a case outside its procedure: nobody reaches the person, they left, disappeared, died (BRIEF 6)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit, policy
from app.agencies import queries as agencies
from app.cases import acts, hand
from app.cases.advance import SUSPENDED
from app.cases.categories import URGENT
from app.cases.hand import CaseInHand
from app.errors import Conflict, Invalid, NotPermitted, say
from app.models import Progress
from app.policy import Member

ATTEMPTS, ATTEMPT_WORKING_DAYS = 3, 10
REVIEW = timedelta(days=90)


def record(session: Session, user: Member, number: str, deed: str, reason: str, *, now: datetime) -> None:
    """Record one of DEEDS with what is known of it. The case stays open whatever has happened (BRIEF 6.4, 6.7).

    Raises Invalid for an unknown deed or without a reason, Conflict where its conditions are not met.
    """
    case = hand.lock_by_number(session, number)
    if not policy.may_follow_paths(user):
        raise NotPermitted(say("Only the custodian's case team does this."))
    if case.is_closed:
        raise Conflict(say("This case is closed. Ask for it to be reopened."))
    if deed not in DEEDS:
        raise Invalid(say("Nothing was recorded."), {"deed": [say("Choose what has happened.")]})
    if not reason.strip():
        raise Invalid(say("Nothing was recorded."), {"reason": [say("Say in a few words what is known.")]})
    DEEDS[deed](session, case, now)
    _, said = acts.note(session, case, deed, user.id, reason, now)
    audit.record(session, user.id, deed, case, at=now, **said)
    hand.keep(session, case)


def _only_noted(_session: Session, _case: CaseInHand, _now: datetime) -> None:
    """An attempt to reach the person, or a welfare check: what follows from it is another deed."""


def _suspend(session: Session, case: CaseInHand, now: datetime) -> None:
    """Three attempts on three days within ten working days; with a high risk a welfare check first (BRIEF 6.2)."""
    if case.status == SUSPENDED:
        raise Conflict(say("This case is suspended already."))
    days = attempt_days(session, case.id, case.reference_revision, now)
    if days < ATTEMPTS:
        raise Conflict(
            say(
                "Attempts on %(days)s of 3 different days are recorded in the last 10 working days. "
                "Record the missing ones first.",
                days=days,
            )
        )
    if case.risk in URGENT and not _since_last_contact(session, case.id, "welfare_check"):
        raise Conflict(say("The risk is high: ask the police for a welfare check and record it first."))
    case.status, case.whereabouts, case.review_at = SUSPENDED, "unreachable", now + REVIEW


def attempt_days(session: Session, case_id: int, revision: int, now: datetime) -> int:
    """On how many days in Bahrain, of the last ten working days, somebody tried to reach the person."""
    calendar = agencies.reference(session, revision).calendar
    made = _since_last_contact(session, case_id, "contact_attempt")
    recent = [at for at in made if calendar.due(ATTEMPT_WORKING_DAYS, "workingDays", at) >= now]
    return len({at.astimezone(calendar.zone).date() for at in recent})


def _since_last_contact(session: Session, case_id: int, act: str) -> Sequence[datetime]:
    """When an act was recorded, of those after the person was reached last."""
    query = select(Progress.act, Progress.at).where(Progress.case_id == case_id).order_by(Progress.id)
    found: list[datetime] = []
    for row in session.execute(query.where(Progress.act.in_((act, "reached")))):
        found = [] if row.act == "reached" else [*found, row.at]
    return found


def _review_later(_session: Session, case: CaseInHand, now: datetime) -> None:
    if case.status != SUSPENDED:
        raise Conflict(say("This case is not suspended."))
    case.review_at = now + REVIEW


def _reach(_session: Session, case: CaseInHand, _now: datetime) -> None:
    if case.whereabouts is None:
        raise Conflict(say("Nothing says that the person is out of reach."))
    if case.whereabouts == "deceased":
        raise Conflict(say("The person is recorded as deceased. Ask a supervisor to correct the case first."))
    if case.status == SUSPENDED:
        case.status = "in_process"
    case.whereabouts, case.review_at = None, None


def _gone(whereabouts: str) -> Callable[[Session, CaseInHand, datetime], None]:
    def gone(_session: Session, case: CaseInHand, _now: datetime) -> None:
        if case.whereabouts in (whereabouts, "deceased"):
            raise Conflict(say("This is recorded already."))
        case.whereabouts = whereabouts

    return gone


DEEDS: Mapping[str, Callable[[Session, CaseInHand, datetime], None]] = {
    "contact_attempt": _only_noted,
    "welfare_check": _only_noted,
    "unreachable": _suspend,
    "review_later": _review_later,
    "reached": _reach,
    "left_country": _gone("left_country"),
    "disappeared": _gone("disappeared"),
    "deceased": _gone("deceased"),
}
"""What may be recorded, and what it does to the head of the case."""
