"""The steps of a case as they stand, read by prepared statements: the hot path of every act goes through here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app import db
from app.models import UserTask
from app.sealing import PersonKey

_STEP = (
    "id",
    "case_id",
    "instance_id",
    "engine_id",
    "process_id",
    "element_id",
    "call_id",
    "call_element",
    "name",
    "name_ar",
    "party",
    "unit",
    "acting_for",
    "form_id",
    "stage",
    "role",
    "differs_from",
    "skippable",
    "clock_unit",
    "state",
    "assignee_id",
    "opened_at",
    "finished_at",
    "due_at",
    "draft",
    "answers",
    "note",
)


@dataclass(frozen=True)
class Step:
    """One step as it stands; draft, answers and note are still sealed."""

    id: int
    case_id: int
    instance_id: int | None
    engine_id: str
    process_id: str
    element_id: str
    call_id: str
    call_element: str | None
    name: str
    name_ar: str
    party: str | None
    unit: str
    acting_for: str | None
    form_id: int | None
    stage: str | None
    role: str | None
    differs_from: str | None
    skippable: bool
    clock_unit: str | None
    state: str
    assignee_id: int | None
    opened_at: datetime
    finished_at: datetime | None
    due_at: datetime | None
    draft: bytes | None
    answers: bytes | None
    note: bytes | None

    @property
    def is_open(self) -> bool:
        """Whether the step waits for somebody."""
        return self.state in ("ready", "claimed")

    def unsealed(self, key: PersonKey, what: str) -> Any:
        """The draft, the answers or the note; nothing when there is none."""
        sealed = getattr(self, what)
        return key.unseal(f"{what}:{self.id}", sealed) if sealed else None


COLUMNS = [getattr(UserTask, name) for name in _STEP]
_ONE = select(*COLUMNS).where(UserTask.id == bindparam("wanted"))


def step(session: Session, task_id: int) -> Step | None:
    """A step by id, for reading. Whoever means to write takes it in hand with its case (`hand.lock_with_step`)."""
    row = db.link(session).execute(_ONE, {"wanted": task_id}).one_or_none()
    return Step(*row) if row else None


def steps_of(session: Session, case_id: int) -> list[Step]:
    """Every step a case has had, in the order they were opened."""
    rows = session.execute(select(*COLUMNS).where(UserTask.case_id == case_id).order_by(UserTask.id))
    return [Step(*row) for row in rows]


def last_done_by(session: Session, case_id: int, element_id: str) -> int | None:
    """Who completed an element of a case last: two signatures must be of two people (BRIEF 10.14)."""
    return session.scalar(
        select(UserTask.finished_by)
        .where(UserTask.case_id == case_id, UserTask.element_id == element_id, UserTask.state == "completed")
        .order_by(UserTask.finished_at.desc(), UserTask.id.desc())
        .limit(1)
    )
