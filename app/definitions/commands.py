"""Publishing a procedure: everything is checked together, then the old version retires and the new one serves."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import audit, engine
from app.definitions import checks
from app.errors import Invalid, say
from app.models import (
    ClockSetting,
    FormDefinition,
    ProcessDefinition,
    ProcessDefinitionCall,
    ProcessDefinitionForm,
)


def publish(
    session: Session,
    key: str,
    drawings: Mapping[str, bytes],
    form_files: Mapping[str, bytes],
    *,
    now: datetime,
) -> ProcessDefinition:
    """Publish `drawings[key]` with what it calls and the forms it names; gives back the version that serves.

    What is published already, byte for byte, stays as it is. Raises Invalid with every problem by element.
    """
    drawings = {name: engine.with_clocks(xml, _settings(session, name)) for name, xml in drawings.items()}
    found = checks.problems(key, drawings, form_files)
    blocking = [p for p in found if p.severity != "warning"]
    if blocking:
        fields: dict[str, list[engine.Message]] = {}
        for problem in blocking:
            fields.setdefault(problem.element or key, []).append(problem.message)
        raise Invalid(say("Procedure %(key)s cannot be published.", key=key), fields)
    model = engine.read(drawings[key], {k: v for k, v in drawings.items() if k != key})
    called = {p: publish(session, p, drawings, form_files, now=now).id for p in model.processes if p != key}
    form_ids = {form: _keep_form(session, form, form_files[form]) for form in checks.forms_of(model)}
    return _keep_version(session, model, called, form_ids, now)


def _settings(session: Session, process_id: str) -> dict[str, tuple[int, str]]:
    """The clocks the custodian has set for the steps of a drawing; they go before what is drawn."""
    rows = select(ClockSetting).where(ClockSetting.process_id == process_id)
    return {row.element_id: (row.amount, row.unit) for row in session.scalars(rows)}


def _keep_form(session: Session, key: str, body: bytes) -> int:
    digest = sha256(body).hexdigest()
    latest = session.execute(
        select(FormDefinition.id, FormDefinition.version, FormDefinition.digest)
        .where(FormDefinition.key == key)
        .order_by(FormDefinition.version.desc())
    ).first()
    if latest and latest.digest == digest:
        return int(latest.id)
    row = FormDefinition(key=key, version=latest.version + 1 if latest else 1, digest=digest, body=body)
    session.add(row)
    session.flush()
    return row.id


def _keep_version(
    session: Session,
    model: engine.ProcessModel,
    called: dict[str, int],
    form_ids: dict[str, int],
    now: datetime,
) -> ProcessDefinition:
    serving = session.scalar(
        select(ProcessDefinition)
        .where(ProcessDefinition.key == model.key, ProcessDefinition.state == "published")
        .with_for_update()
    )
    digest = sha256(
        f"{model.digest} {sorted(called.values())} {sorted(form_ids.values())}".encode()
    ).hexdigest()
    if serving and serving.digest == digest:
        return serving
    latest = session.scalar(
        select(func.max(ProcessDefinition.version)).where(ProcessDefinition.key == model.key)
    )
    row = _new_version(model, (latest or 0) + 1, digest, now)
    if serving:
        serving.state = "retired"
    session.add(row)
    session.flush()
    session.add_all(ProcessDefinitionCall(caller_id=row.id, called_id=i) for i in called.values())
    session.add_all(ProcessDefinitionForm(definition_id=row.id, form_id=i) for i in form_ids.values())
    audit.record_house(
        session, None, "published", at=now, definition=row.id, key=row.key, version=row.version
    )
    return row


def _new_version(model: engine.ProcessModel, number: int, digest: str, now: datetime) -> ProcessDefinition:
    return ProcessDefinition(
        key=model.key,
        version=number,
        state="published",
        name=model.name,
        name_ar=model.name_ar,
        category=model.category,
        reference=model.reference,
        xml=model.xml,
        digest=digest,
        published_at=now,
    )
