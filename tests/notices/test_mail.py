"""Mail: as each person wants it, in their language, without a name; again when it failed, the same letter each time."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from app import outbox
from app.config import Settings
from app.db import Database
from app.jobs import clocks, due
from app.models import Letter, UserTask
from app.notices import letters
from tests.conftest import NOW
from tests.desk import Clock, Desk
from tests.jobs.receiver import Receiver
from tests.notices.wanting import mail_to, wants_mail
from tests.people import Person

People = Callable[[str], Person]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """Which database it is makes no difference to a letter; the races of jobs run on both."""
    return sqlite_settings


def work(database: Database, now: datetime) -> None:
    clocks.tell_due(database, now=now)
    due.run_due(database, now=now)


def urgent(desk: Desk) -> None:
    """Let the step of the labour authority have an urgent clock."""
    with desk.database.unit_of_work() as session:
        values = {"clock_unit": "hours", "clock_amount": 4, "due_at": NOW + timedelta(hours=4)}
        session.execute(update(UserTask).where(UserTask.element_id == "slow").values(values))


def test_a_new_step_is_mailed_at_once_with_its_case_its_deadline_and_a_link(
    asked: int, desk: Desk, person: People, receiver: Receiver
) -> None:
    address = wants_mail(person("lmra.grievances"))
    work(desk.database, NOW)
    number = desk.case().number
    assert mail_to(receiver, address) == [
        f"{number}: A new step waits: Step slow.\n"
        f"A new step waits: Step slow.\nCase: {number}\nDue: 5 Mar 2026, 14:15\n"
        f"https://ihala.example.org/tasks/{asked}\n\n"
        "You choose when such mail comes: https://ihala.example.org/notices/settings\n"
    ]
    work(desk.database, NOW + timedelta(minutes=10))
    assert len(receiver.letters()) == 1


def test_mail_speaks_the_language_of_who_reads_it(
    asked: int, desk: Desk, person: People, receiver: Receiver
) -> None:
    someone = person("lmra.grievances")
    someone.post("/language/ar")
    address = wants_mail(someone)
    work(desk.database, NOW)
    letter = mail_to(receiver, address)[0]
    assert "خطوة slow" in letter
    assert "مارس 2026، 14:15" in letter
    assert receiver.letters()[0]["Content-Language"] == "ar"


def test_the_custodian_is_led_to_the_case_and_the_unit_to_its_step(
    asked: int, desk: Desk, person: People, receiver: Receiver
) -> None:
    address = wants_mail(person("epc.supervisor"))
    work(desk.database, NOW + timedelta(days=60))
    (letter,) = mail_to(receiver, address)
    assert f"https://ihala.example.org/cases/{desk.case().number}" in letter
    assert "/tasks/" not in letter


def test_what_belongs_to_one_moment_comes_in_one_letter(
    asked: int, desk: Desk, person: People, receiver: Receiver
) -> None:
    address = wants_mail(person("lmra.supervisor"))
    work(desk.database, NOW + timedelta(days=60))
    (letter,) = mail_to(receiver, address)
    assert letter.startswith("Ihala: 3 notices\n")
    assert letter.count("Case: ") == 3


def test_a_daily_mail_gathers_the_day_and_leaves_at_its_time(
    asked: int, desk: Desk, person: People, receiver: Receiver
) -> None:
    address = wants_mail(person("lmra.supervisor"), mail="daily", daily_at="16:00")
    leaves = datetime.fromisoformat("2026-03-01T16:00+03:00")
    work(desk.database, NOW)
    work(desk.database, leaves - timedelta(seconds=1))
    assert mail_to(receiver, address) == []
    work(desk.database, leaves)
    assert len(mail_to(receiver, address)) == 1


def test_quiet_hours_hold_mail_back_but_not_what_is_urgent(
    asked: int, desk: Desk, person: People, receiver: Receiver
) -> None:
    quiet = {"quiet_from": "09:00", "quiet_until": "11:00"}
    address = wants_mail(person("lmra.grievances"), **quiet)
    work(desk.database, NOW)  # 10:00 in Bahrain
    assert mail_to(receiver, address) == []
    urgent(desk)
    clocks.tell_due(desk.database, now=NOW)
    with desk.database.unit_of_work() as session:
        session.execute(update(UserTask).where(UserTask.id == asked).values(next_notice_at=NOW))
    work(desk.database, NOW + timedelta(hours=3))  # three quarters of four hours
    assert len(mail_to(receiver, address)) == 2


def test_who_wants_no_mail_or_has_given_no_address_gets_none(
    asked: int, desk: Desk, person: People, receiver: Receiver
) -> None:
    wants_mail(person("lmra.supervisor"), mail="off")
    work(desk.database, NOW)
    assert receiver.letters() == []


def test_who_turns_mail_off_before_it_leaves_gets_none(
    asked: int, desk: Desk, person: People, receiver: Receiver
) -> None:
    someone = person("lmra.supervisor")
    wants_mail(someone)
    clocks.tell_due(desk.database, now=NOW)
    wants_mail(someone, mail="off")
    due.run_due(desk.database, now=NOW)
    assert receiver.letters() == []


def test_a_letter_that_could_not_leave_is_sent_again_and_takes_nothing_more(
    asked: int,
    desk: Desk,
    person: People,
    receiver: Receiver,
    posting: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    wants_mail(person("lmra.grievances"))
    with monkeypatch.context() as patched, caplog.at_level(logging.WARNING):
        patched.setattr("app.jobs.mail._connected", _nobody)
        work(desk.database, NOW)
    assert "ConnectionRefusedError" in caplog.text
    with desk.database.unit_of_work() as session:
        first = session.scalars(select(Letter)).one()
        later = letters.letter_for(session, first.user_id, first.send_at)
        assert later != first.id
    due.run_due(desk.database, now=NOW + timedelta(seconds=30))
    keys = [letter["X-Ihala-Key"] for letter in receiver.letters()]
    assert first.key in keys
    assert receiver.letters()[keys.index(first.key)]["Message-ID"] == f"<{first.key}@example.org>"


def test_a_letter_sent_twice_has_the_same_key_and_one_that_is_sent_is_not_sent_again(
    asked: int, desk: Desk, person: People, receiver: Receiver
) -> None:
    wants_mail(person("lmra.grievances"))
    work(desk.database, NOW)
    with desk.database.unit_of_work() as session:  # as if the worker had died before it was written down
        letter = session.scalars(select(Letter)).one()
        letter.sent_at = None
        outbox.enqueue(session, letters.MAIL, {"letter": letter.id}, run_at=NOW)
    due.run_due(desk.database, now=NOW)
    twice = [(letter["X-Ihala-Key"], letter["Message-ID"]) for letter in receiver.letters()]
    assert len(twice) == 2
    assert len(set(twice)) == 1
    with desk.database.unit_of_work() as session:
        outbox.enqueue(session, letters.MAIL, {"letter": letter.id}, run_at=NOW)
    due.run_due(desk.database, now=NOW)
    assert len(receiver.letters()) == 2


def test_mail_names_nobody_whom_a_case_is_about(
    asked: int, desk: Desk, person: People, receiver: Receiver, clock: Clock
) -> None:
    wants_mail(person("lmra.grievances"))
    work(desk.database, NOW)
    raw = receiver.letters()[0].as_string()
    for word in ("yes", "agreed", "nationality", "employer"):
        assert word not in raw.lower()


def _nobody(_: Settings) -> None:
    raise ConnectionRefusedError
