"""Why a step was not obtained, sent back or handed on: sealed with the act, for those who may read the step."""

from sqlalchemy.orm import Session

from app import db, policy
from app.cases.hand import CaseInHand
from app.cases.steps import Step
from app.definitions.queries import Procedure
from app.errors import say
from app.models import Case, Progress
from app.policy import Member
from app.sealing import PersonKey

STRICTEST_FIRST = ("medical", "sensitive")
MISSING = say("Say in a few words why.")


def sealed(
    session: Session, case: CaseInHand, task_id: int | None, reason: str
) -> tuple[bytes | None, dict[str, str]]:
    """A reason sealed for its act, and its digest for the audit; neither where nothing was said."""
    if not reason.strip():
        return None, {}
    return case.key.seal(_place(case.id, task_id), reason), {"reason": db.vault(session).audit_digest(reason)}


def _place(case_id: int, task_id: int | None) -> str:
    """Where a reason is sealed to: the step it is about, or the case for an act that no step asked for."""
    return f"progress:case:{case_id}" if task_id is None else f"progress:{task_id}"


def sensitivity(procedure: Procedure, step: Step) -> str:
    """How a reason is guarded: as its step is in the drawing or in the call, and never less than sensitive.

    A reason is free text, so it can hold whatever the step itself may ask for.
    """
    drawn = procedure.model.steps
    places = ((step.process_id, step.element_id), (procedure.key, step.call_element or ""))
    found = {drawn[at].sensitivity for at in places if at in drawn}
    return next((level for level in STRICTEST_FIRST if level in found), "sensitive")


def may_reveal(
    user: Member, case: Case, procedure: Procedure, act: Progress, step: Step, *, shares_call: bool
) -> bool:
    """Whether a reason is shown when asked for: to whoever wrote it, and as the policy says of answers."""
    return act.actor_id == user.id or policy.may_reveal(
        user,
        sensitivity(procedure, step),
        step.unit,
        is_officer=case.officer_id == user.id,
        shares_call=shares_call,
    )


def text(act: Progress, key: PersonKey) -> str:
    """The reason of an act that has one; the caller has asked policy and written the access log."""
    assert act.note is not None
    return str(key.unseal(_place(act.case_id, act.task_id), act.note))
