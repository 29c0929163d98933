"""Masked values shown when asked for: policy first, then the access log, and only then the value."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app import access, policy
from app.cases import answers, instances, queries, reasons, steps
from app.cases.steps import Step
from app.errors import NotFound, NotPermitted, say
from app.models import Case, Progress
from app.policy import Member

NAMED_ROLES = say("This is shown to named roles only. What you need for your step is in the referral.")
NO_ANSWER = say("There is no such answer.")
NO_REASON = say("There is no such reason.")


def name(session: Session, user: Member, number: str, *, now: datetime) -> str | None:
    """The name of the person of a case, or nothing where it is not known yet."""
    case = queries.case(session, user, number)
    if not policy.may_reveal_name(user):
        raise NotPermitted(NAMED_ROLES)
    access.note(session, user.id, case.id, "person:full_name", at=now)
    return queries.person_name(session, case.person_id)


def answer(
    session: Session, user: Member, number: str, task_id: int, field: str, language: str, *, now: datetime
) -> str:
    """One answer as text in "en" or "ar". Raises NotFound also for answers the person may not know of."""
    case = queries.case(session, user, number)
    all_steps = steps.steps_of(session, case.id)
    step = _readable(user, all_steps, task_id)
    if step is None:
        raise NotFound(NO_ANSWER)
    procedure = instances.of_step(session, case.definition_id, step.instance_id)
    row = answers.one(procedure, step, queries.key_of(session, case.person_id), field, language)
    if row is None:
        raise NotFound(NO_ANSWER)
    if row.sensitivity and not policy.may_reveal(
        user,
        row.sensitivity,
        step.unit,
        is_officer=case.officer_id == user.id,
        shares_call=step.call_id in answers.own_calls(user, all_steps),
    ):
        raise NotPermitted(NAMED_ROLES)
    access.note(session, user.id, case.id, f"task:{step.id}:{field}", at=now)
    return str(row.value)


def reason(session: Session, user: Member, number: str, act_id: int, *, now: datetime) -> str:
    """Why somebody skipped, sent back or handed on a step. Raises NotFound as `answer` does."""
    case: Case = queries.case(session, user, number)
    all_steps = steps.steps_of(session, case.id)
    act = queries.act(session, case.id, act_id)
    if act is not None and act.note and act.task_id is None:
        return _of_the_case(session, user, case, act, now)
    step = _readable(user, all_steps, act.task_id) if act and act.note else None
    if act is None or step is None:
        raise NotFound(NO_REASON)
    procedure = instances.of_step(session, case.definition_id, step.instance_id)
    shares_call = step.call_id in answers.own_calls(user, all_steps)
    if not reasons.may_reveal(user, case, procedure, act, step, shares_call=shares_call):
        raise NotPermitted(NAMED_ROLES)
    access.note(session, user.id, case.id, f"task:{step.id}:reason:{act.id}", at=now)
    return reasons.text(act, queries.key_of(session, case.person_id))


def _of_the_case(session: Session, user: Member, case: Case, act: Progress, now: datetime) -> str:
    """The reason of an act that no step asked for: for whoever wrote it, and the custodian's people."""
    if act.actor_id != user.id:
        if not policy.may_see_all_cases(user):
            raise NotFound(NO_REASON)
        if user.role not in policy.WORKING_ROLES:
            raise NotPermitted(NAMED_ROLES)
    access.note(session, user.id, case.id, f"case:reason:{act.id}", at=now)
    return reasons.text(act, queries.key_of(session, case.person_id))


def _readable(user: Member, all_steps: Sequence[Step], task_id: int | None) -> Step | None:
    return next((s for s in answers.readable(user, all_steps) if s.id == task_id), None)
