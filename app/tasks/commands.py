"""What a person does with a step: claim, release, reassign, draft, complete, skip, send back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from app import audit, db, engine, policy
from app.agencies import queries as agencies
from app.cases import advance, facts, hand, reasons, steps, turning
from app.cases.hand import CaseInHand
from app.cases.steps import Step
from app.definitions import queries as definitions
from app.errors import Conflict, Invalid, NotFound, NotPermitted, say
from app.forms import Form
from app.models import Progress, UserTask
from app.policy import Member

FINISHED = say("This step is finished already. Open the case to see what came of it.")
TAKEN = say("Someone else has taken this step. Choose another one from your inbox.")
NOBODY = say("Choose a person of your unit whose role may do this step.")
NOT_YOURS = say("Claim this step first: only who holds it can do this.")

_FINISH = (
    update(UserTask)
    .where(UserTask.id == bindparam("row"))
    .values(
        state=bindparam("to"),
        answers=bindparam("kept"),
        draft=None,
        finished_at=bindparam("at"),
        finished_by=bindparam("by"),
    )
)


def _in_hand(session: Session, user: Member, task_id: int) -> tuple[CaseInHand, Step]:
    """The case first, locked, then its step. Raises NotFound for other people's steps."""
    case, step = hand.lock_with_step(session, task_id)
    if not policy.may_see_step(user, step):
        raise NotFound(hand.STEP_GONE)
    return case, step


def _held(session: Session, user: Member, task_id: int) -> tuple[CaseInHand, Step]:
    """A step the person holds. Raises Conflict when it is finished, NotPermitted when it is not theirs."""
    case, step = _in_hand(session, user, task_id)
    if not step.is_open:
        raise Conflict(FINISHED)
    if not policy.may_complete(user, step):
        raise NotPermitted(NOT_YOURS) if step.assignee_id is None else Conflict(TAKEN)
    return case, step


def claim(session: Session, user: Member, task_id: int, *, now: datetime) -> None:
    """Take a free step. Of two who try at once, one gets it and the other a Conflict."""
    case, step = _in_hand(session, user, task_id)
    if not step.is_open:
        raise Conflict(FINISHED)
    if step.assignee_id is not None:
        raise Conflict(TAKEN)
    if not policy.may_work_on(user, step):
        raise NotPermitted(say("This step asks for the signature of another role in your unit."))
    _refuse_same_person(session, user.id, step)
    _assign(session, step, user.id, now)
    audit.record(session, user.id, "task_claimed", case, at=now, task=step.id)
    hand.keep(session, case)


def _refuse_same_person(session: Session, user_id: int, step: Step) -> None:
    if step.differs_from and steps.last_done_by(session, step.case_id, step.differs_from) == user_id:
        raise NotPermitted(
            say("You did step %(step)s yourself. A second person must sign here.", step=step.differs_from)
        )


def _assign(session: Session, step: Step, user_id: int | None, now: datetime) -> None:
    session.execute(
        update(UserTask)
        .where(UserTask.id == step.id)
        .values(
            state="claimed" if user_id else "ready", assignee_id=user_id, claimed_at=now if user_id else None
        )
    )


def release(session: Session, user: Member, task_id: int, *, now: datetime) -> None:
    """Lay a step back for the unit; its draft stays."""
    case, step = _in_hand(session, user, task_id)
    if not step.is_open:
        raise Conflict(FINISHED)
    if not policy.may_release(user, step):
        raise NotPermitted(NOT_YOURS)
    _assign(session, step, None, now)
    audit.record(session, user.id, "task_released", case, at=now, task=step.id)
    hand.keep(session, case)


def reassign(
    session: Session, user: Member, task_id: int, to: int, reason: str = "", *, now: datetime
) -> None:
    """Hand a step to another person of the unit; a reason is kept when one is given."""
    case, step = _in_hand(session, user, task_id)
    if not step.is_open:
        raise Conflict(FINISHED)
    if not policy.may_reassign(user, step):
        raise NotPermitted(say("Only a supervisor of the unit hands a step to another person."))
    receiver = agencies.member(session, to)
    if receiver is None or not policy.may_work_on(receiver, step):
        raise Invalid(NOBODY, {"colleague": [NOBODY]})
    _refuse_same_person(session, receiver.id, step)
    _assign(session, step, receiver.id, now)
    note, said = reasons.sealed(session, case, step.id, reason)
    act = {"case_id": case.id, "task_id": step.id, "act": "reassigned", "actor_id": user.id, "at": now}
    session.execute(insert(Progress).values(**act, passed="[]", note=note))
    audit.record(session, user.id, "task_reassigned", case, at=now, task=step.id, to=receiver.id, **said)
    hand.keep(session, case)


def save_draft(
    session: Session, user: Member, task_id: int, answers: Mapping[str, Any], *, now: datetime
) -> None:
    """Keep what is typed so far, sealed; right or wrong, but only within the bounds of the form."""
    case, step = _held(session, user, task_id)
    form = _form(hand.procedure(session, case), step)
    draft = case.key.seal(f"draft:{step.id}", form.visible(answers, now=now) if form else {})
    session.execute(update(UserTask).where(UserTask.id == step.id).values(draft=draft))
    audit.record(session, user.id, "draft_saved", case, at=now, task=step.id)
    hand.keep(session, case)


def complete(
    session: Session, user: Member, task_id: int, answers: Mapping[str, Any], *, now: datetime
) -> str:
    """Complete a step with its answers; the next steps are in their units' inboxes. Gives back the case number.

    Raises Invalid with every problem by field, Conflict when the step or the case has moved on.
    """
    case, step = _held(session, user, task_id)
    _refuse_same_person(session, user.id, step)
    procedure = hand.procedure(session, case)
    form = _form(procedure, step)
    clean = form.clean(answers, now=now) if form else {}
    variables = form.variables(clean) if form else {}
    snapshot = engine.complete(procedure.model, case.tokens, step.engine_id, variables, now=now)
    if form:
        facts.learn(session, case, form.facts(clean))
    _finish(session, step, "completed", user.id, case.key.seal(f"answers:{step.id}", clean), now)
    advance.apply(
        session, case, procedure, snapshot, act="completed", actor_id=user.id, task_id=step.id, now=now
    )
    turning.go_on(session, user, case, snapshot, now)
    digest = db.vault(session).audit_digest(clean)
    audit.record(session, user.id, "task_completed", case, at=now, task=step.id, answers=digest)
    hand.keep(session, case)
    return case.number


def _form(procedure: definitions.Procedure, step: Step) -> Form | None:
    return procedure.forms.get(step.form_id) if step.form_id else None


def _finish(session: Session, step: Step, to: str, by: int, answers: bytes | None, now: datetime) -> None:
    db.link(session).execute(_FINISH, {"row": step.id, "to": to, "kept": answers, "at": now, "by": by})


def skip(session: Session, user: Member, task_id: int, reason: str, *, now: datetime) -> str:
    """End a step as not obtained, with a reason; the case goes on. Gives back the case number."""
    case, step = hand.lock_with_step(session, task_id)
    if not (policy.may_see_step(user, step) or policy.may_see_all_cases(user)):
        raise NotFound(hand.STEP_GONE)
    if not step.is_open:
        raise Conflict(FINISHED)
    if not policy.may_skip(user, step):
        raise NotPermitted(
            say("Only a supervisor records a step as not obtained, where the procedure allows it.")
        )
    procedure = hand.procedure(session, case)
    snapshot = engine.skip(procedure.model, case.tokens, step.engine_id, now=now)
    _close_with_reason(session, user, case, procedure, step, snapshot, ("skipped", reason), now)
    return case.number


def send_back(session: Session, user: Member, task_id: int, to: str, reason: str, *, now: datetime) -> str:
    """Send the work back to an earlier step for correction, with a reason that step will show."""
    case, step = _held(session, user, task_id)
    procedure = hand.procedure(session, case)
    if to not in procedure.model.returns(step.process_id, step.element_id):
        raise Invalid(say("The work cannot go back to this step from here."))
    snapshot = engine.send_back(procedure.model, case.tokens, step.engine_id, to, now=now)
    before = {s.engine_id for s in steps.steps_of(session, case.id)}
    _close_with_reason(session, user, case, procedure, step, snapshot, ("returned", reason), now)
    again = next(s for s in steps.steps_of(session, case.id) if s.engine_id not in before)
    _show_again(session, case, again, reason)
    return case.number


def _show_again(session: Session, case: CaseInHand, again: Step, reason: str) -> None:
    """The step that comes again starts from its former answers and says why it came back."""
    former = [
        s
        for s in steps.steps_of(session, case.id)
        if (s.process_id, s.element_id, s.call_id) == (again.process_id, again.element_id, again.call_id)
        and s.answers
    ]
    draft = former[-1].unsealed(case.key, "answers") if former else None
    session.execute(
        update(UserTask)
        .where(UserTask.id == again.id)
        .values(
            note=case.key.seal(f"note:{again.id}", reason),
            draft=case.key.seal(f"draft:{again.id}", draft) if draft else None,
        )
    )


def _close_with_reason(
    session: Session,
    user: Member,
    case: CaseInHand,
    procedure: definitions.Procedure,
    step: Step,
    snapshot: engine.Snapshot,
    how: tuple[str, str],
    now: datetime,
) -> None:
    state, reason = how
    if not reason.strip():
        raise Invalid(say("Give the reason."), {"reason": [reasons.MISSING]})
    _finish(session, step, state, user.id, None, now)
    note, said = reasons.sealed(session, case, step.id, reason)
    advance.apply(
        session, case, procedure, snapshot, act=state, actor_id=user.id, task_id=step.id, note=note, now=now
    )
    turning.go_on(session, user, case, snapshot, now)
    audit.record(session, user.id, f"task_{state}", case, at=now, task=step.id, **said)
    hand.keep(session, case)
