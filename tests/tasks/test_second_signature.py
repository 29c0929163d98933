"""Two signatures are of two people, and a supervisor's signature is a supervisor's."""

from collections.abc import Callable

import pytest

from app.config import Settings
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import REPORT, begin, signed

People = Callable[[str], Person]


def test_who_wrote_a_report_cannot_sign_it_too(person: People, desk: Desk) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    assert officer.complete(begin(officer, desk.database), REPORT).status_code == 200
    sign = desk.task("sign").id
    refused = officer.claim(sign)
    assert refused.status_code == 403
    assert "A second person must sign" in refused.text
    colleague = {"colleague": desk.task("write").finished_by}
    assert supervisor.post(f"/tasks/{sign}/reassign", colleague).status_code == 403
    assert supervisor.claim(sign).status_code == 302
    assert supervisor.complete(sign, {"agreed": "yes"}).status_code == 200


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One kind of database is enough here."""
    return sqlite_settings


def test_a_step_for_a_supervisor_is_not_for_a_caseworker(person: People, desk: Desk) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    asked = signed(officer, supervisor, desk)
    supervisor.post(f"/tasks/{asked}/skip", {"reason": "The station did not answer."})
    file = desk.task("file").id
    refused = officer.claim(file)
    assert refused.status_code == 403
    assert "another role" in refused.text
    assert officer.complete(file, {"agreed": "yes"}).status_code == 403
    assert supervisor.claim(file).status_code == 302
    caseworker = {"colleague": desk.task("write").finished_by}
    assert supervisor.post(f"/tasks/{file}/reassign", caseworker).status_code == 422
    assert supervisor.complete(file, {"agreed": "yes"}).status_code == 200
    assert desk.case().closed_at is not None
