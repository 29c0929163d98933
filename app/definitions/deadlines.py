"""Other deadlines for a published procedure: the same drawing with other clocks, checked and published anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit, policy
from app.calendar import ClockUnit
from app.definitions import commands, queries
from app.engine import Step
from app.errors import Invalid, Message, NotPermitted, say
from app.models import ClockSetting, FormDefinition, ProcessDefinition, ProcessDefinitionForm
from app.policy import Member

LONGEST = 999
UNITS: tuple[str, ...] = get_args(ClockUnit)
NOT_PERMITTED = say("Only the custodian's supervisor sets deadlines.")
Typed = tuple[str, str]
"""An amount and a unit as they were typed."""


@dataclass(frozen=True)
class Deadline:
    """A step with its clock as it is published."""

    step: Step
    amount: int
    unit: str


def deadlines(session: Session, key: str) -> list[Deadline]:
    """The clocked steps of the serving version of a drawing, in the drawing's order; raises NotFound."""
    procedure = queries.procedure(session, queries.published(session, key).id)
    return [
        Deadline(step, step.clock.amount, step.clock.unit)
        for step in procedure.model.steps.values()
        if step.process_id == key and step.clock
    ]


def set_deadlines(
    session: Session, user: Member, key: str, typed: Mapping[str, Typed], *, now: datetime
) -> int:
    """Give the steps of a drawing these clocks and publish all that uses it; gives back how many changed.

    Running cases keep their version. Raises Invalid with every problem by element.
    """
    refuse_others(user)
    audit.HouseChain(session)  # of two who set deadlines at once, the second waits
    present = {row.step.element_id: (row.amount, row.unit) for row in deadlines(session, key)}
    wanted = {element: typed[element] for element in present if element in typed}
    problems = {element: found for element, clock in wanted.items() if (found := _faults(*clock))}
    if problems:
        raise Invalid(say("The deadlines were not changed."), problems)
    clocks = {element: (int(amount), unit) for element, (amount, unit) in wanted.items()}
    changed = {element: clock for element, clock in clocks.items() if clock != present[element]}
    for element, (amount, unit) in changed.items():
        setting = ClockSetting(process_id=key, element_id=element, amount=amount, unit=unit)
        setting.set_by, setting.set_at = user.id, now
        session.merge(setting)
    if changed:
        session.flush()
        steps = {element: [*present[element], *clock] for element, clock in changed.items()}
        audit.record_house(session, user.id, "deadlines_set", at=now, process=key, steps=steps)
        _publish_anew(session, key, now)
    return len(changed)


def refuse_others(user: Member) -> None:
    """Raises NotPermitted for whoever does not set deadlines."""
    if not policy.may_set_deadlines(user):
        raise NotPermitted(NOT_PERMITTED)


def _faults(amount: str, unit: str) -> list[Message]:
    found = []
    if not (amount.isascii() and amount.isdigit() and int(amount) <= LONGEST):
        found.append(say("Type a whole number from 0 to %(most)s.", most=LONGEST))
    if unit not in UNITS:
        found.append(say("Choose working days, hours or minutes."))
    return found


def _publish_anew(session: Session, key: str, now: datetime) -> None:
    """Publish the drawing and every procedure that calls it, each with the drawings and forms it has now."""
    for row in queries.published_all(session):
        drawings = {row.key: row.xml, **queries.called(session, row.id)}
        if key in drawings:
            commands.publish(session, row.key, _serving(session, drawings), _forms(session, row.id), now=now)


def _serving(session: Session, drawings: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same drawings as they serve now: one may have been published anew a moment ago."""
    rows = select(ProcessDefinition.key, ProcessDefinition.xml).where(
        ProcessDefinition.state == "published", ProcessDefinition.key.in_(drawings)
    )
    return {**drawings, **dict(session.execute(rows).all())}


def _forms(session: Session, definition_id: int) -> dict[str, bytes]:
    rows = (
        select(FormDefinition.key, FormDefinition.body)
        .join(ProcessDefinitionForm, ProcessDefinitionForm.form_id == FormDefinition.id)
        .where(ProcessDefinitionForm.definition_id == definition_id)
    )
    return dict(session.execute(rows).all())
