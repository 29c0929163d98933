"""A deed that cannot be taken is corrected on the step's own page: what is wrong on top, what was typed still there."""

import re
from collections.abc import Callable

import pytest

from app.config import Settings
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import REPORT, begin, signed

People = Callable[[str], Person]
PROBLEMS = re.compile(r'<div id="problems".*?</ul>', re.S)
WHY = "Please look at the <last> wage."


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One kind of database is enough here."""
    return sqlite_settings


@pytest.fixture
def sign(person: People, desk: Desk) -> int:
    """The signature step of a report, held by the supervisor."""
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    officer.complete(begin(officer, desk.database), REPORT)
    step = desk.task("sign").id
    supervisor.claim(step)
    return step


def problems(page: str) -> str:
    found = PROBLEMS.search(page)
    assert found
    return found[0]


def test_a_missing_reason_is_named_first_and_leads_to_its_field(person: People, sign: int) -> None:
    supervisor = person("epc.supervisor")
    refused = supervisor.post(f"/tasks/{sign}/send-back", {"to": "write", "reason": " "})
    assert refused.status_code == 422
    said = problems(refused.text)
    assert "autofocus" in said
    assert " hidden>" not in said
    assert '<a href="#send_back-reason">Say in a few words why.</a>' in said
    assert 'id="send_back-reason"' in refused.text
    assert '<details class="fold" open><summary>Return for correction' in refused.text
    assert supervisor.form_of(sign)["schema"]


def test_what_was_typed_stays_in_its_own_box_and_in_no_other(person: People, sign: int) -> None:
    sent = {"colleague": "3", "reason": WHY}
    page = person("epc.supervisor").post(f"/tasks/{sign}/reassign", sent).text
    assert "Choose a person of your unit whose role may do this step." in problems(page)
    assert page.count("Please look at the &lt;last&gt; wage.") == 1
    kept = re.search(r'id="reassign-reason"[^>]*>([^<]*)<', page)
    assert kept
    assert kept[1] == "Please look at the &lt;last&gt; wage."


def test_a_page_that_was_only_opened_shows_no_problem(person: People, sign: int) -> None:
    said = problems(person("epc.supervisor").get(f"/tasks/{sign}").text)
    assert " hidden>" in said
    assert "<li>" not in said


def test_a_script_gets_the_same_problems_as_data(person: People, sign: int) -> None:
    supervisor = person("epc.supervisor")
    headers = {"Accept": "application/json", "X-CSRFToken": supervisor.token}
    refused = supervisor.client.post(f"/tasks/{sign}/send-back", data={"to": "write"}, headers=headers)
    assert refused.status_code == 422
    assert refused.json["problems"] == {"reason": ["Say in a few words why."]}


def test_whoever_may_not_see_the_step_is_told_on_the_page_of_refusals(person: People, desk: Desk) -> None:
    supervisor = person("epc.supervisor")
    asked = signed(person("epc.officer"), supervisor, desk)
    refused = supervisor.post(f"/tasks/{asked}/skip", {"reason": " "})
    assert refused.status_code == 422
    assert "Say in a few words why." in refused.text
    assert 'id="problems"' not in refused.text
