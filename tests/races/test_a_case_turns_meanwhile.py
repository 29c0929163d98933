"""A case that turns while somebody completes one of its steps: both are whole, and every open step can be done."""

from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases import recategorising
from app.cases.steps import Step
from app.db import Database
from app.models import CaseRequest, Progress, UserTask
from app.tasks import commands as tasks
from tests.cases.turning import REPORT, YES, ask, harmed, rows, under_way
from tests.desk import Desk
from tests.people import Person
from tests.races.racing import LATER, at_once, named


@pytest.fixture
def number(app: Flask, database: Database) -> str:
    officer, desk = Person.signed_in(app, "epc.officer"), Desk(database)
    number = under_way(officer, desk)
    assert ask(officer, number, "trafficking") == 302
    return number


def approval(database: Database, number: str) -> Callable[[Session], object]:
    with database.reading() as session:
        supervisor = named(session, "epc.supervisor")
        wanted = session.scalars(select(CaseRequest.id).where(CaseRequest.state == "waiting")).one()
    return lambda session: recategorising.approve(session, supervisor, number, wanted, now=LATER)


def completion(
    database: Database, step: Step, who: str, answers: Mapping[str, object]
) -> Callable[[Session], object]:
    with database.unit_of_work() as session:
        member = named(session, who)
        if step.assignee_id is None:
            tasks.claim(session, member, step.id, now=LATER)
    return lambda session: tasks.complete(session, member, step.id, answers, now=LATER)


def step_of(database: Database, number: str, element: str) -> Step:
    return next(s for s in rows(database, number) if s.element_id == element and s.is_open)


def test_an_answer_to_a_referral_is_taken_before_or_after_the_case_turns(
    database: Database, number: str
) -> None:
    asked = step_of(database, number, "receive")
    answer = completion(database, asked, "police.capital", REPORT)
    ended = at_once(database, [approval(database, number), answer])
    assert ended.won == 2
    assert harmed(database, [number]) == []
    assert step_of(database, number, "answer").instance_id is not None


def test_a_step_of_the_old_procedure_is_done_or_refused_and_the_case_turns_once(
    database: Database, number: str
) -> None:
    own = completion(database, step_of(database, number, "own"), "epc.officer", YES)
    both = approval(database, number)
    ended = at_once(database, [both, own, both])
    assert ended.won + ended.refused == 3
    assert ended.won in (1, 2)
    assert harmed(database, [number]) == []
    with database.reading() as session:
        turns = select(func.count()).select_from(Progress).where(Progress.act == "recategorised")
        assert session.scalar(turns) == 1
        begun = select(func.count()).select_from(UserTask).where(UserTask.element_id == "T01")
        assert session.scalar(begun) == 1


def test_a_turn_that_breaks_off_leaves_nothing_behind(database: Database, number: str) -> None:
    before = rows(database, number)
    act = approval(database, number)

    def break_off() -> None:
        with database.unit_of_work() as session:
            act(session)
            raise RuntimeError("the power failed")

    with pytest.raises(RuntimeError):
        break_off()
    assert rows(database, number) == before
    assert harmed(database, [number]) == []
