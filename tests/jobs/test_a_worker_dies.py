"""A worker killed at random instants: each timer and rung fires once, each letter arrives, one twice has one key."""

from pathlib import Path

from app.config import Settings
from tests.jobs.killing import LIVES_A_CASE, RUNGS, killed
from tests.jobs.receiver import receiving

KILLS = 12


def test_a_killed_worker_loses_nothing_and_doubles_nothing(settings: Settings, tmp_path: Path) -> None:
    with receiving(tmp_path / "post", refused=3) as receiver:
        report = killed(settings.database_url, receiver, KILLS, seed=1)
    assert report["faults"] == []
    assert report["cases"] == KILLS // LIVES_A_CASE
    assert report["rungs"] == report["cases"] * sum(RUNGS.values())
    assert report["received"] >= report["letters"] > 0
