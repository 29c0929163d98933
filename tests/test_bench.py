"""A short run of the benchmark: every figure is there, and what can be counted is within its bounds."""

from pathlib import Path

from benchmarks import bench
from benchmarks.bench import Amount

POINTS = {"10", "50", "90", "loop2", "loop4"}


def test_a_short_benchmark_gives_every_figure(tmp_path: Path) -> None:
    found = bench.measure(f"sqlite:///{tmp_path}/bench.db", Amount(cases=2, rounds=(2, 4), starts=1))
    for name in ("complete_command_ms", "floor_ms", "state_bytes"):
        assert set(found[name]) == POINTS
        assert set(found["ten_user_tasks"][name]) == {"10", "50", "90"}
    assert found["commits_per_complete"] == 1
    assert found["sql_per_complete_most"] <= 15
    assert max(found["state_bytes"].values()) <= 2500
    assert {"complete_http_ms", "rows_per_case", "startup_s", "startup_floor_s", "rss_mb"} <= set(found)
    assert "loop4" in bench.table(found)
