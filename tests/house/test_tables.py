"""The tables' history: up, down and up again on both databases, and equal to the models."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app import migrations
from app.db import Database
from app.models import Base


def test_the_migrations_make_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_migrations_go_down_and_up_again(database: Database) -> None:
    migrations.downgrade(database.engine, "base")
    with database.engine.connect() as connection:
        tables = connection.dialect.get_table_names(connection)
    assert set(tables) <= {"alembic_version"}
    migrations.upgrade(database.engine)
