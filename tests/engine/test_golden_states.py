"""A case that an earlier release left behind goes on under this one, wherever its tokens stood."""

import json
from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app import engine
from app.engine.state import StateUnknown

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))
NOW = datetime(2026, 2, 1, 9, 30, tzinfo=UTC)


def golden(path: Path) -> tuple[dict[str, Any], engine.ProcessModel, bytes]:
    kept = json.loads(path.read_text())
    called = {name: text.encode() for name, text in kept["called"].items()}
    return kept, engine.read(kept["drawing"].encode(), called), b64decode(kept["state"])


def test_there_is_a_state_of_the_first_release() -> None:
    assert "0.1.0" in {path.stem for path in GOLDEN}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_stored_case_stands_as_it_stood(path: Path) -> None:
    kept, model, state = golden(path)
    seen = engine.current(model, state, now=NOW)
    assert sorted(task.element_id for task in seen.open) == kept["open"]
    assert {task.element_id: task.party for task in seen.open} == kept["parties"]
    assert (seen.data, seen.ended) == (kept["data"], False)
    assert seen.next_due is not None
    assert seen.next_due.isoformat() == kept["next_due"]
    assert next(t.step.form for t in seen.open if t.element_id == "answer") == "f_call"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_stored_case_can_be_brought_to_its_end(path: Path) -> None:
    kept, model, state = golden(path)
    late = datetime.fromisoformat(kept["late"])
    snapshot = engine.tick(model, state, now=late)
    assert sorted(task.element_id for task in snapshot.open) == ["answer", "late", "visit"]
    for element in ("answer", "visit", "after", "late"):
        task = next(task for task in snapshot.open if task.element_id == element)
        snapshot = engine.complete(model, snapshot.state, task.id, {"x": 9}, now=late)
        assert snapshot.ended is (element == "late")
    assert snapshot.data == {"x": 9}


@pytest.mark.parametrize("state", [b"", b"\x02{}", b"{}"])
def test_a_state_of_an_unknown_format_is_refused(state: bytes) -> None:
    _, model, _ = golden(GOLDEN[0])
    with pytest.raises(StateUnknown):
        engine.current(model, state, now=NOW)
