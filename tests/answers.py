"""Fills in any form of the repository with valid answers, steered by the decision variables a test wants."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.errors import Invalid
from app.forms import Field, Form

BAHRAIN = ZoneInfo("Asia/Bahrain")
GUESSES: dict[str, Any] = {
    "textfield": "text",
    "textarea": "a longer text",
    "number": 1,
    "checkbox": True,
}


def answers_for(form: Form, wanted: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """Answers that the form takes; `wanted` gives values by variable, by fact or by field key.

    Optional questions stay open unless they are wanted. What the form still misses is filled in as it asks.
    """
    answers: dict[str, Any] = {}
    for field in form.fields:
        for name in (field.variable, field.fact, field.key):
            if name in wanted and field.kind != "expression":
                answers[field.key] = wanted[name]
    for _ in range(12):
        try:
            form.clean(answers, now=now)
        except Invalid as invalid:
            fields = {field.key: field for field in form.fields}
            for key in invalid.fields:
                answers[key] = _guess(fields[key.split(".")[0]], now)
            continue
        return answers
    raise AssertionError(f"no valid answers found for {form.key}: {answers}")


def _guess(field: Field, now: datetime) -> Any:
    if field.options:
        value = field.options[0].value
        return [value] if field.kind in ("checklist", "taglist") else value
    if field.kind == "datetime":
        today = now.astimezone(BAHRAIN).date().isoformat()
        return {"date": today, "time": "09:00"}.get(field.subtype, f"{today}T09:00+03:00")
    if field.kind == "dynamiclist":
        return [{inner.key: _guess(inner, now) for inner in field.fields}]
    return GUESSES[field.kind]
