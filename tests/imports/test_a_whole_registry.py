"""A registry of paper files enters fast enough, twice without harm, and every due date is recomputed: a short run."""

from pathlib import Path

from benchmarks import importing

ROWS = 60


def test_a_short_registry_enters_whole_and_its_clocks_are_right(tmp_path: Path) -> None:
    found = importing.measure(importing.settings_in(tmp_path), ROWS)
    assert found.entered == found.rows == ROWS
    assert found.wrong_due_dates == 0
    assert found.open_steps >= ROWS * 4 // 10
    assert found.statements_per_row <= 20
    # Other work on the machine slows the clock on the wall, not this one.
    assert ROWS / found.cpu_seconds > importing.ROWS / 300, "7,300 files would take more than five minutes"
