"""The least that completing a step can cost: the engine's step in memory, and one durable commit."""

from datetime import datetime
from time import perf_counter
from typing import Any

from app.db import Database
from app.engine import ProcessModel, state
from app.engine.report import open_tasks
from app.engine.scopes import assign, level_of

LINE = "x" * 250
"""As long as what one completion writes beside the state."""


class Floor:
    """One row of state and a list of lines, written by the bare driver with the durability the house uses."""

    def __init__(self, database: Database) -> None:
        self._link = database.engine.raw_connection()
        self._is_sqlite = database.engine.dialect.name == "sqlite"
        self._mark = "?" if self._is_sqlite else "%s"
        kind = "blob" if self._is_sqlite else "bytea"
        self._execute(f"CREATE TABLE IF NOT EXISTS bench_state (id integer primary key, state {kind})")
        self._execute("CREATE TABLE IF NOT EXISTS bench_line (line text)")
        self._execute("DELETE FROM bench_state")
        self._execute(self._sql("INSERT INTO bench_state VALUES (1, ?)"), b"")
        self._link.commit()

    def once(
        self, model: ProcessModel, stored: bytes, task_id: str, variables: dict[str, Any], now: datetime
    ) -> float:
        """Seconds for the plain step of a stored instance that lies in memory, and one commit of its state."""
        running = state.decode(stored, model.library.instance(now, stored=True))
        task = next(task for task in open_tasks(running) if task.id.hex == task_id)
        before = perf_counter()
        assign(level_of(task), variables)
        task.run()
        running.do_engine_steps()
        self._commit(stored)
        return perf_counter() - before

    def close(self) -> None:
        """Give the connection back."""
        self._link.close()

    def _commit(self, stored: bytes) -> None:
        if self._is_sqlite:
            self._execute("BEGIN IMMEDIATE")
        self._execute(self._sql("UPDATE bench_state SET state = ? WHERE id = 1"), stored)
        self._execute(self._sql("INSERT INTO bench_line VALUES (?)"), LINE)
        self._link.commit()

    def _execute(self, statement: str, *values: object) -> None:
        cursor = self._link.cursor()
        cursor.execute(statement, values)
        cursor.close()

    def _sql(self, statement: str) -> str:
        return statement.replace("?", self._mark)
