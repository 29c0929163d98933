"""The one place where the engine's answer becomes rows: steps opened and cancelled, clocks, status, progress."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from app import db
from app.agencies import queries as agencies
from app.agencies.choice import Choice, choose_unit
from app.cases import carrying
from app.cases.hand import CaseInHand
from app.definitions.queries import Procedure
from app.engine import OpenTask, Snapshot
from app.engine.state import waiting
from app.errors import Conflict, say
from app.models import OPEN, CaseUnit, Progress, UserTask

STAGES = ("I", "II", "III", "IV", "V")
SUSPENDED = "suspended"
"""While nobody reaches the person, agencies go on and the case stays suspended (BRIEF 6.2)."""


def apply(
    session: Session,
    case: CaseInHand,
    procedure: Procedure,
    snapshot: Snapshot,
    *,
    act: str,
    actor_id: int | None,
    now: datetime,
    task_id: int | None = None,
    note: bytes | None = None,
) -> None:
    """Bring the rows of a case in line with the engine's answer, inside the act that caused it.

    The step that caused it is finished by its command before. Raises Conflict when a case would close while a
    referral is unanswered (BRIEF 6.6, line 1).
    """
    before = waiting(case.tokens)
    goes_on = carrying.goes_on(session, case, snapshot)
    if goes_on:
        carrying.carry(session, case, procedure, str(snapshot.data[carrying.TARGET]), now)
    gone = before - {task.id for task in snapshot.open}
    if len(gone) > (task_id is not None):
        _cancel_steps(session, case, snapshot, gone, now)
    if snapshot.ended and case.instance is None:
        _refuse_open_calls(session, case, snapshot)
    fresh = [task for task in snapshot.open if task.id not in before]
    if fresh:
        _open_steps(session, case, procedure, fresh, now)
    _move_head(case, snapshot, now, closes=snapshot.ended and not goes_on)
    _note_progress(session, case, snapshot, act, actor_id, task_id, note, now)


_GONE = select(UserTask.id, UserTask.call_id, UserTask.name).where(
    UserTask.case_id == bindparam("case"),
    UserTask.engine_id.in_(bindparam("gone", expanding=True)),
    UserTask.instance_id.is_not_distinct_from(bindparam("instance")),
    UserTask.state.in_(OPEN),
)
_BESIDE = select(UserTask.name, UserTask.call_id).where(
    UserTask.case_id == bindparam("case"), UserTask.instance_id.is_not(None), UserTask.state.in_(OPEN)
)
_CANCEL = (
    update(UserTask)
    .where(UserTask.id == bindparam("row"))
    .values(state="cancelled", finished_at=bindparam("at"), draft=None)
)
_CHOSEN = select(CaseUnit.party, CaseUnit.call_id, CaseUnit.unit).where(CaseUnit.case_id == bindparam("case"))
_OPEN_STEP = insert(UserTask).inline()  # nobody asks for their numbers
_PROGRESS = insert(Progress).inline()


def _cancel_steps(
    session: Session, case: CaseInHand, snapshot: Snapshot, gone: frozenset[str], now: datetime
) -> None:
    """Steps that somebody else's act, a timer or the end of the case took away."""
    rows = (
        db.link(session)
        .execute(_GONE, {"case": case.id, "gone": list(gone), "instance": case.instance_id})
        .all()
    )
    if case.instance is None:
        _refuse_open_referrals(snapshot, rows)
    if rows:
        db.link(session).execute(_CANCEL, [{"row": row.id, "at": now} for row in rows])


def _refuse_open_calls(session: Session, case: CaseInHand, snapshot: Snapshot) -> None:
    """What an earlier procedure asked of an agency holds the case open as well."""
    _refuse_open_referrals(snapshot, db.link(session).execute(_BESIDE, {"case": case.id}).all())


def _refuse_open_referrals(snapshot: Snapshot, gone: Sequence[Any]) -> None:
    if not snapshot.ended or carrying.is_recategorised(snapshot):
        return
    unanswered = [row.name for row in gone if row.call_id]
    if unanswered:
        raise Conflict(
            say(
                "The case cannot close: these referrals are not answered yet: %(names)s.",
                names=", ".join(sorted(unanswered)),
            )
        )


def _open_steps(
    session: Session, case: CaseInHand, procedure: Procedure, fresh: list[OpenTask], now: datetime
) -> None:
    chosen = _chosen_units(session, case)
    reference = agencies.reference(session, case.reference_revision)
    steps = [
        _step_row(case, procedure, task, unit_for(reference, case, task, chosen, now), reference, now)
        for task in fresh
    ]
    db.link(session).execute(_OPEN_STEP, steps)


def _chosen_units(session: Session, case: CaseInHand) -> dict[tuple[str, str], str]:
    if not case.has_chosen_units:
        return {}
    rows = db.link(session).execute(_CHOSEN, {"case": case.id})
    return {(row.party, row.call_id): row.unit for row in rows}


def unit_for(
    reference: agencies.Reference,
    case: CaseInHand,
    task: OpenTask,
    chosen: Mapping[tuple[str, str], str],
    now: datetime,
) -> Choice:
    """The one unit a step goes to: chosen by hand for this referral or case, fixed by the drawing, or by rule."""
    call_id = _call(case, task)[0]
    party = task.party or "EPC"
    by_hand = chosen.get((party, call_id)) or chosen.get((party, ""))
    return choose_unit(
        reference.directory,
        party,
        on=now.astimezone(reference.calendar.zone).date(),
        nationality=case.nationality,
        governorate=case.governorate,
        hospital=case.hospital,
        override=by_hand or task.step.unit,
    )


def _step_row(
    case: CaseInHand,
    procedure: Procedure,
    task: OpenTask,
    choice: Choice,
    reference: agencies.Reference,
    now: datetime,
) -> dict[str, object]:
    step, clock = task.step, task.step.clock
    call_id, call_element = _call(case, task)
    return {
        "case_id": case.id,
        "instance_id": case.instance_id,
        "engine_id": task.id,
        "process_id": task.process_id,
        "element_id": task.element_id,
        "call_id": call_id,
        "call_element": call_element,
        "name": step.name,
        "name_ar": step.name_ar,
        "party": task.party,
        "unit": choice.unit_code,
        "acting_for": choice.acting_for,
        "form_id": procedure.form_ids.get(step.form) if step.form else None,
        "stage": step.stage,
        "role": step.role,
        "differs_from": step.differs_from,
        "skippable": step.skippable,
        "state": "ready",
        "opened_at": now,
        "clock_amount": clock.amount if clock else None,
        "clock_unit": clock.unit if clock else None,
        "due_at": reference.calendar.due(clock.amount, clock.unit, now) if clock else None,
        "next_notice_at": now,  # the worker tells the unit and sets the next moment
        "escalations": ",".join(f"{told.after} {told.to}" for told in step.escalations),
    }


def _call(case: CaseInHand, task: OpenTask) -> tuple[str, str | None]:
    """The innermost call a step is in, and where the outermost was drawn; none at the top of the procedure."""
    outer = case.instance
    call_id = task.path[-1].id if task.path else outer.call_id if outer else ""
    return call_id, outer.call_element if outer else task.path[0].element_id if task.path else None


def _move_head(case: CaseInHand, snapshot: Snapshot, now: datetime, *, closes: bool) -> None:
    """A call beside the procedure moves itself only: the head tells of the procedure the case follows."""
    if case.instance is not None:
        case.instance.state, case.instance.next_due = snapshot.state, snapshot.next_due
        case.instance.ended_at = now if snapshot.ended else None
        return
    case.state = snapshot.state
    case.next_due = snapshot.next_due
    if snapshot.statuses and (snapshot.ended or case.status != SUSPENDED):
        case.status = snapshot.statuses[-1]
    stages = [task.step.stage for task in snapshot.open if task.step.stage in STAGES]
    if stages:
        case.stage = max(stages, key=STAGES.index)
    if closes:
        case.closed_at = now
        case.outcome = str(snapshot.data.get("closureOutcome") or snapshot.outcome or "")


def _note_progress(
    session: Session,
    case: CaseInHand,
    snapshot: Snapshot,
    act: str,
    actor_id: int | None,
    task_id: int | None,
    note: bytes | None,
    now: datetime,
) -> None:
    passed = [[p.process_id, p.element_id] for p in snapshot.passed]
    db.link(session).execute(
        _PROGRESS,
        {
            "case_id": case.id,
            "instance_id": case.instance_id,
            "task_id": task_id,
            "act": act,
            "actor_id": actor_id,
            "at": now,
            "passed": orjson.dumps(passed).decode(),
            "note": note,
        },
    )
