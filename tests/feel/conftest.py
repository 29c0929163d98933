"""The form viewer's FEEL, installed once and kept running for the tests that compare with it."""

from collections.abc import Iterator

import pytest

from tests.feel.oracle_process import Oracle, installed


@pytest.fixture(scope="session")
def oracle() -> Iterator[Oracle]:
    """Fails where node cannot be had: an agreement nobody checked is none."""
    try:
        folder = installed()
    except RuntimeError as missing:
        pytest.fail(str(missing))
    with Oracle(folder) as running:
        yield running
