"""Why a step was not obtained, sent back or handed on: masked on the case page, shown to who may read the step."""

import re
from collections.abc import Callable

import pytest

from app import access
from app.config import Settings
from tests.definitions import practice
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import REPORT, begin, signed

People = Callable[[str], Person]
SILENT = "The station did not answer for two days."
WAGE = "The date of the last wage is missing."
TIRED = "The night shift is over."
REVEAL = re.compile(r'data-reveal="(/cases/[^"]+/reasons/\d+)"')
EXAMINATION = practice.drawing(
    "examination_case",
    {"EPC": ("write",), "HSP": ("examine",)},
    practice.task("write", 'stage="I" form="practice_report"'),
    practice.task(
        "examine", 'stage="IV" form="practice_report" unit="HSP-SMC" skippable="true" sensitivity="medical"'
    ),
    practice.flows("start", "write", "examine", "end"),
)


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One kind of database is enough here."""
    return sqlite_settings


@pytest.fixture
def number(person: People, desk: Desk) -> str:
    """A report that goes on without the police."""
    asked = signed(person("epc.officer"), person("epc.supervisor"), desk)
    skipped = person("epc.supervisor").post(f"/tasks/{asked}/skip", {"reason": SILENT})
    assert skipped.status_code == 302
    return desk.case().number


def reveal(person: Person, number: str) -> list[str]:
    """The reasons that a person's case page offers to show, in its timeline and then in its answers."""
    return REVEAL.findall(person.get(f"/cases/{number}").text)


def test_a_reason_is_masked_until_it_is_asked_for_and_the_reading_is_written_down(
    person: People, desk: Desk, number: str
) -> None:
    officer = person("epc.officer")
    page = officer.get(f"/cases/{number}").text
    assert SILENT not in page
    assert "Not obtained: Step ask" in page
    in_timeline, in_answers = reveal(officer, number)
    assert in_timeline == in_answers
    assert desk.readings() == []
    assert officer.post(in_timeline).json == {"value": SILENT}
    act = desk.last_act("skipped").id
    assert desk.readings() == [(1, f"task:{desk.task('ask').id}:reason:{act}")]


def test_the_unit_that_was_passed_over_reads_why(person: People, number: str) -> None:
    police = person("police.capital")
    page = police.get(f"/cases/{number}").text
    assert "Not obtained: Step ask" in page
    assert "step of Capital Governorate Police Directorate" in page
    assert police.post(reveal(police, number)[0]).json == {"value": SILENT}


def test_those_who_only_look_on_are_refused_and_strangers_find_nothing(
    person: People, desk: Desk, number: str
) -> None:
    address = reveal(person("epc.officer"), number)[0]
    for name in ("epc.manager", "epc.auditor"):
        refused = person(name).post(address)
        assert refused.status_code == 403, name
        assert SILENT not in refused.text
    for name in ("hospital.salmaniya", "lmra.supervisor"):
        assert person(name).post(address).status_code == 404, name
    assert desk.readings() == []


def test_a_reason_is_found_only_through_its_own_case_and_only_where_one_was_given(
    person: People, desk: Desk, number: str
) -> None:
    officer = person("epc.officer")
    officer.open_case("report_case")
    skipped, completed = desk.last_act("skipped").id, desk.last_act("completed").id
    assert officer.post(f"/cases/{desk.case().number}/reasons/{skipped}").status_code == 404
    for act in (completed, 999):
        assert officer.post(f"/cases/{number}/reasons/{act}").status_code == 404, act
    assert desk.readings() == []


def test_another_unit_reads_no_reason_of_a_step_that_is_not_its_own(person: People, desk: Desk) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    asked = signed(officer, supervisor, desk)
    police = person("police.capital")
    police.claim(asked)
    assert police.complete(asked, REPORT).status_code == 200
    handed = {"colleague": 2, "reason": TIRED}
    assert supervisor.post(f"/tasks/{desk.task('file').id}/reassign", handed).status_code == 302
    number = desk.case().number
    assert reveal(police, number) == []
    assert "Given to a colleague" not in police.get(f"/cases/{number}").text
    act = desk.last_act("reassigned").id
    assert police.post(f"/cases/{number}/reasons/{act}").status_code == 404
    assert officer.post(f"/cases/{number}/reasons/{act}").json == {"value": TIRED}


def test_the_timeline_tells_why_work_went_back_and_why_a_step_changed_hands(
    person: People, desk: Desk
) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    first = begin(officer, desk.database)
    supervisor.post(f"/tasks/{first}/reassign", {"colleague": 2, "reason": TIRED})
    supervisor.post(f"/tasks/{first}/reassign", {"colleague": 1})
    officer.complete(first, REPORT)
    sign = desk.task("sign").id
    supervisor.claim(sign)
    supervisor.post(f"/tasks/{sign}/send-back", {"to": "write", "reason": WAGE})
    number = desk.case().number
    page = officer.get(f"/cases/{number}").text
    assert page.count("Given to a colleague: Step write") == 2
    assert "Sent back for correction: Step sign" in page
    assert [officer.post(address).json for address in reveal(officer, number)] == [
        {"value": WAGE},
        {"value": TIRED},
    ]


def test_why_a_medical_step_was_not_obtained_is_for_the_unit_the_medical_role_and_who_wrote_it(
    person: People, desk: Desk
) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    first = begin(officer, desk.database, EXAMINATION, "examination_case")
    assert officer.complete(first, REPORT).status_code == 200
    assert supervisor.post(f"/tasks/{desk.task('examine').id}/skip", {"reason": SILENT}).status_code == 302
    number = desk.case().number
    address = reveal(officer, number)[0]
    assert officer.post(address).status_code == 403
    assert supervisor.post(address).json == {"value": SILENT}
    assert person("hospital.salmaniya").post(address).json == {"value": SILENT}


def test_a_reason_whose_reading_cannot_be_written_down_is_not_shown(
    person: People, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("the log is full")

    officer = person("epc.officer")
    address = reveal(officer, number)[0]
    monkeypatch.setattr(access, "note", broken)
    answer = officer.post(address)
    assert answer.status_code == 500
    assert SILENT not in answer.text
