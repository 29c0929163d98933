"""Reading the choices of a list; they stand in the file, so that the server can hold answers to them."""

from typing import Any

from app.errors import say
from app.forms.field import CHOICES, LISTS, Option
from app.forms.parse import Json, shown
from app.forms.reading import Reading

MAX_OPTIONS = 400
ELSEWHERE = ("valuesKey", "valuesExpression")


def read_options(reading: Reading, where: str, component: Json) -> tuple[Option, ...]:
    """The options of a choice or list field; an expression may name its results for display."""
    choosing = component["type"] in CHOICES | LISTS
    if not choosing and component["type"] != "expression":
        return ()
    if any(component.get(name) for name in ELSEWHERE):
        reading.refuse(say("“%(field)s”: the options must stand in the file.", field=shown(where)))
    values = component.get("values", [])
    if not isinstance(values, list) or len(values) > MAX_OPTIONS or (choosing and not values):
        reading.refuse(
            say("“%(field)s” needs 1 to %(limit)s options.", field=shown(where), limit=MAX_OPTIONS)
        )
        return ()
    options = tuple(Option(value["value"], value["label"]) for value in values if _is_option(value))
    if len(options) < len(values):
        reading.refuse(say("“%(field)s”: every option needs a label and a value.", field=shown(where)))
    if len({identity(option.value) for option in options}) < len(options):
        reading.refuse(say("“%(field)s”: two options have the same value.", field=shown(where)))
    return options


def _is_option(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("label"), str) or not value["label"]:
        return False
    stored = value.get("value")
    return isinstance(stored, str | int | float) and stored != ""


def identity(value: Any) -> tuple[bool, Any]:
    """Tells true from 1, which Python holds to be equal; JavaScript and JSON do not."""
    return (isinstance(value, bool), value)


def is_option(value: Any, options: tuple[Option, ...]) -> bool:
    """Is `value` one of the options, of the same JSON type?"""
    if not isinstance(value, str | int | float | bool):
        return False
    return any(identity(value) == identity(option.value) for option in options)
