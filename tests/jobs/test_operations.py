"""The page of operations: an administrator tries again or discards what failed too often; both are audited."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import audit, outbox
from app.agencies import commands as agencies
from app.agencies.demo import PASSWORD
from app.config import Settings
from app.db import Database
from app.models import AuditEvent, Job
from app.outbox.queue import LEASE, MOST_DEATHS
from tests.conftest import NOW
from tests.people import Person

ACCOUNT = {"name": "Administrator", "name_ar": "مسؤول النظام", "unit": "EPC", "role": "administrator"}


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.fixture
def administrator(app: Flask, database: Database) -> Person:
    with database.unit_of_work() as session:
        agencies.add_user(session, username="it.admin", password=PASSWORD, now=NOW, **ACCOUNT)
    return Person.signed_in(app, "it.admin")


@pytest.fixture
def laid_aside(database: Database) -> int:
    """A job whose worker died each time."""
    with database.unit_of_work() as session:
        outbox.enqueue(session, "mail", {"letter": 1}, run_at=NOW)
        for attempt in range(MOST_DEATHS + 1):
            outbox.claim(session, now=NOW + attempt * LEASE)
        return session.scalars(select(Job.id)).one()


def test_what_failed_too_often_is_listed_without_its_arguments(
    administrator: Person, laid_aside: int
) -> None:
    page = administrator.get("/operations/").text
    assert "Mail to a person" in page
    assert "the worker died each time" in page
    assert "letter" not in page


def test_a_job_that_is_tried_again_is_due_at_once(
    administrator: Person, laid_aside: int, database: Database
) -> None:
    assert administrator.post(f"/operations/{laid_aside}/retry").status_code == 302
    assert "Nothing needs you" in administrator.get("/operations/").text
    with database.reading() as session:
        job = session.get_one(Job, laid_aside)
        assert (job.state, job.deaths) == ("ready", 0)
        assert outbox.is_due(session, now=job.run_at + timedelta(seconds=1))
    assert acts(database)[-1] == "job_retried"


def test_a_job_is_discarded_only_with_a_reason_which_the_audit_keeps_sealed(
    administrator: Person, laid_aside: int, database: Database
) -> None:
    refused = administrator.post(f"/operations/{laid_aside}/discard", {"reason": " "})
    assert refused.status_code == 422
    assert "Give the reason" in refused.text
    assert administrator.post(f"/operations/{laid_aside}/discard", {"reason": "She left."}).status_code == 302
    with database.reading() as session:
        assert session.get(Job, laid_aside) is None
        assert (
            "She left" not in session.scalars(select(AuditEvent.facts).order_by(AuditEvent.id.desc())).first()
        )
        assert list(audit.verify(session)) == []
    assert acts(database)[-1] == "job_discarded"


def test_a_job_that_needs_nobody_cannot_be_touched(administrator: Person, database: Database) -> None:
    with database.unit_of_work() as session:
        outbox.enqueue(session, "mail", {}, run_at=NOW)
        job = session.scalars(select(Job.id)).one()
    assert administrator.post(f"/operations/{job}/discard", {"reason": "x"}).status_code == 404
    assert administrator.post("/operations/999/retry").status_code == 404


def test_only_administrators_look_after_jobs(app: Flask, laid_aside: int) -> None:
    officer = Person.signed_in(app, "epc.supervisor")
    assert officer.get("/operations/").status_code == 403
    assert officer.post(f"/operations/{laid_aside}/retry").status_code == 403


def acts(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)))
