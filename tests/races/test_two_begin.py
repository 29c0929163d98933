"""Two people who begin something at the same moment: both are served, and nothing begins twice."""

from sqlalchemy import func, select

from app import audit, migrations, seeding
from app.cases import commands as cases
from app.db import Database
from app.models import Case, ProcessDefinition, ReferenceRevision
from tests.conftest import NOW
from tests.races.racing import Pair, Racecourse, at_once, harmed


def test_the_first_two_cases_of_a_year_are_numbered_one_and_two(database: Database) -> None:
    course = Racecourse(database)
    for year in range(2026, 2036):
        now = NOW.replace(year=year)
        opening = [
            lambda session, who=who, now=now: cases.open_case(session, who, "labour_case", now=now)
            for who in (course.officer, course.supervisor)
        ]
        assert at_once(database, opening) == Pair(won=2, refused=0)
    with database.reading() as session:
        found = session.execute(select(Case.id, Case.number).order_by(Case.number)).all()
    assert [row.number for row in found] == [
        f"NRM-{year}-{n:06d}" for year in range(2026, 2036) for n in (1, 2)
    ]
    assert harmed(database, [row.id for row in found]) == []


def test_a_house_seeded_twice_at_one_moment_is_seeded_once(database: Database) -> None:
    migrations.downgrade(database.engine, "base")
    migrations.upgrade(database.engine)
    seeds = [lambda session: seeding.seed(session, now=NOW)] * 2
    assert at_once(database, seeds) == Pair(won=2, refused=0)
    with database.reading() as session:
        versions = set(session.scalars(select(ProcessDefinition.version)))
        assert (versions, session.scalar(select(func.count()).select_from(ReferenceRevision))) == ({1}, 1)
        assert list(audit.verify(session)) == []
