"""Which fields are on the screen, and what the computed ones say: conditions and expressions in order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from app.feel import Expression, evaluate, form_condition
from app.forms.field import Bound, Field

Scope = Mapping[str, object]


@dataclass
class Settled:
    """One level of a form worked out: the answers that count, and what its expressions can see.

    `rows` holds the same for each row of each visible list.
    """

    scope: dict[str, Any]
    now: datetime
    answers: dict[str, Any] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    rows: dict[str, list["Settled"]] = field(default_factory=dict)

    def holds(self, condition: Expression) -> bool:
        """Does form-js hide a field with this condition?"""
        return form_condition(condition, self.scope, now=self.now)

    def value(self, expression: Expression) -> Any:
        """The JSON value of a computed field; dates as texts, anything else than a plain value as nothing."""
        found = evaluate(expression, self.scope, now=self.now)
        if isinstance(found, date | time):
            return found.isoformat()
        return found if isinstance(found, str | int | float | bool) else None

    def limit(self, bound: Bound | None) -> Any:
        """What a bound that depends on other answers comes to."""
        return evaluate(bound, self.scope, now=self.now) if isinstance(bound, Expression) else bound


def settle(
    visits: Iterable[Field], given: Mapping[str, Any], now: datetime, outer: Scope | None = None
) -> Settled:
    """Work out one level; each field comes after what it asks about, so one round settles all.

    A hidden field is seen by the other conditions as the untouched field it was, which is how form-js
    shows it to them. In a row, `this` is the row, and the names are those of the form around it.
    """
    own: dict[str, Any] = {}
    settled = Settled(own if outer is None else {**outer, "this": own}, now)
    for asked in visits:
        if any(settled.holds(condition) for condition in asked.conditions):
            settled.hidden.add(asked.key)
            own[asked.key] = asked.empty()
            continue
        value = _value(settled, asked, given)
        own[asked.key] = asked.empty() if value is None else value
        if value is not None and value != "" and value != []:
            settled.answers[asked.key] = value
    return settled


def _value(settled: Settled, asked: Field, given: Mapping[str, Any]) -> Any:
    if asked.expression:
        return settled.value(asked.expression)
    if asked.kind == "dynamiclist":
        return _rows(settled, asked, given.get(asked.key) or [])
    if asked.kind == "checkbox":
        return given.get(asked.key) is True
    return given.get(asked.key)


def _rows(settled: Settled, asked: Field, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    settled.rows[asked.key] = [
        settle(asked.visits, row, settled.now, {**settled.scope, "i": [index]})
        for index, row in enumerate(rows, start=1)
    ]
    return [row.answers for row in settled.rows[asked.key]]
