"""The bell, the list of notices, and how a person wants to be told."""

from collections.abc import Callable

import pytest

from app.config import Settings
from app.jobs import clocks
from tests.conftest import NOW
from tests.desk import Desk
from tests.notices.wanting import WANTED, wants_mail
from tests.people import Person

People = Callable[[str], Person]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.fixture
def told_officer(asked: int, desk: Desk, person: People) -> Person:
    clocks.tell_due(desk.database, now=NOW)
    return person("lmra.grievances")


def bell(someone: Person) -> str:
    page = someone.get("/tasks/").text
    return page.partition('href="/notices/"')[2].partition("</a>")[0]


def test_the_bell_counts_what_is_unread(told_officer: Person, person: People) -> None:
    assert '<span class="count">1</span>' in bell(told_officer)
    assert "count" not in bell(person("epc.officer"))


def test_the_list_tells_what_of_which_case_and_leads_there(
    told_officer: Person, asked: int, desk: Desk
) -> None:
    page = told_officer.get("/notices/").text
    assert "A new step waits: Step slow." in page
    assert desk.case().number in page
    assert f'href="/tasks/{asked}"' in page
    assert "5 Mar 2026, 14:15" in page


def test_a_notice_is_marked_as_read_by_its_reader_only(told_officer: Person, person: People) -> None:
    other = person("lmra.supervisor")
    assert other.post("/notices/1/read").status_code == 302
    assert '<span class="count">1</span>' in bell(told_officer)
    assert told_officer.post("/notices/1/read").status_code == 302
    assert "count" not in bell(told_officer)


def test_all_notices_are_marked_as_read_at_once(told_officer: Person, person: People) -> None:
    assert told_officer.post("/notices/read").status_code == 302
    assert "count" not in bell(told_officer)
    assert '<span class="count">1</span>' in bell(person("lmra.supervisor"))


def test_a_notice_of_a_step_that_is_done_says_so(told_officer: Person, asked: int) -> None:
    told_officer.claim(asked)
    assert told_officer.complete(asked, {"agreed": "yes"}).status_code == 200
    assert "Settled meanwhile" in told_officer.get("/notices/").text


def test_settings_are_kept_and_shown_again(told_officer: Person) -> None:
    wants_mail(told_officer, mail="daily", daily_at="06:45", quiet_from="22:00", quiet_until="05:30")
    page = told_officer.get("/notices/settings").text
    for shown in ("lmra.grievances@example.org", 'value="06:45"', 'value="22:00"', 'value="05:30"'):
        assert shown in page
    assert 'id="mail-daily" value="daily" checked' in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"address": "nobody"}, "Give a mail address"),
        ({"address": "a@b.example\r\nBcc: x@y.example"}, "Give a mail address"),
        ({"address": ""}, "Give a mail address"),
        ({"mail": "hourly"}, "Choose when you want mail"),
        ({"mail": "daily", "daily_at": ""}, "at what time"),
        ({"daily_at": "25:00"}, "Give a time"),
        ({"quiet_from": "22:00"}, "a beginning and an end"),
    ],
)
def test_settings_that_cannot_be_taken_are_said_where_they_were_typed(
    told_officer: Person, sent: dict[str, str], said: str
) -> None:
    answer = told_officer.post("/notices/settings", {**WANTED, "address": "a@example.org", **sent})
    assert answer.status_code == 422
    assert said in answer.text
    for value in sent.values():
        if value and "\r" not in value and value != "hourly":
            assert f'value="{value}"' in answer.text or value == "daily"


def test_the_pages_speak_arabic_from_right_to_left(told_officer: Person) -> None:
    told_officer.post("/language/ar")
    for address in ("/notices/", "/notices/settings"):
        assert 'dir="rtl"' in told_officer.get(address).text
    assert "خطوة slow" in told_officer.get("/notices/").text
