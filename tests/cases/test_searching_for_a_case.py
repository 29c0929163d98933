"""Searching from the top bar: by number, by name however it is spelt, by document; never more than one may know."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import event, select, update

from app.cases import facts, hand
from app.cases.searching import MOST
from app.config import Settings
from app.db import Database
from app.models import AccessLog, Case, PersonNameToken, User
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import begin, signed

People = Callable[[str], Person]
ROW = re.compile(r'class="row-name code" dir="ltr" href="/cases/([^"]+)"')


def found(person: Person, text: str) -> list[str]:
    answer = person.post("/search/", {"q": text})
    assert answer.status_code == 200
    return ROW.findall(answer.text)


def known(officer: Person, desk: Desk, **taught: str) -> str:
    """A new case of somebody of whom this is known; gives back its number."""
    officer.open_case()
    number = desk.case().number
    learn(desk.database, number, **taught)
    return number


def learn(database: Database, number: str, **taught: str) -> None:
    with database.unit_of_work() as session:
        case = hand.lock_by_number(session, number)
        facts.learn(session, case, taught)
        hand.keep(session, case)


SPELLINGS = [
    ("Mohammed Hussain", "Muhammad Husein", "محمد حسين", "Md Hussein", "MOHAMED hossain"),
    ("فاطمة الزهراء", "Fatima Zahra", "Fatimah Al-Zahraa", "فاطمه زهراء", "fatema zahra"),
    ("Abdul Rahman Khalid", "Abdulrahman Khaled", "عبدالرحمن خالد", "عبد الرحمن خالد", "Abdurrahman Khalid"),
    ("Yousif Ibrahim", "Yusuf Ebrahim", "يوسف إبراهيم", "يوسف ابراهيم", "Yousef Ibraheem"),
    ("Aysha Omar", "Aisha Umar", "عائشة عمر", "Ayesha Omar", "عايشه عمر"),
    ("Priya Chandra", "بريا تشاندرا", "Pria Chandraa", "بريا شاندرا", "priya chandra"),
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda s: s[0])
def test_a_person_is_found_however_the_name_is_spelt_in_either_script(
    person: People, desk: Desk, spellings: tuple[str, ...]
) -> None:
    officer = person("epc.officer")
    number = known(officer, desk, full_name=spellings[0])
    known(officer, desk, full_name="Nobody Else")
    for text in spellings:
        assert found(officer, text) == [number], text
    assert found(officer, f"{spellings[0]} Nobody") == []


def test_the_name_as_it_is_written_comes_before_names_that_only_sound_alike(
    person: People, desk: Desk
) -> None:
    officer = person("epc.officer")
    exact = known(officer, desk, full_name="Hasan Ali")
    alike = known(officer, desk, full_name="Hussain Ali")
    assert found(officer, "Hasan Ali") == [exact, alike]
    assert found(officer, "Hussain Ali") == [alike, exact]


@pytest.mark.parametrize(
    ("fact", "kept", "searches"),
    [
        ("cpr_no", "850412345", ("850412345", "850 412 345", "٨٥٠٤١٢٣٤٥")),
        ("passport_no", "Ab1234567", ("AB1234567", "ab 1234567", "AB-1234567")),
        ("phone", "+973 3912 3456", ("39123456", "+97339123456", "00973 3912-3456", "3912 3456")),
        ("phone", "009779812345678", ("9812345678", "+977 98 1234 5678")),
    ],
)
def test_a_person_is_found_by_a_document_or_a_phone_however_the_number_is_written(
    person: People, desk: Desk, fact: str, kept: str, searches: tuple[str, ...]
) -> None:
    officer = person("epc.officer")
    number = known(officer, desk, full_name="Sita Rai", **{fact: kept})
    known(officer, desk, full_name="Nobody Else")
    for text in searches:
        assert found(officer, text) == [number], text
    assert found(officer, searches[0][:-2] + "00") == []


def test_a_corrected_number_takes_the_place_of_the_wrong_one_and_names_stay(
    person: People, desk: Desk
) -> None:
    officer = person("epc.officer")
    number = known(officer, desk, full_name="Sita Rai", cpr_no="850412345", phone="39123456")
    learn(desk.database, number, cpr_no="850412346")
    assert found(officer, "850412345") == []
    assert found(officer, "850412346") == found(officer, "39123456") == found(officer, "Seeta") == [number]
    learn(desk.database, number, full_name="Gita Rai")
    assert found(officer, "Sita") == []
    assert found(officer, "39123456") == [number]


def test_a_case_is_found_by_its_number_or_a_part_of_it(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    officer.open_case()
    officer.open_case()
    newest = desk.case().number
    assert found(officer, newest) == found(officer, newest.lower()) == found(officer, newest[-6:]) == [newest]
    assert len(found(officer, "NRM")) == 2
    for nothing in ("%%%", "___", "'; DROP TABLE cases;--", "\\", "NRM-1999", " ", "..."):
        assert found(officer, nothing) == [], nothing


def test_the_index_holds_no_name_and_no_number(person: People, desk: Desk) -> None:
    known(person("epc.officer"), desk, full_name="Sita Rai", cpr_no="850412345", phone="39123456")
    with desk.database.reading() as session:
        rows = session.scalars(select(PersonNameToken)).all()
    assert sorted(row.kind for row in rows) == ["cpr", "phone", "sound", "sound", "word", "word"]
    assert all(re.fullmatch("[0-9a-f]{32}", row.token) for row in rows)


def test_another_unit_finds_only_the_cases_it_has_or_had_a_step_in(person: People, desk: Desk) -> None:
    officer, police = person("epc.officer"), person("police.capital")
    known(officer, desk, full_name="Sita Rai", phone="39123456")
    signed(officer, person("epc.supervisor"), desk)
    number = desk.case().number
    learn(desk.database, number, full_name="Sita Rai", phone="39123456")
    assert len(found(officer, "Sita")) == 2
    for text in ("Sita", "سيتا", "39123456", number, "NRM"):
        assert found(police, text) == [number], text
        assert found(person("hospital.salmaniya"), text) == [], text


def test_an_administrator_finds_nothing(person: People, desk: Desk) -> None:
    number = known(person("epc.officer"), desk, full_name="Sita Rai")
    manager = person("epc.manager")
    assert found(manager, "Sita") == [number]
    with desk.database.unit_of_work() as session:
        session.execute(update(User).where(User.username == "epc.manager").values(role="administrator"))
    assert found(manager, "Sita") == found(manager, number) == []


def test_the_name_is_shown_only_to_those_who_work_on_cases(person: People, desk: Desk) -> None:
    number = known(person("epc.officer"), desk, full_name="Sita Rai")
    assert "Sita Rai" in person("epc.officer").post("/search/", {"q": number}).text
    assert "Sita Rai" not in person("epc.manager").post("/search/", {"q": number}).text


def test_a_row_says_category_stage_and_who_has_it_in_both_languages(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    number = known(officer, desk, full_name="Sita Rai")
    page = officer.post("/search/", {"q": number}).text
    for words in ("Labour case", "I Identification", "Record first contact", "Expat Protection"):
        assert words in page, words
    officer.post("/language/ar")
    page = officer.post("/search/", {"q": number}).text
    assert 'dir="rtl"' in page
    assert desk.task("L01").name_ar in page


def test_every_search_is_in_the_access_log_without_its_words(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    number = known(officer, desk, full_name="Sita Rai")
    for text in ("Sita Rai", "sita  RAI", "nobody"):
        found(officer, text)
    with desk.database.reading() as session:
        log = session.scalars(select(AccessLog).order_by(AccessLog.id)).all()
        case_id = session.scalars(select(Case.id).where(Case.number == number)).one()
    assert [(line.case_id, line.what[:7]) for line in log] == [
        (None, "search:"),
        (case_id, "person:"),
        (None, "search:"),
        (case_id, "person:"),
        (None, "search:"),
    ]
    same, other, different = log[0].what, log[2].what, log[4].what
    assert same == other != different
    assert all("sita" not in line.what.lower() for line in log)


def test_a_page_without_a_question_asks_nothing_and_logs_nothing(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    assert officer.get("/search/").status_code == 200
    assert found(officer, "") == []
    assert ROW.findall(officer.get("/search/?q=NRM").text) == []
    assert desk.readings() == []


def test_a_long_answer_is_cut_and_says_so(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    for _ in range(MOST + 1):
        officer.open_case()
    page = officer.post("/search/", {"q": "NRM"}).text
    assert len(ROW.findall(page)) == MOST
    assert "These are the first 25 cases." in page


def test_a_search_sends_five_statements_however_much_it_finds(
    person: People, database: Database, settings: Settings
) -> None:
    officer, desk = person("epc.officer"), Desk(database)
    for _ in range(20):
        known(officer, desk, full_name="Sita Rai", phone="39123456")
    sent: list[str] = []

    def note(*call: object) -> None:
        sent.append(str(call[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    assert len(found(officer, "Sita")) == 20
    event.remove(database.engine, "before_cursor_execute", note)
    own = [statement for statement in sent if not statement.startswith("BEGIN")]
    assert len(own) <= 5


def test_what_is_searched_is_taken_as_words_and_never_as_a_pattern(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    begin(officer, desk.database)
    for text in ("N_M", "N%M", "NRM%", "x" * 5000, "\u202e", "🙂🙂🙂"):
        assert found(officer, text) == [], text
