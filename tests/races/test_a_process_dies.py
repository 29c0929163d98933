"""A process killed in the middle of completions: what it has told is kept, and nothing is done half or twice."""

import signal
import subprocess
import sys
from random import Random

from app.cases import steps
from app.config import Settings
from app.db import Database
from tests.races.racing import Racecourse, harmed
from tests.races.worker import STEPS_EACH, done_in

KILLS = 5
CASES = 20


def test_a_killed_process_loses_nothing_and_doubles_nothing(settings: Settings, database: Database) -> None:
    course, random = Racecourse(database), Random(1)
    cases = [course.new_case() for _ in range(CASES)]
    for _ in range(KILLS):
        told = _work_until_killed(settings.database_url, after=random.randrange(2, 15))
        assert told <= _completed(course, cases)
        assert harmed(database, cases) == []
    _work_until_killed(settings.database_url, after=CASES * STEPS_EACH)
    assert [done_in(course, case_id) for case_id in cases] == [STEPS_EACH] * CASES
    assert harmed(database, cases) == []


def _work_until_killed(url: str, after: int) -> set[int]:
    """The steps that the process said it had completed, before it was killed in the middle of the next one."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.races.worker", url], stdout=subprocess.PIPE, text=True
    )
    told: set[int] = set()
    assert process.stdout
    for line in process.stdout:
        told.add(int(line))
        if len(told) == after:
            process.send_signal(signal.SIGKILL)
            break
    told |= {int(line) for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")}
    process.stdout.close()
    process.wait()
    return told


def _completed(course: Racecourse, cases: list[int]) -> set[int]:
    with course.database.reading() as session:
        return {
            step.id
            for case_id in cases
            for step in steps.steps_of(session, case_id)
            if step.state == "completed"
        }
