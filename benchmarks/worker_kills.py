"""Hundreds of workers killed at random instants on each database: `python -m benchmarks.worker_kills --kills 300`."""

import argparse
import tempfile
from pathlib import Path
from time import perf_counter

import orjson

from app import migrations, seeding
from app.agencies import demo
from app.db import Database
from benchmarks.races import fresh_postgres
from tests.conftest import NOW, settings_for
from tests.jobs.killing import killed
from tests.jobs.receiver import receiving

REFUSED = 20


def main() -> None:
    """Kill workers on the given database, or on a fresh SQLite file and a fresh PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", metavar="URL", help="an empty database to work in")
    chosen = parser.parse_args()
    if chosen.database:
        report(chosen.database, chosen.kills, chosen.seed)
        return
    with tempfile.TemporaryDirectory() as folder:
        report(f"sqlite:///{folder}/kills.db", chosen.kills, chosen.seed)
    with fresh_postgres() as url:
        report(url, chosen.kills, chosen.seed)


def report(url: str, kills: int, seed: int) -> None:
    """Print what happened as one JSON object; `faults` is empty when nothing was lost or done twice."""
    database = Database(settings_for(url))
    migrations.upgrade(database.engine)
    with database.unit_of_work() as session:
        seeding.seed(session, now=NOW)
        demo.add_accounts(session, now=NOW)
    database.engine.dispose()
    started = perf_counter()
    with tempfile.TemporaryDirectory() as folder, receiving(Path(folder), REFUSED) as receiver:
        found = killed(url, receiver, kills, seed)
    took = round(perf_counter() - started, 1)
    print(orjson.dumps({"database": url.split(":", 1)[0], **found, "seconds": took}).decode(), flush=True)


if __name__ == "__main__":
    main()
