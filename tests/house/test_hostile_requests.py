"""Whatever is sent, the answer is a refusal a person can read, never an error of the server."""

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask

from app.config import Settings
from app.factory import create_app
from app.web.wall import HEADERS
from tests.people import Person, token_of

People = Callable[[str], Person]


@pytest.fixture
def officer(sqlite_settings: Settings) -> Person:
    """Somebody signed in, for what never gets as far as a database."""
    return Person.signed_in(create_app(sqlite_settings), "epc.officer")


def raw(person: Person, address: str, body: bytes, kind: str = "application/json") -> object:
    return person.client.post(address, data=body, content_type=kind, headers={"X-CSRFToken": person.token})


def test_a_number_no_database_could_hold_is_not_found(person: People) -> None:
    officer = person("epc.officer")
    for number in ("2147483648", "99999999999999999999", "1" + "0" * 400):
        assert officer.get(f"/tasks/{number}").status_code == 404
        assert officer.claim(int(number)).status_code == 404
        assert officer.get(f"/definitions/labour_case/{number}").status_code == 404
        assert officer.post(f"/cases/NRM-2026-000001/answers/{number}/location").status_code == 404


def test_a_page_number_that_makes_no_sense_still_shows_a_page(person: People) -> None:
    officer = person("epc.officer")
    officer.open_case()
    for page in ("0", "-1", "999999", "9" * 30, "x", "٣", "²", ""):
        for room in ("/tasks/", "/cases/"):
            shown = officer.get(f"{room}?page={quote(page)}")
            assert shown.status_code == 200
            assert "NRM-" in shown.text, (room, page)


def test_a_null_character_is_refused_before_it_reaches_a_database(app: Flask, person: People) -> None:
    officer = person("epc.officer")
    for address in ("/cases/?q=a%00", "/tasks/?q=%00", "/tasks/?stage=%00", "/cases/?status=%00"):
        assert officer.get(address).status_code == 400, address
    for address in ("/cases/NRM%00", "/definitions/a%00/1", "/definitions/labour_case/1/%00.bpmn"):
        assert officer.get(address).status_code == 400, address
    assert officer.post("/cases/open", {"key": "labour\0case"}).status_code == 400
    stranger = app.test_client()
    token = token_of(stranger.get("/sign-in").text)
    sent = {"username": "epc\0officer", "password": "x", "csrf_token": token}
    assert stranger.post("/sign-in", data=sent).status_code == 400


BODIES = (
    b"",
    b"not json",
    b"[]",
    b'"text"',
    b"null",
    b'{"answers": []}',
    b'{"answers": null}',
    b"[" * 100_000,
    b'{"answers": {"location": ' + b"[" * 50_000 + b"]" * 50_000 + b"}}",
    b'{"answers": {"location": "\\ud800"}}',
    b'{"answers": {"people_affected": NaN}}',
    b"\xff\xfe{}",
)


@pytest.mark.parametrize("deed", ["draft", "complete"])
def test_answers_that_are_no_answers_are_refused(officer: Person, deed: str) -> None:
    first = officer.open_case()
    for body in BODIES:
        answer = raw(officer, f"/tasks/{first}/{deed}", body)
        assert answer.status_code == 422, body[:60]
        assert answer.json["message"]


def test_a_number_longer_than_any_computer_s_is_a_wrong_answer_not_an_accident(officer: Person) -> None:
    first = officer.open_case()
    for zeros in (30, 400, 5_000):
        body = b'{"answers": {"people_affected": 1' + b"0" * zeros + b"}}"
        assert raw(officer, f"/tasks/{first}/complete", body).status_code == 422
        assert raw(officer, f"/tasks/{first}/draft", body).status_code in (200, 422)
        assert officer.get(f"/tasks/{first}").status_code == 200


def test_ten_megabytes_are_too_much_whatever_they_are_called(officer: Person) -> None:
    first = officer.open_case()
    much = json.dumps({"answers": {"short_account": "a" * 10_000_000}}).encode()
    for kind in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
        answer = raw(officer, f"/tasks/{first}/complete", much, kind)
        assert answer.status_code == 413, kind
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
    assert officer.post(f"/tasks/{first}/skip", {"reason": "a" * 3_000_000}).status_code == 413


def test_a_method_that_a_page_does_not_know_is_told_which_it_knows(officer: Person) -> None:
    answer = officer.get("/tasks/1/claim")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_every_refusal_carries_the_safety_headers(officer: Person) -> None:
    first = officer.open_case()
    answers = [
        (400, officer.client.post("/cases/open")),
        (404, officer.get("/tasks/999")),
        (404, officer.get("/nowhere")),
        (405, officer.get(f"/tasks/{first}/claim")),
        (409, officer.claim(first)),
        (422, officer.complete(first, {})),
        (403, officer.post(f"/tasks/{first}/reassign", {"colleague": 2})),
    ]
    for status, answer in answers:
        assert answer.status_code == status
        assert answer.headers["Cache-Control"] == "no-store"
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (status, name)


def test_a_page_still_says_what_happened_when_the_database_is_gone(
    app: Flask, person: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = person("epc.officer")

    def broken(*_: object, **__: object) -> None:
        raise OSError("no connection")

    monkeypatch.setattr(app.extensions["database"].engine.pool, "connect", broken)
    for address in ("/tasks/", "/cases/", "/health"):
        answer = officer.get(address)
        assert answer.status_code == 500
        assert "Nothing was changed" in answer.text
        assert "no connection" not in answer.text
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
