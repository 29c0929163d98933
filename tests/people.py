"""People of the tests: they sign in, read pages, fill in forms and press buttons, all over HTTP."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.agencies.demo import PASSWORD

_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
_DATA = re.compile(r'<script type="application/json" id="task-data">(.*?)</script>', re.S)


@dataclass
class Person:
    """A signed-in account with its own browser session."""

    username: str
    client: FlaskClient
    token: str = field(repr=False)

    @classmethod
    def signed_in(cls, app: Flask, username: str, password: str = PASSWORD) -> "Person":
        client = app.test_client()
        answer = sign_in(client, username, password)
        assert answer.status_code == 302, answer.text
        return cls(username, client, token_of(client.get("/tasks/").text))

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def post(self, address: str, data: Mapping[str, Any] | None = None) -> TestResponse:
        """Send a form of a page."""
        return self.client.post(address, data={**(data or {}), "csrf_token": self.token})

    def send(self, address: str, body: Any) -> TestResponse:
        """Send JSON, as the page's script does."""
        return self.client.post(address, json=body, headers={"X-CSRFToken": self.token})

    def open_case(self, key: str = "labour_case") -> int:
        """Open a case; gives back the id of its first step."""
        answer = self.post("/cases/open", {"key": key})
        assert answer.status_code == 302, answer.text
        return int(answer.headers["Location"].rsplit("/", 1)[1])

    def claim(self, task_id: int) -> TestResponse:
        return self.post(f"/tasks/{task_id}/claim")

    def form_of(self, task_id: int) -> dict[str, Any]:
        """What the page of a step hands to its script: schema, answers and addresses."""
        found = _DATA.search(self.get(f"/tasks/{task_id}").text)
        assert found, "the page holds no form"
        data: dict[str, Any] = json.loads(found[1])
        return data

    def complete(self, task_id: int, answers: Mapping[str, Any]) -> TestResponse:
        return self.send(f"/tasks/{task_id}/complete", {"answers": dict(answers)})


def sign_in(
    client: FlaskClient,
    username: str = "epc.officer",
    password: str = PASSWORD,
    address: str = "/sign-in",
) -> TestResponse:
    """Fill in the sign-in page of a browser."""
    token = token_of(client.get("/sign-in").text)
    return client.post(address, data={"username": username, "password": password, "csrf_token": token})


def token_of(page: str) -> str:
    found = _TOKEN.search(page)
    assert found, "the page holds no token"
    return found[1]
