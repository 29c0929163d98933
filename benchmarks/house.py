"""A seeded house with the drawings of the benchmarks, the people of its units, and cases brought on by commands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, event, func, select
from sqlalchemy.orm import Session

from app import migrations, seeding
from app.agencies import demo
from app.agencies.queries import MEMBERS
from app.cases import commands as cases
from app.cases import steps
from app.cases.steps import Step
from app.config import Settings
from app.db import Database
from app.definitions import commands as publishing
from app.definitions import queries as definitions
from app.models import OPEN, Base, Case, UserTask
from app.policy import Member
from app.tasks import commands as tasks

FOLDER = Path(__file__).parent
NOW = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
DECISIONS = {"danger": True, "identified": True, "ready": True}
WORKING = ("caseworker", "medical")


@dataclass
class Counted:
    """Statements sent and commits made while it counts; what begins or ends a transaction is no statement."""

    statements: int = 0
    commits: int = 0


class House:
    """One database made ready; its members by unit, and the answers that bring a case to its end."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings)
        migrations.upgrade(self.database.engine)
        drawings = {file.stem: file.read_bytes() for file in sorted((FOLDER / "drawings").glob("*.bpmn"))}
        forms = {file.stem: file.read_bytes() for file in sorted((FOLDER / "forms").glob("*.form"))}
        with self.database.unit_of_work() as session:
            seeding.seed(session, now=NOW)
            demo.add_accounts(session, now=NOW)
            for key in drawings:
                publishing.publish(session, key, drawings, forms, now=NOW)
            found = [Member(**row._mapping) for row in session.execute(MEMBERS)]
        self.members = {member.unit: member for member in found if member.role in WORKING}

    def open_case(self, key: str) -> int:
        """A new case of a procedure of the benchmarks."""
        with self.database.unit_of_work() as session:
            number = cases.open_case(session, self.members["EPC"], key, now=NOW)
            return session.scalars(select(Case.id).where(Case.number == number)).one()

    def take(self, case_id: int, *, leave: str = "") -> tuple[Member, Step]:
        """Claim the newest open step of a case, except one to be left lying; who holds it, and the step."""
        with self.database.unit_of_work() as session:
            task_id = session.scalars(_NEWEST, {"wanted": case_id, "leave": leave}).first()
            found = steps.step(session, task_id or 0)
            assert found, "the case has no open step"
            member = self.members[found.unit]
            if found.assignee_id is None:
                tasks.claim(session, member, found.id, now=NOW)
        return member, found

    def complete(self, member: Member, step: Step, answers: dict[str, Any]) -> None:
        """Complete a step in a transaction of its own: the act that is measured."""
        with self.database.unit_of_work() as session:
            tasks.complete(session, member, step.id, answers, now=NOW)

    def bring_on(self, case_id: int, count: int, *, leave: str = "", **decisions: bool) -> None:
        """Complete so many steps of a case."""
        for _ in range(count):
            member, step = self.take(case_id, leave=leave)
            self.complete(member, step, self.answers(step, **decisions))

    def answers(self, step: Step, **decisions: bool) -> dict[str, Any]:
        """Valid answers to the form of a step."""
        with self.database.reading() as session:
            case = session.get_one(Case, step.case_id)
            form = definitions.procedure(session, case.definition_id).forms[step.form_id or 0]
        given = {"reference": "A-1", "outcome": "done", "people": 2, **DECISIONS, **decisions}
        return {field.key: given[field.key] for field in form.fields if field.key in given}

    def state(self, case_id: int) -> bytes:
        """The stored state of a case."""
        with self.database.reading() as session:
            return session.scalars(select(Case.state).where(Case.id == case_id)).one()

    def procedure(self, case_id: int) -> definitions.Procedure:
        """The procedure a case runs on."""
        with self.database.reading() as session:
            return definitions.procedure(session, session.get_one(Case, case_id).definition_id)

    def is_closed(self, case_id: int) -> bool:
        """Whether a case has come to its end."""
        with self.database.reading() as session:
            return session.get_one(Case, case_id).closed_at is not None

    def rows(self) -> int:
        """How many rows all tables hold."""
        with self.database.reading() as session:
            return sum(_count(session, table) for table in Base.metadata.sorted_tables)

    @contextmanager
    def counting(self) -> Iterator[Counted]:
        """Count the statements and commits of what is done inside."""
        counted, engine = Counted(), self.database.engine

        def statement(_c: Any, _cursor: Any, text: str, _p: Any, _context: Any, _many: bool) -> None:
            counted.statements += not text.startswith(("BEGIN", "PRAGMA"))

        def commit(_connection: Any) -> None:
            counted.commits += 1

        event.listen(engine, "before_cursor_execute", statement)
        event.listen(engine, "commit", commit)
        try:
            yield counted
        finally:
            event.remove(engine, "before_cursor_execute", statement)
            event.remove(engine, "commit", commit)


def _count(session: Session, table: Any) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


_NEWEST = (
    select(UserTask.id)
    .where(
        UserTask.case_id == bindparam("wanted"),
        UserTask.state.in_(OPEN),
        UserTask.element_id != bindparam("leave"),
    )
    .order_by(UserTask.id.desc())
    .limit(1)
)
