"""Opening a case: by the custodian's case team, with a number of its own, its first step in hand."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.definitions import practice
from tests.desk import Clock, Desk
from tests.people import Person

People = Callable[[str], Person]


def test_the_numbers_of_a_year_follow_one_another_and_begin_anew_with_the_next(
    person: People, desk: Desk, clock: Clock
) -> None:
    officer = person("epc.officer")
    numbers = []
    for moment in (
        datetime(2026, 12, 31, 20, 58, tzinfo=UTC),
        datetime(2026, 12, 31, 20, 59, tzinfo=UTC),
        datetime(2026, 12, 31, 21, 0, tzinfo=UTC),  # midnight in Bahrain
        datetime(2027, 1, 1, 9, 0, tzinfo=UTC),
    ):
        clock.now = moment
        officer.open_case()
        numbers.append(desk.case().number)
    assert numbers == ["NRM-2026-000001", "NRM-2026-000002", "NRM-2027-000001", "NRM-2027-000002"]


def test_a_new_case_has_its_head_its_first_step_and_one_line_of_audit(
    person: People, desk: Desk, clock: Clock
) -> None:
    first = person("epc.officer").open_case()
    case, step = desk.case(), desk.task("L01")
    assert (case.category, case.stage, case.risk, case.closed_at) == ("labour", "I", None, None)
    assert (case.opened_by, case.officer_id, case.opened_at) == (1, 1, clock.now)
    assert (step.id, step.state, step.assignee_id, step.unit) == (first, "claimed", 1, "EPC")
    assert desk.acts() == ["case_opened"]


@pytest.mark.parametrize(
    "name",
    ["epc.manager", "epc.auditor", "shelter.officer", "lmra.supervisor", "police.capital", "embassy.india"],
)
def test_nobody_else_opens_a_case(person: People, desk: Desk, name: str) -> None:
    somebody = person(name)
    assert somebody.get("/cases/open").status_code == 403
    assert somebody.post("/cases/open", {"key": "labour_case"}).status_code == 403
    assert "/cases/open" not in somebody.get("/tasks/").text


def test_only_a_published_procedure_that_opens_cases_opens_one(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    page = officer.get("/cases/open").text
    assert 'value="labour_case"' in page
    for called in ("refer", "protect", "return", "labour_claim"):
        assert f'value="{called}"' not in page
        assert officer.post("/cases/open", {"key": called}).status_code == 404, called
    for nothing in ("", "nothing", "LABOUR_CASE", "labour_case "):
        assert officer.post("/cases/open", {"key": nothing}).status_code == 404, nothing
    assert "There is no case yet" in officer.get("/cases/").text


def test_a_refused_opening_uses_up_no_number(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    practice.publish(desk.database, "report_case", practice.REPORT)
    officer.post("/cases/open", {"key": "nothing"})
    officer.open_case("report_case")
    assert desk.case().number.endswith("-000001")
