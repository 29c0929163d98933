"""Jobs: wanted inside a deed, run by one worker at a time, tried again, at last laid aside."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import outbox
from app.db import Database
from app.jobs import due
from app.models import Job
from app.outbox import Claimed, Undelivered
from app.outbox.queue import KILLED, LEASE, LONGEST_PAUSE, MOST_ATTEMPTS, MOST_DEATHS
from tests.conftest import NOW


def enqueue(database: Database, **wanted: Any) -> None:
    with database.unit_of_work() as session:
        outbox.enqueue(session, "note", {"n": 1}, **{"run_at": NOW, **wanted})


def jobs(database: Database) -> list[Job]:
    with database.reading() as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


def claim(database: Database, now: datetime = NOW) -> Claimed | None:
    with database.unit_of_work() as session:
        return outbox.claim(session, now=now)


class Notebook:
    """A job that writes down what it was given, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.seen: list[Mapping[str, Any]] = []
        self.failures = failures

    def __call__(self, _database: Database, args: Mapping[str, Any], _now: datetime) -> None:
        self.seen.append(args)
        if len(self.seen) <= self.failures:
            raise Undelivered("SMTP 451")

    def run(self, database: Database, now: datetime = NOW) -> int:
        return due.run_due(database, now=now, deeds={"note": self})


def test_a_job_runs_once_when_its_time_has_come_and_leaves_no_row(database: Database) -> None:
    enqueue(database, run_at=NOW + timedelta(hours=1))
    notebook = Notebook()
    assert notebook.run(database) == 0
    assert notebook.run(database, NOW + timedelta(hours=1)) == 1
    assert notebook.run(database, NOW + timedelta(days=9)) == 0
    assert notebook.seen == [{"n": 1}]
    assert jobs(database) == []


def test_a_deed_that_is_not_kept_wants_nothing(database: Database) -> None:
    def deed() -> None:
        with database.unit_of_work() as session:
            outbox.enqueue(session, "note", {}, run_at=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        deed()
    assert jobs(database) == []


def test_a_wish_made_twice_is_done_once(database: Database) -> None:
    enqueue(database, dedup="one")
    enqueue(database, dedup="one")
    enqueue(database, dedup="other")
    assert len(jobs(database)) == 2


def test_two_jobs_of_one_key_never_run_at_once(database: Database) -> None:
    enqueue(database, key="case:1")
    enqueue(database, key="case:1")
    enqueue(database, key="case:2")
    first, second = claim(database), claim(database)
    assert first
    assert second
    assert second.id == first.id + 2
    assert claim(database) is None
    with database.unit_of_work() as session:
        outbox.finish(session, first)
    third = claim(database)
    assert third
    assert third.id == first.id + 1


def test_workers_that_claim_at_the_same_moment_get_different_jobs_and_one_of_a_key(
    database: Database,
) -> None:
    for number in range(10):
        enqueue(database, key=f"case:{number % 5}")
    barrier, taken = Barrier(4), list[int]()

    def work() -> None:
        barrier.wait()
        for _ in range(4):
            try:
                job = claim(database)
            except IntegrityError:
                continue
            if job:
                taken.append(job.id)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) <= 5
    while job := claim(database):
        taken.append(job.id)
    leased = [job.key for job in jobs(database) if job.state == "leased"]
    assert sorted(leased) == [f"case:{n}" for n in range(5)]


def test_the_job_of_a_worker_that_died_runs_again_once_its_lease_is_over(database: Database) -> None:
    enqueue(database, key="case:1")
    died = claim(database)
    assert died
    assert claim(database, NOW + LEASE / 2) is None
    again = claim(database, NOW + LEASE)
    assert again
    assert again.id == died.id
    assert jobs(database)[0].deaths == 1
    with database.unit_of_work() as session:
        outbox.finish(session, died)  # it was only slow: the job belongs to the other worker now
    assert len(jobs(database)) == 1


def test_what_fails_is_tried_again_after_pauses_that_double(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    enqueue(database)
    notebook, moment, pauses = Notebook(failures=3), NOW, []
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert notebook.run(database, moment) == 1
            waits = jobs(database)[0].run_at - moment
            pauses.append(waits.total_seconds())
            assert notebook.run(database, moment + waits / 2) == 0
            moment += waits
    assert pauses == [30, 60, 120]
    assert jobs(database)[0].error == "SMTP 451"
    assert notebook.run(database, moment) == 1
    assert jobs(database) == []


def test_what_fails_too_often_is_laid_aside_and_holds_up_nothing_of_its_key(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    enqueue(database, key="case:1")
    notebook, moment = Notebook(failures=MOST_ATTEMPTS), NOW
    with caplog.at_level(logging.WARNING):
        for _ in range(MOST_ATTEMPTS):
            assert notebook.run(database, moment) == 1
            moment += LONGEST_PAUSE
    assert jobs(database)[0].state == "dead"
    enqueue(database, key="case:1")
    assert notebook.run(database, moment) == 1
    assert [job.state for job in jobs(database)] == ["dead"]


def test_a_job_that_kills_its_worker_each_time_is_laid_aside(database: Database) -> None:
    enqueue(database)
    moment = NOW
    for _ in range(MOST_DEATHS):
        assert claim(database, moment)
        moment += LEASE
    assert claim(database, moment) is None
    assert (jobs(database)[0].state, jobs(database)[0].error) == ("dead", KILLED)


def test_a_job_whose_worker_died_lets_the_others_go_first(database: Database) -> None:
    enqueue(database)
    died = claim(database)
    enqueue(database, run_at=NOW + LEASE)
    first, second = claim(database, NOW + LEASE), claim(database, NOW + LEASE)
    assert died
    assert first
    assert second
    assert (first.id, second.id) == (died.id + 1, died.id)


def test_an_error_is_kept_without_what_it_says(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    def fails(*_: object) -> None:
        raise ValueError("a name and a passport number")

    enqueue(database)
    with caplog.at_level(logging.WARNING):
        due.run_due(database, now=NOW, deeds={"note": fails})
        due.run_due(database, now=NOW + LONGEST_PAUSE, deeds={})
    assert "passport" not in caplog.text
    assert jobs(database)[0].error == "no such job"
    assert "ValueError" in caplog.text
