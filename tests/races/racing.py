"""Two people at one step at the same moment, and the proof that no case was harmed by it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import audit, engine
from app.agencies import queries as agencies
from app.cases import commands as cases
from app.cases import steps
from app.cases.steps import Step
from app.db import Database
from app.definitions import queries as definitions
from app.errors import Conflict
from app.models import Case, Progress, User
from app.policy import Member
from app.tasks import commands as tasks
from tests.answers import answers_for
from tests.conftest import NOW

LATER = NOW + timedelta(hours=1)
ANSWERS = {"in_danger_now": False, "child_suspected": False}


@dataclass(frozen=True)
class Pair:
    """How two simultaneous acts ended: how many were done, how many refused as too late."""

    won: int
    refused: int


def at_once(database: Database, acts: Sequence[Callable[[Session], object]]) -> Pair:
    """Start the acts at one moment, each in a thread and a transaction of its own."""
    barrier, ends = Barrier(len(acts)), list[object]()

    def run(act: Callable[[Session], object]) -> None:
        barrier.wait()
        try:
            with database.unit_of_work() as session:
                act(session)
        except Exception as error:
            ends.append(error)
        else:
            ends.append(None)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [end for end in ends if isinstance(end, Conflict)]
    unexpected = [end for end in ends if end is not None and end not in refused]
    if unexpected:
        raise AssertionError(f"neither done nor refused: {unexpected}")
    return Pair(len(ends) - len(refused), len(refused))


class Racecourse:
    """A seeded database, two members of the custodian's unit, and cases for them to race in."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.reading() as session:
            self.officer = named(session, "epc.officer")
            self.supervisor = named(session, "epc.supervisor")

    def new_case(self) -> int:
        """A fresh case; its first step is held by the officer."""
        with self.database.unit_of_work() as session:
            number = cases.open_case(session, self.officer, "labour_case", now=NOW)
            return session.scalars(select(Case.id).where(Case.number == number)).one()

    def open_step(self, case_id: int) -> Step:
        """The first open step of a case."""
        with self.database.reading() as session:
            return next(s for s in steps.steps_of(session, case_id) if s.is_open)

    def complete(self, step: Step) -> Callable[[Session], object]:
        """The act of completing a step as the officer."""
        answers = self.answers(step)
        return lambda session: tasks.complete(session, self.officer, step.id, answers, now=LATER)

    def claim(self, step: Step, member: Member) -> Callable[[Session], object]:
        """The act of claiming a step."""
        return lambda session: tasks.claim(session, member, step.id, now=LATER)

    def answers(self, step: Step) -> dict[str, Any]:
        """Valid answers to the form of a step."""
        with self.database.reading() as session:
            case = session.get_one(Case, step.case_id)
            form = definitions.procedure(session, case.definition_id).forms[step.form_id or 0]
        return answers_for(form, ANSWERS, now=LATER)

    def take_all(self, case_id: int) -> list[Step]:
        """Claim every free step of a case for the officer; gives back the open ones."""
        with self.database.unit_of_work() as session:
            waiting = [s for s in steps.steps_of(session, case_id) if s.is_open]
            for step in waiting:
                if step.assignee_id is None:
                    tasks.claim(session, self.officer, step.id, now=LATER)
        return waiting

    def race_to_complete(self) -> tuple[int, Pair]:
        """One step completed twice at once; gives back the case."""
        case_id = self.new_case()
        step = self.open_step(case_id)
        return case_id, at_once(self.database, [self.complete(step), self.complete(step)])

    def race_to_claim(self, case_id: int) -> Pair:
        """The next free step of a case claimed by two people at once."""
        step = self.open_step(case_id)
        return at_once(self.database, [self.claim(step, self.officer), self.claim(step, self.supervisor)])


def named(session: Session, username: str) -> Member:
    """The member behind an account name."""
    found = agencies.member(session, session.scalars(select(User.id).where(User.username == username)).one())
    assert found
    return found


def harmed(database: Database, case_ids: Iterable[int]) -> list[str]:
    """What is wrong with these cases: their rows against the engine's state, and the audit of the house."""
    with database.reading() as session:
        wrong = [fault for case_id in case_ids for fault in _faults(session, case_id)]
        return wrong + [f"audit of {b.chain}, line {b.seq}: {b.why}" for b in audit.verify(session)]


def _faults(session: Session, case_id: int) -> Iterable[str]:
    case = session.get_one(Case, case_id)
    model = definitions.procedure(session, case.definition_id).model
    state = engine.current(model, case.state, now=LATER)
    rows = steps.steps_of(session, case_id)
    waiting = [row for row in rows if row.is_open]
    if sorted(row.engine_id for row in waiting) != sorted(task.id for task in state.open):
        yield f"case {case_id}: the open steps are not those of the engine"
    if max(Counter((row.element_id, row.call_id) for row in waiting).values(), default=1) > 1:
        yield f"case {case_id}: a step is open twice"
    acts = Counter(
        session.scalars(
            select(Progress.task_id).where(Progress.case_id == case_id, Progress.act == "completed")
        )
    )
    if acts != Counter(row.id for row in rows if row.state == "completed"):
        yield f"case {case_id}: completions and finished steps differ"
