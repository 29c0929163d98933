"""Finding a case: by its number, by the name of the person, by how it stands, and only what one may know."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import select, update

from app import forms
from app.cases import facts, hand, queries
from app.cases.queries import PAGE
from app.config import Settings
from app.db import Database
from app.models import Case
from tests.answers import answers_for
from tests.conftest import NOW
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import begin, signed

People = Callable[[str], Person]
ROW = re.compile(r'class="row-name code" dir="ltr" href="/cases/([^"]+)"')
FORMS = Path(__file__).parents[2] / "forms"


def listed(person: Person, **query: str) -> list[str]:
    address = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    return ROW.findall(person.get(f"/cases/?{address}").text)


def name_person(database: Database, number: str, name: str, **others: str) -> None:
    learn(database, number, {"full_name": name, **others})


def learn(database: Database, number: str, names: dict[str, str]) -> None:
    with database.unit_of_work() as session:
        case = hand.lock_by_number(session, number)
        facts.learn(session, case, names)
        hand.keep(session, case)


def shown_name(database: Database, number: str) -> str | None:
    with database.reading() as session:
        person = session.scalars(select(Case.person_id).where(Case.number == number)).one()
        return queries.person_name(session, person)


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


NAMES = {
    "full_name": "Sita Kumari Rai",
    "name_in_arabic": "سيتا كوماري راي",
    "other_names": "Maya Thapa, Seeta",
}


def identity(**names: str) -> dict[str, str]:
    """The facts that the identity form teaches about names."""
    form = forms.read((FORMS / "f02_identity.form").read_bytes())
    keys = {field.fact: field.key for field in form.fields if field.fact}
    given = answers_for(form, {keys[fact]: name for fact, name in names.items()}, now=NOW)
    return form.facts(form.clean(given, now=NOW))


def test_a_person_is_found_by_every_name_the_identity_form_holds(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    officer.open_case()
    number = desk.case().number
    officer.open_case()
    learn(desk.database, number, identity(**NAMES))
    for text in ("Sita", "rai kumari", "سيتا", "كوماري راي", "Maya Thapa", "maya", "SEETA", "Seeta Rai"):
        assert listed(officer, q=text) == [number], text
    assert listed(officer, q="Seeta Nobody") == []
    assert shown_name(desk.database, number) == "Sita Kumari Rai"
    page = officer.get("/cases/?q=Maya").text
    assert not [name for name in ("Sita Kumari", "سيتا كوماري", "Maya Thapa") if name in page]


@pytest.mark.parametrize("known", NAMES)
def test_one_name_is_enough_to_find_a_person(person: People, desk: Desk, known: str) -> None:
    officer = person("epc.officer")
    officer.open_case()
    number = desk.case().number
    learn(desk.database, number, identity(**{known: NAMES[known]}))
    assert listed(officer, q=NAMES[known]) == [number]
    assert shown_name(desk.database, number) == NAMES[known]


def test_the_names_of_a_corrected_form_take_the_place_of_all_before(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    officer.open_case()
    number = desk.case().number
    learn(desk.database, number, identity(**NAMES))
    learn(desk.database, number, identity(full_name="Gita Rai", name_in_arabic="جيتا راي"))
    assert listed(officer, q="Gita") == listed(officer, q="جيتا") == listed(officer, q="Rai") == [number]
    for gone in ("Sita", "Kumari", "سيتا", "Maya", "Seeta"):
        assert listed(officer, q=gone) == [], gone
    learn(desk.database, number, identity(full_name="Gita Rai", other_names="Sita"))
    assert listed(officer, q="Sita") == [number]


def test_a_form_without_names_leaves_the_names_as_they_are(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    officer.open_case()
    number = desk.case().number
    learn(desk.database, number, identity(**NAMES))
    learn(desk.database, number, identity(full_name="   "))
    assert listed(officer, q="Sita") == listed(officer, q="Maya") == [number]
    assert shown_name(desk.database, number) == NAMES["full_name"]


def test_only_the_custodian_finds_people_by_name(person: People, desk: Desk) -> None:
    signed(person("epc.officer"), person("epc.supervisor"), desk)
    number = desk.case().number
    name_person(desk.database, number, "Sita Rai", name_in_arabic="سيتا", other_names="Maya")
    officer, police = person("epc.officer"), person("police.capital")
    assert listed(police) == listed(police, q=number) == [number]
    for name in ("Sita", "سيتا", "Maya"):
        assert listed(officer, q=name) == [number]
        assert listed(police, q=name) == []


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
