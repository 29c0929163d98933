"""The only places where a transaction begins or ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session

from app.config import Settings
from app.sealing import Vault

RESTED_SECONDS = 1.0


class Database:
    """One engine and the two ways to use it: `reading()` and `unit_of_work()`."""

    def __init__(self, settings: Settings) -> None:
        self.engine = connect(settings.database_url)
        self._info = {"vault": Vault(settings.data_key), "settings": settings, "cache": {}}

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that cannot leave anything behind."""
        with Session(self.engine, info=self._info) as session:
            session.info["link"] = begin(session.connection())
            yield session
            session.expunge_all()  # what was read stays readable after the session
            session.rollback()

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """A session whose changes are kept as a whole at the end, or not at all.

        On SQLite the write lock is taken at once, so that no other writer slips in between reading and writing.
        """
        with Session(self.engine, info=self._info, expire_on_commit=False) as session:
            session.info["link"] = begin(session.connection(), writing=True)
            yield session
            session.commit()


def link(session: Session) -> Connection:
    """The connection of a session's one transaction, for prepared statements on the hot path."""
    found: Connection = session.info["link"]
    return found


def vault(session: Session) -> Vault:
    """The vault that seals what this session reads and writes."""
    found: Vault = session.info["vault"]
    return found


def settings(session: Session) -> Settings:
    """What this installation has chosen."""
    found: Settings = session.info["settings"]
    return found


def cache(session: Session) -> dict[str, Any]:
    """What this process keeps of rows that never change, or whose change a revision tells."""
    found: dict[str, Any] = session.info["cache"]
    return found


def connect(url: str) -> Engine:
    """An engine for `url`; SQLite is set up to survive a crash and to let readers pass a writer."""
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_engine(url)
        event.listen(engine, "checkin", _note_rest)
        event.listen(engine, "checkout", _ping_rested)
        return engine
    engine = create_engine(url, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def begin(connection: Connection, *, writing: bool = False) -> Connection:
    """Begin the transaction of a connection. Said aloud on SQLite, whose driver would begin too late."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
    return connection


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _note_rest(_connection: Any, record: Any) -> None:
    record.info["rested_since"] = monotonic()


def _ping_rested(connection: Any, record: Any, _proxy: Any) -> None:
    """A connection that has rested is asked whether it still lives; one in constant use is spared the trip."""
    if monotonic() - record.info.get("rested_since", monotonic()) < RESTED_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except connection.OperationalError as lost:
        raise InvalidatePoolError from lost
