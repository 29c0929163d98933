"""People who look after the house."""

from collections.abc import Callable

import pytest

from tests.people import Person


@pytest.fixture
def administrator(person: Callable[[str], Person]) -> Person:
    """The administrator of the demonstration, signed in."""
    return person("epc.administrator")
