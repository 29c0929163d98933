"""What the tests of cases ask for: a clock and the rows behind the pages."""

import pytest
from flask import Flask

from app.db import Database
from tests.tasks.working import Clock, Desk


@pytest.fixture
def clock(app: Flask) -> Clock:
    return Clock(app)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)
