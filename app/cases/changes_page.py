"""What the case page says of the category a case has had, what is asked about it, and what may befall it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app import policy
from app.agencies import queries as agencies
from app.cases import paths, recategorising, requests
from app.cases.categories import NEW_INFORMATION, changes_from
from app.models import Case, CaseLink, CaseRequest
from app.policy import Member
from app.web.words import local


def words() -> dict[str, str]:
    """What the timeline calls the acts that no step asked for."""
    return {
        "category_asked": _("Asked for another category"),
        "recategorised": _("Recategorised"),
        "request_refused": _("The request was refused"),
        "begun_again": _("The procedure began again"),
        "reopening_asked": _("Asked to reopen the case"),
        "reopened": _("Case reopened"),
        "contact_attempt": _("Tried to reach the person"),
        "welfare_check": _("The police looked after the person"),
        "unreachable": _("Nobody reaches the person: case suspended"),
        "review_later": _("Still nobody reaches the person"),
        "reached": _("The person was reached"),
        "left_country": _("The person has left the country"),
        "disappeared": _("The person has disappeared"),
        "deceased": _("The person has died"),
    }


def context(session: Session, user: Member, case: Case, now: datetime) -> dict[str, Any]:
    """The category's history, the request that waits, the changes and deeds a person may begin, linked cases."""
    sees_all = policy.may_see_all_cases(user)
    found = requests.of_case(session, case.id)
    waits = next((r for r in found if r.state == requests.WAITING), None)
    follows = policy.may_follow_paths(user)
    return {
        "history": list(history(case, found)),
        "review": sees_all and requests.asks_for_review(found, now),
        "request": request(session, user, waits)
        if waits and (sees_all or waits.asked_by == user.id)
        else None,
        "changes": [] if waits or case.closed_at else changes(user, case),
        "deeds": list(paths.DEEDS) if follows and not case.closed_at else [],
        "reopening": list(recategorising.REOPENING_GROUNDS)
        if follows and case.closed_at and not waits
        else [],
        "links": linked(session, case) if sees_all else [],
    }


def history(case: Case, found: Sequence[CaseRequest]) -> Sequence[dict[str, Any]]:
    """Every category the case has had and since when; nothing while it never changed."""
    changed = [r for r in found if r.kind == requests.CATEGORY and r.state == requests.APPROVED]
    if not changed:
        return []
    first = {"category": changed[0].origin, "since": case.opened_at}
    return [first, *({"category": r.target, "since": r.decided_at} for r in changed)]


def changes(user: Member, case: Case) -> list[dict[str, Any]]:
    """The categories a person may ask for, each with what may have led to it."""
    return [
        {"to": to, "code": change.code, "grounds": (*change.grounds, NEW_INFORMATION)}
        for to, change in changes_from(case.category).items()
        if policy.may_ask_change(user, change.raised_by)
    ]


def request(session: Session, user: Member, asked: CaseRequest) -> dict[str, Any]:
    """One request that waits: what, why, by whom, who has signed, and what the person may do with it."""
    signed = {"supervisor": asked.supervisor_id, "legal": asked.legal_id}
    people = agencies.members(session, [asked.asked_by, *signed.values()])
    needed = requests.needed(asked)
    may_sign = policy.may_sign(user, needed) and user.id not in (asked.asked_by, *signed.values())
    return {
        "id": asked.id,
        "kind": asked.kind,
        "code": asked.code,
        "target": asked.target,
        "ground": asked.basis,
        "act_id": asked.act_id,
        "by": local(people[asked.asked_by]) if asked.asked_by in people else "",
        "at": asked.asked_at,
        "due_at": asked.due_at,
        "missing": [role for role in needed if signed[role] is None],
        "may_sign": may_sign and signed.get(user.role) is None,
        "may_refuse": policy.may_sign(user, needed) or asked.asked_by == user.id,
    }


def linked(session: Session, case: Case) -> list[dict[str, str]]:
    """The cases that belong to this one, and the case this one was part of."""
    query = (
        select(Case.number, CaseLink.kind, CaseLink.from_id)
        .join(CaseLink, or_(CaseLink.from_id == Case.id, CaseLink.to_id == Case.id))
        .where(or_(CaseLink.from_id == case.id, CaseLink.to_id == case.id), Case.id != case.id)
        .order_by(Case.id)
    )
    return [
        {"number": row.number, "kind": row.kind if row.from_id == case.id else f"of_{row.kind}"}
        for row in session.execute(query)
    ]
