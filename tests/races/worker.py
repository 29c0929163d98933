"""A process that completes every step of given cases, one after another, until somebody kills it.

Run as `python -m tests.races.worker URL`; each line it prints is the id of a step whose completion is committed.
"""

import sys

from sqlalchemy import select

from app.cases import steps
from app.db import Database
from app.models import Case
from tests.conftest import settings_for
from tests.races.racing import Racecourse

STEPS_EACH = 5


def work(course: Racecourse) -> None:
    """Bring each case a few steps on; what was done before is not done again."""
    with course.database.reading() as session:
        cases = session.scalars(select(Case.id).order_by(Case.id)).all()
    for case_id in cases:
        while done_in(course, case_id) < STEPS_EACH:
            step = course.take_all(case_id)[0]
            with course.database.unit_of_work() as session:
                course.complete(step)(session)
            print(step.id, flush=True)  # noqa: T201  # how the process that kills hears of it


def done_in(course: Racecourse, case_id: int) -> int:
    """How many steps of a case are completed."""
    with course.database.reading() as session:
        return sum(step.state == "completed" for step in steps.steps_of(session, case_id))


if __name__ == "__main__":
    work(Racecourse(Database(settings_for(sys.argv[1]))))
