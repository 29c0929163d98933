"""A step carries its number of the SOP on the pages; the technical name of an element is nobody's business."""

from collections.abc import Callable

import pytest

from app.config import Settings
from app.web.words import step_code
from tests.desk import Desk
from tests.people import Person
from tests.tasks.working import begin

People = Callable[[str], Person]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One kind of database is enough here."""
    return sqlite_settings


@pytest.mark.parametrize(
    ("element", "caller", "shown"),
    [
        ("L08", None, "L08"),
        ("L04e", None, "L04e"),
        ("L28_approval", None, "L28"),
        ("prepare", "L12", "L12"),
        ("safety_plan", "L01_protect", ""),
        ("safety_plan", "protect", ""),
        ("Lab1", None, ""),
        ("L10police", None, ""),
        ("write", None, ""),
    ],
)
def test_a_number_is_told_from_a_name(element: str, caller: str | None, shown: str) -> None:
    assert step_code(element, caller) == shown


def test_the_number_stands_beside_the_name_on_every_page(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = officer.open_case()
    for address in (
        "/tasks/",
        f"/tasks/{first}",
        f"/cases/{desk.case().number}",
        "/definitions/labour_case/1",
    ):
        assert '<span class="soft small code" dir="ltr">L01</span>' in officer.get(address).text, address


def test_a_technical_name_stands_on_no_page(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    for address in ("/tasks/", f"/tasks/{first}", "/definitions/report_case/1"):
        assert ">write<" not in officer.get(address).text, address
    for address in ("/definitions/", "/definitions/labour_case/1"):
        assert ">labour_case<" not in officer.get(address).text, address


def test_only_those_who_may_take_a_step_are_offered_it(person: People, desk: Desk) -> None:
    officer = person("epc.officer")
    first = begin(officer, desk.database)
    officer.post(f"/tasks/{first}/release")
    assert f"/tasks/{first}/claim" in officer.get("/tasks/").text
    assert f"/tasks/{first}/claim" not in person("epc.manager").get("/tasks/").text
