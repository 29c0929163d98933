"""A house with a mail server of its own, and a procedure whose steps have ladders."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.config import Settings
from app.db import Database
from app.factory import create_app
from tests.conftest import NOW
from tests.definitions import practice
from tests.desk import Clock, Desk
from tests.jobs.receiver import Receiver, receiving
from tests.people import Person

LADDER = "".join(
    f'<ihala:escalation after="{after}" to="{to}"/>'
    for after, to in [
        ("75%", "performer"),
        ("100%", "agency_supervisor"),
        ("+2wd", "nrm_supervisor"),
        ("+5wd", "committee"),
    ]
)
CLIMBING = practice.drawing(
    "climbing_case",
    {"EPC": ("write",), "LMR": ("slow", "urgent")},
    practice.task("write", 'stage="I" form="practice_signature"'),
    practice.task("slow", 'stage="II" form="practice_signature"', practice.clock(4, "workingDays") + LADDER),
    practice.task("urgent", 'stage="II" form="practice_signature"', practice.clock(4, "hours") + LADDER),
    practice.flows("start", "write", "slow", "urgent", "end"),
)
"""A step of the custodian; then the labour authority has a step with a slow clock, and one with an urgent clock."""


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    with receiving(tmp_path / "post") as found:
        yield found


@pytest.fixture
def posting(settings: Settings, receiver: Receiver) -> Settings:
    """The same house with mail that works."""
    return dataclasses.replace(
        settings,
        smtp_host="127.0.0.1",
        smtp_port=receiver.port,
        smtp_tls="off",
        smtp_from="Ihala <ihala@example.org>",
        public_url="https://ihala.example.org",
    )


@pytest.fixture
def database(posting: Settings) -> Iterator[Database]:
    opened = Database(posting)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def app(posting: Settings, database: Database) -> Flask:
    return create_app(posting, database)


@pytest.fixture
def asked(person: Callable[[str], Person], clock: Clock, desk: Desk) -> int:
    """A case in which the labour authority is asked for the slow step; gives back its id."""
    assert clock.now == NOW
    practice.publish(desk.database, "climbing_case", CLIMBING)
    officer = person("epc.officer")
    first = officer.open_case("climbing_case")
    assert officer.complete(first, {"agreed": "yes"}).status_code == 200
    return desk.task("slow").id
