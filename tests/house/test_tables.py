"""The tables' history: up, down and up again on both databases, and equal to the models."""

from collections.abc import Callable

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from app import migrations
from app.db import Database
from app.models import Base
from tests.people import Person


def test_the_migrations_make_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_accounts_outlive_a_way_back_and_forth_with_the_languages_they_chose(
    database: Database, person: Callable[[str], Person]
) -> None:
    officer = person("epc.officer")
    officer.open_case()
    officer.post("/language/ar")
    person("epc.supervisor").post("/language/en")
    before = _languages(database)
    assert (before["epc.officer"], before["epc.supervisor"], before["epc.manager"]) == ("ar", "en", None)
    migrations.downgrade(database.engine, "0001")
    assert set(_languages(database).values()) == {"ar", "en"}
    migrations.upgrade(database.engine)
    assert _languages(database) == {**before, "epc.supervisor": None}
    assert officer.get("/tasks/").status_code == 302
    assert 'lang="ar"' in person("epc.officer").get("/tasks/").text


def _languages(database: Database) -> dict[str, str | None]:
    with database.reading() as session:
        rows = session.execute(text("SELECT username, language FROM user_account"))
        return {row.username: row.language for row in rows}


def test_the_migrations_go_down_and_up_again(database: Database) -> None:
    migrations.downgrade(database.engine, "base")
    with database.engine.connect() as connection:
        tables = connection.dialect.get_table_names(connection)
    assert set(tables) <= {"alembic_version"}
    migrations.upgrade(database.engine)
