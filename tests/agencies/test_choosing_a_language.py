"""The language of the pages: chosen by the switch, else chosen before, else the browser's, else English."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import Settings
from app.db import Database
from tests.definitions import practice
from tests.people import Person, sign_in, token_of

People = Callable[[str], Person]
BACK = re.compile(r'name="next" value="([^"]+)"')


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One kind of database is enough here: a language is a word in a row."""
    return sqlite_settings


def browser(app: Flask, asks_for: str) -> FlaskClient:
    """A browser whose settings ask for these languages."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = asks_for
    return client


def speaks(client: FlaskClient, address: str = "/tasks/") -> str:
    found = re.search(r'<html lang="(\w+)" dir="(ltr|rtl)"', client.get(address).text)
    assert found
    assert found[2] == {"en": "ltr", "ar": "rtl"}[found[1]]
    return found[1]


def switch(client: FlaskClient, code: str, page: str = "/sign-in") -> None:
    token = token_of(client.get(page, follow_redirects=True).text)
    assert client.post(f"/language/{code}", data={"csrf_token": token}).status_code == 302


@pytest.mark.parametrize(
    ("asks_for", "hears"),
    [
        ("ar", "ar"),
        ("ar-BH,ar;q=0.9,en;q=0.5", "ar"),
        ("en-GB,ar;q=0.5", "en"),
        ("fr-FR,fr", "en"),
        ("", "en"),
    ],
)
def test_who_has_never_chosen_hears_what_the_browser_asks_for_also_inside(
    app: Flask, asks_for: str, hears: str
) -> None:
    client = browser(app, asks_for)
    assert speaks(client, "/sign-in") == hears
    sign_in(client)
    assert speaks(client) == hears


def test_what_was_chosen_goes_before_what_another_browser_asks_for(app: Flask) -> None:
    for chosen, other in (("ar", "en"), ("en", "ar")):
        client = browser(app, other)
        sign_in(client)
        switch(client, chosen)
        assert speaks(client) == chosen
        another = browser(app, other)
        assert speaks(another, "/sign-in") == other
        sign_in(another)
        assert speaks(another) == chosen


def test_what_is_switched_to_before_signing_in_goes_before_what_was_chosen_once(app: Flask) -> None:
    client = browser(app, "en")
    sign_in(client)
    switch(client, "ar")
    another = browser(app, "en")
    switch(another, "en")
    sign_in(another)
    assert speaks(another) == "en"


def test_a_language_that_is_not_spoken_changes_nothing(app: Flask) -> None:
    client = browser(app, "ar")
    sign_in(client)
    switch(client, "xx")
    assert speaks(client) == "ar"


def test_the_switch_leads_back_to_the_page_it_stands_on(person: People) -> None:
    officer = person("epc.officer")
    first = officer.open_case()
    for address in (f"/tasks/{first}", "/tasks/?view=mine", "/cases/?q=NRM&page=1", "/nowhere"):
        back = _switched(officer, officer.get(address).text)
        assert back.rstrip("?") == address


def test_on_a_page_that_refuses_a_deed_the_switch_leads_to_the_page_above(
    database: Database, person: People
) -> None:
    practice.publish(database, "report_case", practice.REPORT)
    officer, stranger = person("epc.officer"), person("hospital.salmaniya")
    first = officer.open_case("report_case")
    number = re.search(r"/cases/(NRM-[-0-9]+)", officer.get(f"/tasks/{first}").text)
    assert number
    case = f"/cases/{number[1]}"
    refused = {
        f"/tasks/{first}/claim": f"/tasks/{first}",
        f"/tasks/{first}/skip": f"/tasks/{first}",
        f"{case}/units": case,
        f"{case}/answers/{first}/nothing": case,
        "/cases/open": "/cases/open",
        "/language/ar": "/tasks/",
    }
    for address, page in refused.items():
        answer = officer.post(address) if "language" not in address else officer.client.post(address)
        assert answer.status_code in (400, 403, 404, 409, 422), (address, answer.status_code)
        assert _switched(officer, answer.text) == page
        shown = officer.client.get(page, follow_redirects=True)
        assert shown.status_code == 200
        assert 'lang="ar"' in shown.text
    assert _switched(stranger, stranger.post(f"/tasks/{first}/claim").text) == f"/tasks/{first}"


def _switched(person: Person, page: str) -> str:
    """Press the switch of a page that was shown; gives back where it leads."""
    found = BACK.search(page)
    assert found, page
    answer = person.post("/language/ar", {"next": found[1].replace("&amp;", "&")})
    assert answer.status_code == 302
    return answer.headers["Location"]
