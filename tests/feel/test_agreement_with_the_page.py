"""Page and server find the same value wherever our analysis has nothing to say."""

from tests.feel.agreement import UNEXPLAINED, clean_cases, compare
from tests.feel.oracle_process import Oracle

CASES = 1_500
SEED = 20_260_105


def test_page_and_server_agree_on_clean_expressions(oracle: Oracle) -> None:
    found = compare(oracle, list(clean_cases(SEED, CASES)))
    assert found.compared == CASES
    assert found.share >= 0.99
    assert found.examples.get(UNEXPLAINED, []) == []
