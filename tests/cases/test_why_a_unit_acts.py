"""The Units tab says which unit acts for a party and by which rule, in names and not in codes."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import update

from app.config import Settings
from app.models import Case, UserTask
from tests.definitions import practice
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import REPORT, begin, signed

People = Callable[[str], Person]
TAB = re.compile(r'<section id="part-units".*?</section>', re.S)
ABROAD = practice.drawing(
    "abroad_case",
    {"EPC": ("write",), "EMB": ("visit",), "HSP": ("treat",), "POL": ("ask",)},
    practice.task("write", 'stage="I" form="practice_report"'),
    practice.task("visit", 'stage="II" form="practice_report"'),
    practice.task("treat", 'stage="II" form="practice_report"'),
    practice.task("ask", 'stage="II" form="practice_report"'),
    practice.flows("start", "write", "visit", "treat", "ask", "end"),
)


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One kind of database is enough here."""
    return sqlite_settings


def tab(person: Person, desk: Desk) -> str:
    found = TAB.search(person.get(f"/cases/{desk.case().number}").text)
    assert found
    return found[0]


def learn(desk: Desk, **facts: str | None) -> None:
    with desk.database.unit_of_work() as session:
        session.execute(update(Case).values(**facts))


def test_where_a_fact_is_missing_the_tab_says_which(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database, ABROAD, "abroad_case")
    assert officer.complete(first, REPORT).status_code == 200
    said = tab(officer, desk)
    assert "The unit that serves every case." in said
    assert "The nationality is not known, so the custodian acts. Enter it, or choose the unit." in said


def test_each_rule_that_chose_has_its_sentence(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database, ABROAD, "abroad_case")
    learn(desk, nationality="IND", governorate="capital")
    officer.complete(first, REPORT)
    embassy = person("embassy.india")
    visit = desk.task("visit").id
    embassy.claim(visit)
    assert embassy.complete(visit, REPORT).status_code == 200
    said = tab(officer, desk)
    assert "Embassy of India" in said
    assert "The mission of the person&#39;s country, resident in Bahrain." in said
    assert "Nobody has chosen the unit yet, so the custodian acts. Choose the unit." in said


def test_a_unit_that_the_facts_of_today_would_not_choose_is_said_to_stand_as_it_was(
    person: People, desk: Desk
) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database, ABROAD, "abroad_case")
    officer.complete(first, REPORT)
    learn(desk, nationality="IND")
    assert "Chosen by rule, from what was known when the step opened." in tab(officer, desk)


def test_a_unit_named_in_the_drawing_and_one_chosen_by_hand_are_said_to_be_so(
    person: People, desk: Desk
) -> None:
    officer = person("epc.officer")
    signed(officer, person("epc.supervisor"), desk)
    assert "Named for this step, by hand or in the procedure." in tab(officer, desk)
    choice = {"party": "POL", "unit": "POL-MUH", "reason": "The person moved."}
    officer.post(f"/cases/{desk.case().number}/units", choice)
    said = tab(officer, desk)
    assert "Chosen by hand" in said
    assert "Named for this step" not in said


def test_codes_of_the_directory_are_told_as_names(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database, ABROAD, "abroad_case")
    learn(desk, nationality="IND", hospital="POL-CAP")
    officer.complete(first, REPORT)
    with desk.database.unit_of_work() as session:
        moved = {"element_id": "treat", "party": "HSP", "unit": "EPC"}
        session.execute(update(UserTask).where(UserTask.element_id == "visit").values(**moved))
    said = tab(officer, desk)
    assert "Capital Governorate Police Directorate cannot do this step on this day" in said
    assert "POL-CAP cannot" not in said


def test_another_unit_has_no_such_tab(person: People, desk: Desk) -> None:
    signed(person("epc.officer"), person("epc.supervisor"), desk)
    page = person("police.capital").get(f"/cases/{desk.case().number}").text
    assert 'id="tab-timeline"' in page
    assert 'id="tab-units"' not in page
    assert 'id="part-units"' not in page
