"""The inbox: what waits for me and my unit, most urgent first, found again by number, step, stage and risk."""

import re
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import update

from app.db import Database
from app.models import Case, UserTask
from app.tasks.queries import PAGE
from tests.conftest import NOW
from tests.desk import Clock, Desk
from tests.people import Person
from tests.tasks.working import begin, signed

People = Callable[[str], Person]

ROW = re.compile(r'<a class="row-name" href="/tasks/(\d+)"')
TAB = re.compile(r'view=(mine|unit|overdue)"[^>]*>[^<]*<span class="count[^"]*">(\d+)<')


def listed(person: Person, query: str = "") -> list[int]:
    return [int(found) for found in ROW.findall(person.get(f"/tasks/?{query}").text)]


def counts(person: Person, query: str = "") -> dict[str, int]:
    return {view: int(count) for view, count in TAB.findall(person.get(f"/tasks/?{query}").text)}


def put(database: Database, task_id: int, **values: object) -> None:
    with database.unit_of_work() as session:
        session.execute(update(UserTask).where(UserTask.id == task_id).values(**values))


def test_the_views_hold_mine_the_unit_s_and_what_is_overdue(person: People, desk: Desk, clock: Clock) -> None:
    officer, supervisor = person("epc.officer"), person("epc.supervisor")
    first, second = begin(officer, desk.database), officer.open_case("report_case")
    officer.post(f"/tasks/{second}/release")
    put(desk.database, second, due_at=NOW - timedelta(minutes=1))
    assert counts(officer) == {"mine": 1, "unit": 2, "overdue": 1}
    assert listed(officer, "view=mine") == [first]
    assert listed(officer, "view=overdue") == [second]
    assert counts(supervisor) == {"mine": 0, "unit": 2, "overdue": 1}
    assert listed(supervisor, "view=mine") == []
    assert set(listed(supervisor, "view=nonsense")) == {first, second}
    assert counts(person("police.capital")) == {"mine": 0, "unit": 0, "overdue": 0}


def test_overdue_steps_come_first_then_the_nearest_deadline_then_what_has_none(
    person: People, desk: Desk, clock: Clock
) -> None:
    officer = person("epc.officer")
    none = begin(officer, desk.database)
    later, late, soon = (officer.open_case("report_case") for _ in range(3))
    put(desk.database, later, due_at=NOW + timedelta(days=9))
    put(desk.database, soon, due_at=NOW + timedelta(hours=1))
    put(desk.database, late, due_at=NOW - timedelta(days=2))
    assert listed(officer) == [late, soon, later, none]
    page = officer.get("/tasks/").text
    assert page.count("is-late") == 1


def test_a_search_finds_number_step_and_name_in_both_languages(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    second = officer.open_case("labour_case")
    number = desk.case().number
    assert listed(officer, f"q={number}") == [second]
    assert listed(officer, f"q={number[-6:].lower()}") == [second]
    assert listed(officer, "q=step+WRITE") == [first]
    assert listed(officer, "q=L01") == [second]
    assert listed(officer, "q=%D8%AE%D8%B7%D9%88%D8%A9") == [first]
    assert listed(officer, "q=nothing+of+the+kind") == []
    assert set(listed(officer, "q=%25")) == {first, second}
    for odd in ("%27", "%27%20OR%201%3D1--", "%5C", "_%25_" + "a" * 300):
        assert officer.get(f"/tasks/?q={odd}").status_code == 200


def test_stage_and_risk_narrow_the_list(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    second = officer.open_case("report_case")
    with desk.database.unit_of_work() as session:
        session.execute(update(Case).where(Case.id == desk.case().id).values(risk="high"))
    put(desk.database, second, stage="IV")
    assert listed(officer, "stage=IV") == [second]
    assert listed(officer, "stage=I&risk=high") == []
    assert listed(officer, "risk=high") == [second]
    assert listed(officer, "stage=nonsense") == []
    assert first in listed(officer)


def test_a_long_list_comes_in_pages_and_the_last_page_stands_in_for_any_later_one(
    person: People, desk: Desk
) -> None:
    officer = person("epc.officer")
    tasks = [begin(officer, desk.database), *(officer.open_case("report_case") for _ in range(PAGE))]
    first, second = listed(officer, "page=1"), listed(officer, "page=2")
    assert len(first) == PAGE
    assert sorted(first + second) == sorted(tasks)
    assert listed(officer, "page=3") == second
    assert listed(officer, "page=0") == first


def test_a_step_leaves_the_inbox_when_it_is_done_and_the_next_one_is_in_the_right_unit_s(
    person: People, desk: Desk
) -> None:
    officer, supervisor, police = person("epc.officer"), person("epc.supervisor"), person("police.capital")
    asked = signed(officer, supervisor, desk)
    assert listed(officer) == listed(supervisor) == []
    assert listed(police) == [asked]
    assert listed(person("lmra.grievances")) == []
    assert '<span class="count">1</span>' in police.get("/definitions/").text
