"""Small forms for the tests: components in, bytes of a form file out."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.errors import Invalid
from app.forms import Form, read
from app.forms.localise import shown_texts

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FOLDER = Path(__file__).parents[2] / "forms"


def document(*components: Any, **changes: Any) -> dict[str, Any]:
    """A form file as an object, with some Arabic for every text in it."""
    whole: dict[str, Any] = {
        "type": "default",
        "schemaVersion": 19,
        "id": "f99_trial",
        "code": "F99",
        "title": "Trial",
        "components": list(components),
    }
    whole["labels"] = {"ar": {text: f"ع {text}" for text in shown_texts(whole)}}
    return {**whole, **changes}


@pytest.fixture
def raw() -> Callable[..., bytes]:
    """raw(*components, **changes of the head) -> the bytes of a form file."""
    return lambda *components, **changes: json.dumps(document(*components, **changes)).encode()


@pytest.fixture
def form(raw: Callable[..., bytes]) -> Callable[..., Form]:
    """form(*components) -> the form."""
    return lambda *components, **changes: read(raw(*components, **changes))


@pytest.fixture
def now() -> datetime:
    """A Tuesday noon in Bahrain."""
    return NOW


@pytest.fixture
def faults(now: datetime) -> Callable[[Form, Any], dict[str, list[str]]]:
    """faults(form, answers) -> what is wrong, as English sentences by field; empty when all is well."""

    def by_field(form: Form, answers: Any) -> dict[str, list[str]]:
        try:
            form.clean(answers, now=now)
        except Invalid as invalid:
            return {key: [str(fault) for fault in found] for key, found in invalid.fields.items()}
        return {}

    return by_field


@pytest.fixture(scope="session")
def files() -> dict[str, Form]:
    """Every form file of the house, by its file name without the ending."""
    return {path.stem: read(path.read_bytes()) for path in sorted(FOLDER.glob("*.form"))}
