"""Every door is closed unless it is listed open; every answer carries the safety headers."""

from collections.abc import Callable

from flask import Flask

from app.web.wall import HEADERS, OPEN_ENDPOINTS
from tests.people import Person


def addresses(app: Flask) -> list[tuple[str, str]]:
    filled = {
        "task_id": "1",
        "act_id": "1",
        "request_id": "1",
        "user_id": "1",
        "mission_id": "1",
        "notice_id": "1",
        "job_id": "1",
        "number": "NRM-2026-000001",
        "key": "labour_case",
        "version": "1",
        "code": "en",
    }
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in OPEN_ENDPOINTS:
            words = {name: filled.get(name, "x") for name in rule.arguments}
            with app.test_request_context():
                address = rule.rule
            for name, value in words.items():
                address = address.replace(f"<int:{name}>", value).replace(f"<{name}>", value)
            found += [(method, address) for method in rule.methods - {"HEAD", "OPTIONS"}]
    return found


def test_only_the_listed_endpoints_are_open(app: Flask) -> None:
    assert sorted(OPEN_ENDPOINTS) == ["agencies.sign_in", "static", "web.health", "web.language"]


def test_nobody_gets_in_without_signing_in(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    for method, address in addresses(app):
        answer = client.open(address, method=method)
        redirected = answer.status_code == 302 and "/sign-in" in answer.headers["Location"]
        assert redirected or answer.status_code == 401, (method, address, answer.status_code)


def test_a_form_without_its_token_is_refused(app: Flask, person: Callable[[str], Person]) -> None:
    officer = person("epc.officer")
    assert officer.client.post("/cases/open", data={"key": "labour_case"}).status_code == 400


def test_every_answer_carries_the_safety_headers(app: Flask) -> None:
    client = app.test_client()
    for address in ("/sign-in", "/nowhere", "/tasks/"):
        answer = client.get(address)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (address, name)


def test_a_sign_in_never_leads_out_of_the_house(app: Flask) -> None:
    from app.web.words import safe_next

    with app.test_request_context():
        for target in ("//evil.example", "https://evil.example", "/\\evil.example", None, ""):
            assert safe_next(target) == "/tasks/"
        assert safe_next("/cases/") == "/cases/"


def test_five_wrong_passwords_lock_the_account(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    for _ in range(5):
        assert client.post("/sign-in", data={"username": "epc.officer", "password": "no"}).status_code == 422
    locked = client.post("/sign-in", data={"username": "epc.officer", "password": "demonstration-only"})
    assert locked.status_code == 403
