"""What the tests of the drawings share: the labour SOP, read by the engine."""

import pytest

from app import engine
from app.engine import ProcessModel
from tests.processes.drawings import DRAWINGS, FOLDER


@pytest.fixture(scope="module")
def model() -> ProcessModel:
    sources = {name: (FOLDER / f"{name}.bpmn").read_bytes() for name in DRAWINGS}
    return engine.read(sources.pop("labour_case"), sources)
