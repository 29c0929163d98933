"""The worker: one look does all that is due, and it stops when it is told to."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

import pytest

from app.jobs import timers, worker
from tests.conftest import NOW
from tests.definitions import practice
from tests.desk import Clock, Desk
from tests.people import Person

LATER = NOW + timedelta(hours=5)


class Watch:
    """A clock that stops the worker at its second look."""

    def __init__(self) -> None:
        self.stop, self.looks = Event(), 0

    def __call__(self) -> datetime:
        self.looks += 1
        if self.looks == 2:
            self.stop.set()
        return LATER


@pytest.fixture
def opened(person: Callable[[str], Person], clock: Clock, desk: Desk) -> Desk:
    practice.publish(desk.database, "waiting_case", practice.WAITING)
    person("epc.officer").open_case("waiting_case")
    return desk


def test_the_worker_stops_when_it_is_told_to(opened: Desk) -> None:
    watch = Watch()
    worker.run(opened.database, watch, watch.stop)
    assert watch.looks == 2
    assert opened.task("late").state == "ready"
    assert opened.task("late").told_unit == "EPC"


def test_one_look_fires_the_timer_and_tells_of_the_step_it_opens(opened: Desk) -> None:
    assert worker.look(opened.database, now=LATER) == 2
    assert worker.look(opened.database, now=LATER) == 0


def test_a_database_that_is_away_is_waited_for(
    opened: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object, **__: object) -> int:
        raise ConnectionError

    watch = Watch()
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0)
    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(timers, "fire_due", away)
        worker.run(opened.database, watch, watch.stop)
    assert watch.looks == 2
    assert "the worker could not look" in caplog.text
