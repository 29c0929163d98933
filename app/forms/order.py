"""In which order the fields of a form can be worked out, and whether browser and server will agree.

A condition or computed field waits for the fields it asks about. Circles are refused. So are long chains:
form-js works out all conditions once over everything that was ever typed, then once more without what the
first round hid. A third link would still see answers that are hidden on the screen, while the server drops
them; with at most two links the two always agree.
"""

import re
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from app.errors import say
from app.feel import Expression
from app.forms.field import Field
from app.forms.reading import Reading

MAX_LINKS = 2
OF_ROW = re.compile(r"\bthis\s*\.\s*([A-Za-z]\w*)")
ROW = re.compile(r"\bthis\b")

Needs = dict[str, set[str]]


def in_order(reading: Reading, fields: list[Field]) -> tuple[Field, ...]:
    """The fields sorted so that each comes after what it asks about; lists sort their columns too."""
    needs: Needs = {}
    conditional: Needs = {}
    for field in fields:
        _add(reading, needs, conditional, field, "")
        for column in field.fields:
            _add(reading, needs, conditional, column, f"{field.key}.")
            needs[field.key].add(f"{field.key}.{column.key}")
    needs = {name: found & needs.keys() for name, found in needs.items()}
    try:
        names = list(TopologicalSorter(needs).static_order())
    except CycleError as circle:
        reading.refuse(say("These fields wait for each other: %(fields)s.", fields=", ".join(circle.args[1])))
        return tuple(fields)
    _refuse_chains(reading, names, needs, conditional)
    place = {name: index for index, name in enumerate(names)}
    sorted_fields = sorted(fields, key=lambda field: place[field.key])
    return tuple(_with_visits(field, place) for field in sorted_fields)


def _with_visits(field: Field, place: dict[str, int]) -> Field:
    visits = sorted(field.fields, key=lambda column: place[f"{field.key}.{column.key}"])
    return replace(field, visits=tuple(visits))


def _add(reading: Reading, needs: Needs, conditional: Needs, field: Field, prefix: str) -> None:
    name = prefix + field.key
    hiding = set().union(*(_asked(reading, name, test, prefix) for test in field.conditions))
    computing = _asked(reading, name, field.expression, prefix) if field.expression else set()
    conditional[name] = hiding
    needs[name] = hiding | computing


def _asked(reading: Reading, name: str, expression: Expression, prefix: str) -> set[str]:
    of_row = OF_ROW.findall(expression.text) if prefix else []
    if prefix and len(of_row) < len(ROW.findall(expression.text)):
        reading.refuse(say("“%(field)s”: a column of the same row is written this.key.", field=name))
    return set(expression.names) | {prefix + column for column in of_row}


def _refuse_chains(reading: Reading, names: list[str], needs: Needs, conditional: Needs) -> None:
    links: dict[str, int] = {}
    for name in names:
        asked = conditional[name]
        hidden_by = 1 + max((links.get(other, 0) for other in asked), default=0) if asked else 0
        links[name] = max([hidden_by, *(links[other] for other in needs[name] - asked)])
        if links[name] > MAX_LINKS:
            reading.refuse(
                say("“%(field)s”: its condition is the third in a chain; a screen follows two.", field=name)
            )
