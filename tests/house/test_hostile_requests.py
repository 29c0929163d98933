"""Whatever is sent, the answer is a refusal a person can read, never an error of the server."""

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask

from app.web.wall import HEADERS
from tests.people import Person, token_of

People = Callable[[str], Person]

NUMBERS = ("2147483648", "99999999999999999999", "1" + "0" * 400)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_step_number_no_database_could_hold_is_not_found(person: People, number: str) -> None:
    officer = person("epc.officer")
    assert officer.get(f"/tasks/{number}").status_code == 404
    assert officer.claim(int(number)).status_code == 404
    assert officer.get(f"/definitions/labour_case/{number}").status_code == 404
    assert officer.post(f"/cases/NRM-2026-000001/answers/{number}/location").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "999999", "9" * 30, "x", "٣", "²"])
def test_a_page_number_that_makes_no_sense_still_shows_a_page(person: People, page: str) -> None:
    officer = person("epc.officer")
    officer.open_case()
    for room in ("/tasks/", "/cases/"):
        shown = officer.get(f"{room}?page={quote(page)}")
        assert shown.status_code == 200
        assert "NRM-" in shown.text


def test_a_text_with_a_null_character_is_refused_where_no_database_could_hold_it(
    app: Flask, person: People
) -> None:
    officer = person("epc.officer")
    officer.open_case()
    for address in ("/cases/?q=a%00", "/tasks/?q=%00", "/tasks/?stage=%00", "/cases/?status=%00"):
        assert officer.get(address).status_code == 400, address
    for address in ("/cases/NRM%00", "/definitions/a%00/1", "/definitions/labour_case/1/%00.bpmn"):
        assert officer.get(address).status_code in (400, 404), address
    assert officer.post("/cases/open", {"key": "labour\0case"}).status_code == 400
    stranger = app.test_client()
    token = token_of(stranger.get("/sign-in").text)
    sent = {"username": "epc\0officer", "password": "x", "csrf_token": token}
    assert stranger.post("/sign-in", data=sent).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
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
        b'{"answers": {"people_affected": 1' + b"0" * 400 + b"}}",
        b'{"answers": {"people_affected": 1' + b"0" * 5_000 + b"}}",
        b"\xff\xfe{}",
    ],
)
def test_answers_that_are_no_answers_are_refused_with_422(person: People, body: bytes) -> None:
    officer = person("epc.officer")
    first = officer.open_case()
    for deed in ("draft", "complete"):
        answer = officer.client.post(
            f"/tasks/{first}/{deed}",
            data=body,
            content_type="application/json",
            headers={"X-CSRFToken": officer.token},
        )
        assert answer.status_code == 422, (deed, body[:60])
        assert answer.json["message"]


def test_a_number_that_is_none_is_refused_at_its_field(person: People) -> None:
    officer = person("epc.officer")
    first = officer.open_case()
    answer = officer.client.post(
        f"/tasks/{first}/complete",
        data=b'{"answers": {"people_affected": NaN}}',
        content_type="application/json",
        headers={"X-CSRFToken": officer.token},
    )
    assert answer.status_code == 422
    assert "people_affected" in answer.json["problems"]


def test_ten_megabytes_are_too_much_whatever_they_are_called(person: People) -> None:
    officer = person("epc.officer")
    first = officer.open_case()
    much = json.dumps({"answers": {"short_account": "a" * 10_000_000}}).encode()
    for kind in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
        answer = officer.client.post(
            f"/tasks/{first}/complete", data=much, content_type=kind, headers={"X-CSRFToken": officer.token}
        )
        assert answer.status_code == 413, kind
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
    assert officer.post(f"/tasks/{first}/skip", {"reason": "a" * 3_000_000}).status_code == 413


def test_a_method_that_a_page_does_not_know_is_told_which_it_knows(person: People) -> None:
    answer = person("epc.officer").get("/tasks/1/claim")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_page_still_says_what_happened_when_the_database_is_gone(
    app: Flask, person: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = person("epc.officer")

    def broken(*_: object, **__: object) -> None:
        raise OSError("no connection")

    monkeypatch.setattr(app.extensions["database"].engine, "raw_connection", broken)
    monkeypatch.setattr(app.extensions["database"].engine.pool, "connect", broken)
    for address in ("/tasks/", "/cases/", "/health"):
        answer = officer.get(address)
        assert answer.status_code == 500
        assert "no connection" not in answer.text
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
