"""The tables' history: every change of a table is a numbered migration, up and down."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from app import db


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the tables to a revision; doing it twice does nothing."""
    _run(engine, command.upgrade, to)


def downgrade(engine: Engine, to: str) -> None:
    """Take the tables back to a revision."""
    _run(engine, command.downgrade, to)


def _run(engine: Engine, deed: Callable[[Config, str], None], to: str) -> None:
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = db.begin(connection, writing=True)
        deed(config, to)
        connection.commit()
