"""Whatever happens to a drawing, the check answers; and what it lets through never gets stuck."""

import pytest

from app import engine
from tests.engine.damage import SHIPPED, damaged

BATCHES = [range(start, start + 20) for start in range(0, 100, 20)]


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_a_damaged_procedure_is_refused_with_reasons_or_runs(seeds: range) -> None:
    """The seeds are fixed, so that a failure can be seen again: `damaged(seed)`."""
    refused = 0
    for seed in seeds:
        xml, called = damaged(seed)
        found = engine.check(xml, called)
        errors = [problem for problem in found if problem.severity == "error"]
        assert all(str(problem.message).strip() for problem in found), seed
        if errors:
            refused += 1
            with pytest.raises(engine.DefinitionInvalid):
                engine.read(xml, called)
            continue
        coverage = engine.simulate(engine.read(xml, called), cases=6, seed=1)
        assert coverage.stuck == 0, f"seed {seed}"
    assert 0 < refused < len(seeds)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_procedure_ends_on_every_walk(name: str) -> None:
    called = {other: xml for other, xml in SHIPPED.items() if other != name}
    coverage = engine.simulate(engine.read(SHIPPED[name], called), cases=20, seed=5)
    assert (coverage.ended, coverage.stuck) == (20, 0)
