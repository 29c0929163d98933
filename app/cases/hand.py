"""A case in hand: its row, locked first, with the changes of one act kept together until they are written once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, bindparam, exists, select, update
from sqlalchemy.orm import Session

from app import db
from app.cases import instances, steps
from app.cases.instances import Instance
from app.cases.steps import Step
from app.definitions.queries import Procedure
from app.errors import Conflict, NotFound, say
from app.models import Case, CaseUnit, Person, ReferenceRevision, UserTask
from app.sealing import PersonKey

HEAD = (
    "id",
    "number",
    "person_id",
    "definition_id",
    "category",
    "status",
    "stage",
    "risk",
    "nationality",
    "governorate",
    "hospital",
    "language",
    "child",
    "officer_id",
    "closed_at",
    "outcome",
    "whereabouts",
    "review_at",
    "state",
    "revision",
    "next_due",
    "audit_seq",
    "audit_head",
)
GONE = say("There is no such case, or it is not for you.")
STEP_GONE = say("There is no such step, or it is not for you.")


@dataclass
class CaseInHand:
    """The locked row. Setting an attribute marks it as changed; `keep` writes all changes in one statement.

    `instance` is the call beside the case's procedure that the act is about, if it is about one.
    """

    id: int
    number: str
    person_id: int
    definition_id: int
    category: str
    status: str
    stage: str | None
    risk: str | None
    nationality: str | None
    governorate: str | None
    hospital: str | None
    language: str | None
    child: str | None
    officer_id: int | None
    closed_at: datetime | None
    outcome: str | None
    whereabouts: str | None
    review_at: datetime | None
    state: bytes
    revision: int
    next_due: datetime | None
    audit_seq: int
    audit_head: str
    key: PersonKey
    reference_revision: int
    has_chosen_units: bool
    instance: Instance | None = None
    _changed: set[str] = field(default_factory=set, repr=False)

    def __setattr__(self, name: str, value: Any) -> None:
        if "_changed" in self.__dict__ and self.__dict__[name] != value:
            self._changed.add(name)
        super().__setattr__(name, value)

    @property
    def chain(self) -> str:
        """The case's audit chain."""
        return f"case:{self.id}"

    @property
    def has_changed(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self._changed)

    @property
    def instance_id(self) -> int | None:
        """The number of the instance the act is about; none for the procedure the case follows."""
        return self.instance.id if self.instance else None

    @property
    def tokens(self) -> bytes:
        """The state of what the act is about: of the case's procedure, or of a call beside it."""
        return self.instance.state if self.instance else self.state

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


_ROW: Select[Any] = (
    select(
        *(getattr(Case, name) for name in HEAD),
        Person.data_key,
        select(ReferenceRevision.number).scalar_subquery(),
        exists().where(CaseUnit.case_id == Case.id),
    )
    .select_from(Case)
    .join(Person, Person.id == Case.person_id)
)
_BY_ID = _ROW.where(Case.id == bindparam("wanted")).with_for_update(of=Case)
_BY_NUMBER = _ROW.where(Case.number == bindparam("wanted")).with_for_update(of=Case)
_WITH_STEP = (
    _ROW.add_columns(*steps.COLUMNS)
    .join(UserTask, UserTask.case_id == Case.id)
    .where(UserTask.id == bindparam("wanted"))
    .with_for_update(of=[Case, UserTask])  # in this order: whoever waits, waits for the case
)
_WIDTH = len(HEAD) + 3


def lock(session: Session, case_id: int) -> CaseInHand:
    """Take a case in hand by id: nobody else can write to it until the transaction ends. Raises NotFound."""
    return _take(session, _BY_ID, case_id)


def lock_by_number(session: Session, number: str) -> CaseInHand:
    """Take a case in hand by its number; raises NotFound."""
    return _take(session, _BY_NUMBER, number)


def lock_with_step(session: Session, task_id: int) -> tuple[CaseInHand, Step]:
    """Take the case of a step in hand, and the step as it stands once nobody else can change it.

    Raises NotFound.
    """
    row = db.link(session).execute(_WITH_STEP, {"wanted": task_id}).one_or_none()
    if row is None:
        raise NotFound(STEP_GONE)
    step = Step(*row[_WIDTH:])
    # Asked only now that the case is locked: what a join had read before it waited could be stale.
    beside = instances.take(session, step.instance_id) if step.instance_id is not None else None
    return _in_hand(session, row[:_WIDTH], beside), step


def procedure(session: Session, case: CaseInHand) -> Procedure:
    """What moves the tokens that the act is about."""
    return instances.procedure(session, case.definition_id, case.instance)


def _take(session: Session, statement: Select[Any], wanted: object) -> CaseInHand:
    row = db.link(session).execute(statement, {"wanted": wanted}).one_or_none()
    if row is None:
        raise NotFound(GONE)
    return _in_hand(session, row)


def _in_hand(session: Session, row: Sequence[Any], instance: Instance | None = None) -> CaseInHand:
    *head, data_key, revision, has_chosen = row
    return CaseInHand(
        **dict(zip(HEAD, head, strict=True)),
        key=db.vault(session).open(data_key),
        reference_revision=revision or 0,
        has_chosen_units=bool(has_chosen),
        instance=instance,
    )


def keep(session: Session, case: CaseInHand) -> None:
    """Write what changed. The revision is the net under the lock: a lost update is refused, never silent."""
    if case.instance is not None:
        instances.keep(session, case.instance)
    before, names = case.revision, frozenset(case._changed - {"instance"})
    values = {f"new_{name}": getattr(case, name) for name in names}
    known = {"row": case.id, "before": before, "new_revision": before + 1}
    done = db.link(session).execute(_writing(names), known | values)
    if done.rowcount != 1:
        raise Conflict(say("Someone else has just changed this case. Open it again and repeat what you did."))
    case.revision = before + 1
    case._changed.clear()


@cache
def _writing(names: frozenset[str]) -> Update:
    """The statement that writes these columns, made once: acts of one kind change the same ones."""
    columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in sorted(names | {"revision"})}
    return (
        update(Case)
        .where(Case.id == bindparam("row"), Case.revision == bindparam("before"))
        .values(**columns)
    )
