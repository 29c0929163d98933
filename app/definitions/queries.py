"""Procedures as the other rooms use them: read once, kept for good, since a published version never changes."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db, engine, forms
from app.engine import ProcessModel
from app.errors import NotFound, say
from app.forms import Form
from app.models import (
    FormDefinition,
    ProcessDefinition,
    ProcessDefinitionCall,
    ProcessDefinitionForm,
)


@dataclass(frozen=True)
class Procedure:
    """A published version, ready to run: its model, its forms by id, and the form id of each form key."""

    id: int
    key: str
    version: int
    reference: bool
    model: ProcessModel
    forms: dict[int, Form]
    form_ids: dict[str, int]


def procedure(session: Session, definition_id: int) -> Procedure:
    """The version with this id; no statement is sent once this process has read it."""
    kept: dict[int, Procedure] = db.cache(session).setdefault("procedures", {})
    found = kept.get(definition_id)
    if found is None:
        found = kept[definition_id] = _read(session, definition_id)
    return found


def _read(session: Session, definition_id: int) -> Procedure:
    row = session.get_one(ProcessDefinition, definition_id)
    bodies = session.execute(
        select(FormDefinition.id, FormDefinition.key, FormDefinition.body)
        .join(ProcessDefinitionForm, ProcessDefinitionForm.form_id == FormDefinition.id)
        .where(ProcessDefinitionForm.definition_id == definition_id)
    ).all()
    return Procedure(
        id=row.id,
        key=row.key,
        version=row.version,
        reference=row.reference,
        model=engine.read(row.xml, called(session, definition_id)),
        forms={form_id: forms.read(body) for form_id, _, body in bodies},
        form_ids={key: form_id for form_id, key, _ in bodies},
    )


def called(session: Session, definition_id: int) -> dict[str, bytes]:
    """The drawings of everything a version calls, by process id."""
    rows = session.execute(
        select(ProcessDefinition.key, ProcessDefinition.xml)
        .join(ProcessDefinitionCall, ProcessDefinitionCall.called_id == ProcessDefinition.id)
        .where(ProcessDefinitionCall.caller_id == definition_id)
    )
    return {row.key: row.xml for row in rows}


def published(session: Session, key: str) -> ProcessDefinition:
    """The version new cases start with; raises NotFound."""
    row = session.scalar(
        select(ProcessDefinition).where(ProcessDefinition.key == key, ProcessDefinition.state == "published")
    )
    if row is None:
        raise NotFound(say("There is no published procedure of this name."))
    return row


def serving(session: Session, category: str) -> ProcessDefinition | None:
    """The published procedure that cases of a category follow, if there is one."""
    return session.scalar(
        select(ProcessDefinition).where(
            ProcessDefinition.key == f"{category}_case",
            ProcessDefinition.category == category,
            ProcessDefinition.state == "published",
        )
    )


def published_all(session: Session, *, that_open_cases: bool = False) -> list[ProcessDefinition]:
    """Every published procedure; `that_open_cases` leaves out those that are only called by others."""
    query = (
        select(ProcessDefinition)
        .where(ProcessDefinition.state == "published")
        .order_by(ProcessDefinition.key)
    )
    if that_open_cases:
        query = query.where(ProcessDefinition.category.is_not(None))
    return list(session.scalars(query))


def version(session: Session, key: str, number: int) -> ProcessDefinition:
    """One version of a procedure; raises NotFound."""
    row = session.scalar(
        select(ProcessDefinition).where(ProcessDefinition.key == key, ProcessDefinition.version == number)
    )
    if row is None:
        raise NotFound(say("There is no such version of this procedure."))
    return row
