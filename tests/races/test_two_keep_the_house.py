"""A house that is kept while its people work: nobody waits for ever, nothing is left behind, no case is harmed."""

from sqlalchemy import select, update

from app.administration.units import commands as units
from app.administration.users import commands as users
from app.agencies.accounts import Profile
from app.cases import deadlines
from app.db import Database
from app.models import Holiday, User, UserTask
from tests.conftest import NOW
from tests.races.racing import LATER, Pair, Racecourse, at_once, harmed, named

ROUNDS = 5


def test_a_unit_closes_while_its_person_is_moved_and_takes_a_step(database: Database) -> None:
    for _ in range(ROUNDS):
        course = Racecourse(database)
        with database.reading() as session:
            keeper, police = named(session, "epc.administrator"), named(session, "police.capital")
        case_id = course.new_case()
        step = course.open_step(case_id)
        with database.unit_of_work() as session:
            at_home = {"unit": "POL-CAP", "state": "ready", "assignee_id": None, "role": None}
            session.execute(update(UserTask).where(UserTask.id == step.id).values(at_home))
            session.execute(update(User).where(User.id == police.id).values(unit="POL-CAP"))
        profile = Profile("Caseworker", "موظف", "POL-NOR", "caseworker")
        done = at_once(
            database,
            [
                lambda session, k=keeper: units.close(session, k, "POL-CAP", "POL-MUH", now=LATER),
                lambda session, k=keeper, p=police, f=profile: users.change(session, k, p.id, f, now=LATER),
            ],
        )
        assert done == Pair(won=2, refused=0)
        with database.reading() as session:
            moved = session.get_one(UserTask, step.id)
            assert (moved.unit, moved.assignee_id) == ("POL-MUH", None)
            assert session.scalars(select(User.unit).where(User.id == police.id)).one() != "POL-CAP"
        assert harmed(database, [case_id]) == []
        with database.unit_of_work() as session:
            session.execute(update(User).where(User.id == police.id).values(unit="POL-CAP"))


def test_a_deadline_is_recounted_while_its_step_is_completed(database: Database) -> None:
    course = Racecourse(database)
    with database.unit_of_work() as session:
        session.add(Holiday(day=NOW.date(), name="Mourning", name_ar="حداد", status="announced"))
    for _ in range(ROUNDS):
        case_id = course.new_case()
        step = course.open_step(case_id)
        acts = [
            lambda session, c=case_id: deadlines.recount(session, None, c, now=LATER),
            course.complete(step),
        ]
        assert at_once(database, acts) == Pair(won=2, refused=0)
        assert harmed(database, [case_id]) == []
