"""The only places where a transaction begins or ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from app.config import Settings
from app.sealing import Vault

WRITING = "ihala_writing"


class Database:
    """One engine and the two ways to use it: `reading()` and `unit_of_work()`."""

    def __init__(self, settings: Settings) -> None:
        self.engine = connect(settings.database_url)
        self._writer = self.engine.execution_options(**{WRITING: True})
        self._info = {"vault": Vault(settings.data_key), "settings": settings, "cache": {}}

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that cannot leave anything behind."""
        with Session(self.engine, info=self._info) as session:
            yield session
            session.expunge_all()  # what was read stays readable after the session
            session.rollback()

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """A session whose changes are kept as a whole at the end, or not at all.

        On SQLite the write lock is taken at once, so that no other writer slips in between reading and writing.
        """
        with Session(self._writer, info=self._info, expire_on_commit=False) as session:
            yield session
            session.commit()


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
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
