"""Drafts: kept sealed while one types, shown again to who holds the step, and to nobody else."""

from collections.abc import Callable

import pytest

from app.config import Settings
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import REPORT, begin

People = Callable[[str], Person]
TYPED = {"account": "typed but not sent: a blue door"}


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One kind of database is enough here."""
    return sqlite_settings


def save(person: Person, task_id: int, answers: dict[str, object]) -> int:
    return person.send(f"/tasks/{task_id}/draft", {"answers": answers}).status_code


def test_a_draft_is_shown_again_and_its_showing_is_written_down(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    officer.get(f"/tasks/{first}")
    assert desk.readings() == []
    assert save(officer, first, TYPED) == 200
    assert officer.form_of(first)["answers"] == TYPED
    assert desk.readings() == [(1, f"task:{first}:draft")]


def test_a_draft_is_not_shown_to_those_who_do_not_hold_the_step(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    save(officer, first, TYPED)
    for onlooker in ("epc.supervisor", "epc.manager"):
        page = person(onlooker).get(f"/tasks/{first}").text
        assert "blue door" not in page
        assert person(onlooker).form_of(first)["answers"] == {}
    assert desk.readings() == []


def test_a_draft_lies_sealed(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    save(officer, first, TYPED)
    kept = desk.task("write").draft
    assert kept
    assert b"blue door" not in kept


def test_whoever_takes_the_step_over_goes_on_from_its_draft(person: People, desk: Desk) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    first = begin(officer, desk.database)
    save(officer, first, TYPED)
    officer.post(f"/tasks/{first}/release")
    supervisor.claim(first)
    assert supervisor.form_of(first)["answers"] == TYPED
    assert desk.readings() == [(2, f"task:{first}:draft")]


def test_a_draft_may_be_wrong_but_holds_only_what_the_form_asks(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    assert save(officer, first, {"people": 999, "account": "", "unknown": "x"}) == 200
    shown = officer.form_of(first)["answers"]
    assert shown["people"] == 999
    assert "unknown" not in shown


def test_a_script_in_a_draft_stays_text(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    save(officer, first, {"account": "</script><script>alert(1)</script>"})
    assert "<script>alert(1)" not in officer.get(f"/tasks/{first}").text
    assert officer.form_of(first)["answers"]["account"].startswith("</script>")


def test_a_completed_step_keeps_no_draft(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    save(officer, first, TYPED)
    assert officer.complete(first, REPORT).status_code == 200
    assert desk.task("write").draft is None
