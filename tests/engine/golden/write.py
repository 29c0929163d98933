"""Writes the golden state of a release: run once when a release changes how states are written, then never again.

python -m tests.engine.golden.write 0.1.0
"""

import json
import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app import engine
from tests.engine.diagrams import Drawing

NOW = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


def drawings() -> tuple[bytes, dict[str, bytes]]:
    """A fork of a call, a step with a timer that stays beside it, and an inclusive choice that waits half done."""
    drawing, called = Drawing("golden"), Drawing("referral", variables=("x", "own"))
    drawing.node("startEvent", "start", more='ihala:status="new"')
    for task in ("first", "visit", "late", "one", "two", "after"):
        drawing.task(task)
    for gateway in ("fork", "join"):
        drawing.node("parallelGateway", gateway)
    drawing.node("inclusiveGateway", "gather")
    drawing.node("endEvent", "end")
    drawing.node("endEvent", "too_late")
    step = '<bpmn:extensionElements><ihala:step party="LMR" form="f_call"/></bpmn:extensionElements>'
    drawing.node("callActivity", "call", step, 'name="Ask" calledElement="referral"')
    drawing.timer("timer", "visit", "P1M", interrupting=False)
    drawing.line("start", "first", "fork", "call", "join", "after", "end")
    drawing.line("fork", "visit", "join")
    drawing.line("timer", "late", "too_late")
    drawing.line("fork", "some")
    drawing.flow("some", "one", "x &gt; 1")
    two = drawing.flow("some", "two")
    drawing.flow("some", "gather", "x &gt; 100")
    drawing.node("inclusiveGateway", "some", more=f'default="{two}"')
    drawing.line("one", "gather", "join")
    drawing.line("two", "gather")
    called.node("startEvent", "start")
    called.node("endEvent", "end")
    called.task("receive")
    called.task("answer", 'answers="true"')
    called.line("start", "receive", "answer", "end")
    return drawing.xml(), {"referral": called.xml(party="caller")}


def state() -> bytes:
    """The case when the timer has fired, the referral waits for its answer and one branch of three is done."""
    model = engine.read(*drawings())
    snapshot = engine.start(model, now=NOW)
    for element, data in (("first", {"x": 3}), ("receive", {"own": 7}), ("one", {"x": 5})):
        task = next(task for task in snapshot.open if task.element_id == element)
        snapshot = engine.complete(model, snapshot.state, task.id, data, now=NOW)
    return snapshot.state


def main(release: str) -> None:
    """Write the file of one release."""
    xml, called = drawings()
    golden = {
        "drawing": xml.decode(),
        "called": {name: text.decode() for name, text in called.items()},
        "state": b64encode(state()).decode(),
        "open": ["answer", "visit"],
        "parties": {"answer": "LMR", "visit": "EPC"},
        "data": {"x": 5},
        "next_due": "2026-02-28T09:30:00+00:00",
        "late": str(NOW + timedelta(days=60)),
    }
    path = Path(__file__).parent / f"{release}.json"
    path.write_text(json.dumps(golden, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
