"""Finding a case: by its number, by the name of the person, by how it stands, and only what one may know."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import update

from app import forms
from app.cases import facts, hand
from app.cases.queries import PAGE
from app.config import Settings
from app.db import Database
from app.models import Case
from tests.people import Person
from tests.tasks.working import Desk, begin, signed

People = Callable[[str], Person]
ROW = re.compile(r'class="row-name code" dir="ltr" href="/cases/([^"]+)"')
FORMS = Path(__file__).parents[2] / "forms"


def listed(person: Person, **query: str) -> list[str]:
    address = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    return ROW.findall(person.get(f"/cases/?{address}").text)


def name_person(database: Database, number: str, name: str) -> None:
    with database.unit_of_work() as session:
        case = hand.lock_by_number(session, number)
        facts.learn(session, case, {"full_name": name})
        hand.keep(session, case)


def test_a_case_is_found_by_its_number_or_a_part_of_it(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    for _ in range(3):
        officer.open_case()
    newest = desk.case().number
    assert len(listed(officer)) == 3
    assert listed(officer)[0] == newest
    assert listed(officer, q=newest) == listed(officer, q=newest.lower()) == [newest]
    assert listed(officer, q=newest[-6:]) == [newest]
    assert len(listed(officer, q="NRM")) == 3
    for nothing in ("NRM-1999", "%", "_", "%%%", "'; DROP TABLE cases;--", "\\"):
        assert listed(officer, q=nothing) == [], nothing


@pytest.mark.parametrize(
    ("name", "searches"),
    [
        ("Fatima al-Zahra Begum", ("fatima", "BEGUM", "Begum Fatima", "Fátima", "al zahra")),
        ("فاطمة أحمد إبراهيم", ("فاطمه", "احمد", "أحمد فاطمة", "إبراهيم", "ابراهيم", "فَاطِمَة")),
        ("علی کریم", ("علي", "كريم", "علي كريم")),
    ],
)
def test_a_person_is_found_by_whole_words_of_the_name_however_they_are_spelt(
    person: People, desk: Desk, name: str, searches: tuple[str, ...]
) -> None:
    officer = person("epc.officer")
    officer.open_case()
    number = desk.case().number
    officer.open_case()
    name_person(desk.database, number, name)
    for text in searches:
        assert listed(officer, q=text) == [number], text
    assert listed(officer, q=f"{searches[0]} Nobody") == []
    assert listed(officer, q=searches[0][:2]) == []
    assert name not in officer.get("/cases/").text


def test_a_corrected_name_is_found_and_the_old_one_is_not(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    officer.open_case()
    number = desk.case().number
    name_person(desk.database, number, "Marry Brown")
    name_person(desk.database, number, "Mary Brown")
    assert listed(officer, q="Mary") == listed(officer, q="Brown") == [number]
    assert listed(officer, q="Marry") == []


def test_only_the_custodian_finds_people_by_name(person: People, desk: Desk) -> None:
    signed(person("epc.officer"), person("epc.supervisor"), desk)
    number = desk.case().number
    name_person(desk.database, number, "Sita Rai")
    assert listed(person("epc.officer"), q="Sita") == [number]
    police = person("police.capital")
    assert listed(police) == listed(police, q=number) == [number]
    assert listed(police, q="Sita") == []


def test_another_unit_lists_only_the_cases_it_has_or_had_a_step_in(person: People, desk: Desk) -> None:
    begin(person("epc.officer"), desk.database)
    assert listed(person("police.capital")) == []
    signed(person("epc.officer"), person("epc.supervisor"), desk)
    second = desk.case().number
    assert listed(person("police.capital")) == [second]
    person("epc.supervisor").post(f"/tasks/{desk.task('ask').id}/skip", {"reason": "No answer."})
    assert listed(person("police.capital")) == [second]
    assert listed(person("hospital.salmaniya")) == []


def test_status_category_and_risk_narrow_the_list(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    officer.open_case()
    officer.open_case()
    case = desk.case()
    with desk.database.unit_of_work() as session:
        session.execute(update(Case).where(Case.id == case.id).values(risk="high", status="protection"))
    assert listed(officer, risk="high") == listed(officer, status="protection") == [case.number]
    assert len(listed(officer, category="labour")) == 2
    assert listed(officer, category="abuse") == []
    assert listed(officer, risk="high", status="closed") == []


def test_a_long_list_comes_in_pages(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    begin(officer, desk.database)
    first = desk.case().number
    for _ in range(PAGE):
        officer.open_case("report_case")
    assert len(listed(officer)) == PAGE
    assert listed(officer, page="2") == listed(officer, page="3") == [first]


def test_every_fact_a_form_teaches_fits_on_the_head_of_a_case(sqlite_settings: Settings) -> None:
    for file in FORMS.glob("*.form"):
        for field in forms.read(file.read_bytes()).fields:
            if field.fact in facts.ON_THE_HEAD:
                room = Case.__table__.c[field.fact].type.length
                assert field.options, (file.stem, field.key)
                assert all(len(str(option.value)) <= room for option in field.options), (file.stem, field.key)
