"""The pages of the procedures: a list, one procedure with its steps, and its drawings as files."""

import pytest
from flask import Flask

from app.config import Settings
from app.factory import create_app
from tests.people import Person


@pytest.fixture
def reader(sqlite_settings: Settings) -> Person:
    app: Flask = create_app(sqlite_settings)
    return Person.signed_in(app, "police.capital")


def test_the_list_leads_to_each_procedure(reader: Person) -> None:
    page = reader.get("/definitions/").text
    for key in ("labour_case", "refer", "protect"):
        assert f"/definitions/{key}/1" in page


def test_a_procedure_shows_its_steps_with_agency_form_and_time(reader: Person) -> None:
    page = reader.get("/definitions/labour_case/1").text
    for shown in ("Record first contact", ">L28<", "F26", "working day"):
        assert shown in page


def test_the_drawings_are_those_that_were_published(reader: Person) -> None:
    for process in ("labour_case", "refer"):
        answer = reader.get(f"/definitions/labour_case/1/{process}.bpmn")
        assert answer.status_code == 200
        assert answer.mimetype == "application/xml"
        assert f'id="{process}"'.encode() in answer.data


def test_what_is_not_there_is_not_found(reader: Person) -> None:
    for address in (
        "/definitions/nothing/1",
        "/definitions/labour_case/99",
        "/definitions/labour_case/0",
        "/definitions/labour_case/x",
        "/definitions/labour_case/1/nothing.bpmn",
        "/definitions/refer/1/labour_case.bpmn",
        "/definitions/labour_case/1/..%2f..%2fapp%2fconfig.py.bpmn",
    ):
        assert reader.get(address).status_code == 404, address


def test_the_list_speaks_arabic(reader: Person) -> None:
    reader.post("/language/ar")
    page = reader.get("/definitions/labour_case/1").text
    assert 'dir="rtl"' in page
    assert "Record first contact" not in page
