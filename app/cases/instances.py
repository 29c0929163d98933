"""The instances of a case: the procedure it follows, and the calls of an earlier one that go on beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app import db, engine
from app.definitions import queries as definitions
from app.definitions.queries import Procedure
from app.models import CaseInstance

COLUMNS = (
    "id",
    "definition_id",
    "process_id",
    "call_id",
    "call_process",
    "call_element",
    "state",
    "next_due",
    "ended_at",
)


@dataclass
class Instance:
    """A call that outlived its procedure, in hand with its case."""

    id: int
    definition_id: int
    process_id: str
    call_id: str
    call_process: str
    call_element: str
    state: bytes
    next_due: datetime | None
    ended_at: datetime | None


_ROW = select(*(getattr(CaseInstance, name) for name in COLUMNS))
_BY_ID = _ROW.where(CaseInstance.id == bindparam("wanted"))
_DUE = (
    select(CaseInstance.id)
    .where(CaseInstance.case_id == bindparam("case"), CaseInstance.next_due <= bindparam("now"))
    .order_by(CaseInstance.id)
)
_KEEP = (
    update(CaseInstance)
    .where(CaseInstance.id == bindparam("row"))
    .values(state=bindparam("to"), next_due=bindparam("due"), ended_at=bindparam("ended"))
)


def take(session: Session, instance_id: int) -> Instance:
    """One instance as it stands; the caller holds the lock of its case."""
    return Instance(*db.link(session).execute(_BY_ID, {"wanted": instance_id}).one())


def keep(session: Session, instance: Instance) -> None:
    """Write how an instance stands now."""
    values = {"to": instance.state, "due": instance.next_due, "ended": instance.ended_at}
    db.link(session).execute(_KEEP, {"row": instance.id, **values})


def due(session: Session, case_id: int, *, now: datetime) -> list[int]:
    """The calls beside the procedure of a case whose timers are due."""
    return list(db.link(session).execute(_DUE, {"case": case_id, "now": now}).scalars())


def procedure(session: Session, definition_id: int, instance: Instance | None) -> Procedure:
    """What moves the tokens: the procedure of the case, or the called process of an instance by itself."""
    if instance is None:
        return definitions.procedure(session, definition_id)
    place = (instance.call_process, instance.call_element)
    return called(session, instance.definition_id, instance.process_id, place)


def called(session: Session, definition_id: int, process_id: str, place: tuple[str, str]) -> Procedure:
    """A called process as it runs for the call drawn at `place`, with the forms of its caller; read once."""
    kept: dict[Any, Procedure] = db.cache(session).setdefault("called", {})
    found = kept.get((definition_id, place))
    if found is None:
        caller = definitions.procedure(session, definition_id)
        drawings = definitions.called(session, definition_id)
        alone = engine.read(drawings[process_id], drawings)
        model = engine.called_by(alone, caller.model.steps[place])
        found = kept[definition_id, place] = replace(caller, key=process_id, model=model)
    return found


def of_step(session: Session, definition_id: int, instance_id: int | None) -> Procedure:
    """The procedure in whose drawing a step stands, of a case that follows `definition_id` now."""
    if instance_id is not None:
        definition_id = take(session, instance_id).definition_id
    return definitions.procedure(session, definition_id)


def whole(session: Session, definition_id: int, instance_ids: Iterable[int | None]) -> Procedure:
    """The procedure of a case, which also knows the forms and steps of those it followed before."""
    now = definitions.procedure(session, definition_id)
    earlier = {i for i in instance_ids if i is not None}
    if not earlier:
        return now
    query = select(CaseInstance.definition_id).where(CaseInstance.id.in_(earlier)).distinct()
    forms, steps, back = dict(now.forms), dict(now.model.steps), dict(now.model.back)
    for other in (definitions.procedure(session, i) for i in session.scalars(query)):
        forms, steps = {**other.forms, **forms}, {**other.model.steps, **steps}
        back = {**other.model.back, **back}
    return replace(now, forms=forms, model=replace(now.model, steps=steps, back=back))
