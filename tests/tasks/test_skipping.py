"""Going on without a step: a supervisor says why, and only where the procedure allows it."""

from collections.abc import Callable

import pytest

from app.config import Settings
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import begin, signed

People = Callable[[str], Person]
WHY = {"reason": "The station did not answer for two days."}


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One kind of database is enough here."""
    return sqlite_settings


@pytest.fixture
def asked(person: People, desk: Desk) -> int:
    """The step that waits for the police."""
    return signed(person("epc.officer"), person("epc.supervisor"), desk)


def test_the_custodian_s_supervisor_goes_on_without_a_silent_unit(
    person: People, desk: Desk, asked: int
) -> None:
    supervisor = person("epc.supervisor")
    assert f"/tasks/{asked}/skip" in supervisor.get(f"/cases/{desk.case().number}").text
    assert supervisor.post(f"/tasks/{asked}/skip", WHY).status_code == 302
    assert (desk.task("ask").state, desk.task("file").state) == ("skipped", "ready")
    assert desk.task("ask").answers is None
    assert desk.acts()[-1] == "task_skipped"
    assert "Not obtained: Step ask" in supervisor.get(f"/cases/{desk.case().number}").text


def test_a_reason_is_asked_for(person: People, desk: Desk, asked: int) -> None:
    for sent in ({}, {"reason": ""}, {"reason": " \n"}):
        refused = person("epc.supervisor").post(f"/tasks/{asked}/skip", sent)
        assert refused.status_code == 422
        assert "Say in a few words why." in refused.text
    assert desk.task("ask").state == "ready"


def test_nobody_else_goes_on_without_it(person: People, desk: Desk, asked: int) -> None:
    for name in ("epc.officer", "epc.manager", "epc.auditor", "police.capital"):
        assert person(name).post(f"/tasks/{asked}/skip", WHY).status_code == 403, name
    for name in ("lmra.supervisor", "embassy.india"):
        assert person(name).post(f"/tasks/{asked}/skip", WHY).status_code == 404, name
    assert desk.task("ask").state == "ready"


def test_a_step_that_must_be_done_is_not_skipped(person: People, desk: Desk) -> None:
    first = begin(person("epc.officer"), desk.database)
    supervisor = person("epc.supervisor")
    assert supervisor.post(f"/tasks/{first}/skip", WHY).status_code == 403
    assert f"/tasks/{first}/skip" not in supervisor.get(f"/tasks/{first}").text
