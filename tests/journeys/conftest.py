"""A house that all journeys share, so that each account signs in once, and what they have travelled so far."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.db import Database
from app.factory import create_app
from tests.conftest import settings_for
from tests.journeys.journey import House, Travelled
from tests.journeys.scripts import PLAIN, SCRIPTS

Travel = Callable[[str], Travelled]


@pytest.fixture(scope="session")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    file = tmp_path_factory.mktemp("journeys") / "ihala.db"
    shutil.copy(sqlite_template, file)
    settings = settings_for(f"sqlite:///{file}")
    database = Database(settings)
    yield House(create_app(settings, database), database)
    database.engine.dispose()


@pytest.fixture(scope="session")
def travelled(house: House) -> Travel:
    """The journey of a script, made once in a test run."""
    made: dict[str, Travelled] = {}

    def travel(name: str) -> Travelled:
        if name not in made:
            made[name] = house.travel(SCRIPTS[name], PLAIN)
        return made[name]

    return travel
