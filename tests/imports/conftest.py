"""What the tests of paper files share: the procedure that the files enter."""

import pytest

from app.db import Database
from tests.imports import papers


@pytest.fixture(autouse=True)
def procedure(database: Database) -> None:
    papers.publish(database)
