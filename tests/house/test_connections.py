"""A database that restarts: connections that died while they rested are replaced before anybody works with one."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app import db
from app.db import Database

pytestmark = pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
WHO = text("SELECT pg_backend_pid()")


def _die(database: Database) -> int:
    """The database ends the one connection that rests in the pool, as a restart would; which one it was."""
    with database.reading() as session:
        ended: int = session.scalars(WHO).one()
    other = db.connect(database.engine.url.render_as_string(hide_password=False))
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:it, 10000)"), {"it": ended})
    other.dispose()
    return ended


def test_a_connection_that_died_while_it_rested_is_replaced(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = _die(database)
    monkeypatch.setattr(db, "RESTED_SECONDS", 0.0)
    with database.unit_of_work() as session:
        assert session.scalars(WHO).one() != ended


def test_a_connection_in_constant_use_is_spared_the_question(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its work then fails as a whole, and the next try has a new one."""
    ended = _die(database)
    monkeypatch.setattr(db, "RESTED_SECONDS", 3600.0)
    with pytest.raises(OperationalError), database.reading() as session:
        session.scalars(WHO).one()
    with database.reading() as session:
        assert session.scalars(WHO).one() != ended
