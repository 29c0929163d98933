"""Answers held to their form: the ones that count, or every problem at its field."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from marshmallow import Schema

from app.errors import Invalid, Message, say
from app.forms import rules
from app.forms.bounds import decimal
from app.forms.field import TEXTS, Field
from app.forms.parse import shown
from app.forms.schema import load
from app.forms.settle import Settled, settle

MAX_CHARACTERS = 500_000
MAX_VALUES = 20_000
MAX_DEPTH = 6
MAX_UNKNOWN = 20

Faults = dict[str, list[Message]]


def clean(
    fields: Iterable[Field], visits: Iterable[Field], schema: Schema, answers: object, now: datetime
) -> dict[str, Any]:
    """The answers to visible fields, in the order of the form, with computed values; raises errors.Invalid.

    Answers to hidden fields are dropped, and so are empty ones; a visible box that is not ticked is False.
    `now` must be aware. Cleaning what was cleaned changes nothing.
    """
    given = _weighed(answers)
    asked = {field.key: field for field in fields}
    found, raised = load(schema, {key: value for key, value in given.items() if key in asked})
    settled = settle(visits, found, now.astimezone(rules.BAHRAIN))
    faults = dict(_flat({key: fault for key, fault in raised.items() if key not in settled.hidden}, settled))
    for path, fault in _late(asked.values(), settled, ""):
        faults.setdefault(path, []).append(fault)
    for key in [key for key in given if key not in asked][:MAX_UNKNOWN]:
        faults[shown(key)] = [say("The form does not ask this question.")]
    if faults:
        raise Invalid(say("Some answers cannot be taken. Correct them and send the form again."), faults)
    return {key: settled.answers[key] for key in asked if key in settled.answers}


def visible(
    fields: Iterable[Field], visits: Iterable[Field], schema: Schema, answers: object, now: datetime
) -> dict[str, Any]:
    """The answers to visible fields as they came, in the order of the form; nothing is judged."""
    given = _weighed(answers)
    asked = {field.key: field for field in fields}
    found, _ = load(schema, {key: value for key, value in given.items() if key in asked})
    hidden = settle(visits, found, now.astimezone(rules.BAHRAIN)).hidden
    return {key: given[key] for key in asked if key in given and key not in hidden}


def _weighed(answers: object) -> Mapping[Any, Any]:
    """The answers as they came, if they are an object of bounded size, depth and plain JSON values."""
    if not isinstance(answers, Mapping):
        raise Invalid(say("The answers must be one object, with one entry per question."))
    waiting: list[tuple[Any, int]] = [(answers, 1)]
    values = characters = 0
    while waiting:
        value, depth = waiting.pop()
        inner = _inside(value)
        values += 1 + len(inner)
        characters += len(value) if isinstance(value, str) else 0
        if depth > MAX_DEPTH or values > MAX_VALUES or characters > MAX_CHARACTERS:
            raise Invalid(say("The answers are too large. Shorten the texts and send the form again."))
        waiting.extend((item, depth + 1) for item in inner)
    return answers


def _inside(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if isinstance(value, list):
        return value
    if value is None or isinstance(value, str | int | float):
        return []
    raise Invalid(say("The answers must be one object, with one entry per question."))


def _flat(
    faults: Mapping[Any, Any], settled: Settled, prefix: str = ""
) -> Iterator[tuple[str, list[Message]]]:
    """Faults by path: "key", or "list.0.key" for the first row of a list."""
    for key, fault in faults.items():
        path = f"{prefix}{key}"
        if not isinstance(fault, dict):
            yield path.rstrip("."), list(fault)
            continue
        for index, broken in fault.items():
            row = settled.rows[key][index]
            seen = {column: found for column, found in broken.items() if column not in row.hidden}
            yield from _flat(seen, row, f"{path}.{index}.")


def _late(fields: Iterable[Field], settled: Settled, prefix: str) -> Iterator[tuple[str, Message]]:
    """Faults that show only beside the other answers or the time: computed bounds, dates gone by."""
    for field in fields:
        value = settled.answers.get(field.key)
        path = prefix + field.key
        if value is None:
            continue
        for index, row in enumerate(settled.rows.get(field.key, ())):
            yield from _late(field.fields, row, f"{path}.{index}.")
        for fault in _beside(field, value, settled):
            yield path, fault


def _beside(field: Field, value: Any, settled: Settled) -> Iterator[Message]:
    bounds = field.bounds
    if bounds.not_past and field.subtype in ("date", "datetime"):
        yield from rules.past_faults(value, settled.now.date())
    if not bounds.expressions():
        return
    least, most = settled.limit(bounds.least), settled.limit(bounds.most)
    if any(limit is not None and decimal(limit) is None for limit in (least, most)):
        yield say("The limit for this answer cannot be worked out from the other answers.")
    elif field.kind == "number" and (exact := decimal(value)) is not None:
        yield from rules.range_faults(exact, decimal(least), decimal(most))
    if field.kind in TEXTS:
        shortest, longest = settled.limit(bounds.shortest), settled.limit(bounds.longest)
        yield from rules.length_faults(value, decimal(shortest), decimal(longest))
