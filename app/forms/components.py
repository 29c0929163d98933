"""From the components of a form file to fields: supported types, keys, conditions, properties."""

import re
from typing import Any

from app.errors import say
from app.feel import Expression
from app.forms.bounds import read_bounds
from app.forms.field import CHOICES, LISTS, TEXTS, Field
from app.forms.options import read_options
from app.forms.parse import Json, shown
from app.forms.reading import Reading

SILENT = frozenset({"text", "separator", "spacer"})
KEYED = TEXTS | CHOICES | LISTS | {"number", "datetime", "checkbox", "expression"}
SUBTYPES = frozenset({"date", "time", "datetime"})
ZONES = frozenset({"utc_offset", "utc_normalized", "no_timezone"})

SENSITIVITIES = frozenset({"sensitive", "medical", "address"})
FACTS = frozenset(
    {"full_name", "name_in_arabic", "other_names", "nationality", "governorate", "hospital", "language"}
    | {"risk", "child", "employer_name", "cpr_no", "passport_no", "phone"}
)
PROPERTIES = frozenset({"sensitivity", "variable", "fact"})
KEY = re.compile(r"[a-z][A-Za-z0-9_]{0,59}")
# Words of FEEL, names form-js adds to an expression, and names that JavaScript objects carry themselves.
NOT_KEYS = frozenset(
    {"if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "not", "between"}
    | {"instance", "of", "true", "false", "null", "function", "external", "item", "partial"}
    | {"this", "parent", "i", "constructor", "prototype"}
    | {"date", "time", "number", "string", "count", "duration", "list", "context", "min", "max", "sum", "now"}
    | {"mean", "all", "any", "today", "is"}
)
MAX_FIELDS = 300
MAX_GROUPS = 4

Conditions = tuple[Expression, ...]


def read_components(
    reading: Reading, components: object, around: Conditions = (), depth: int = 0, *, in_row: bool = False
) -> list[Field]:
    """The fields of one level, groups dissolved; `around` are the conditions of the groups around it."""
    if not isinstance(components, list):
        reading.refuse(say("“components” must be a list."))
        return []
    fields: list[Field] = []
    for component in components:
        if isinstance(component, dict):
            fields += _read(reading, component, around, depth, in_row)
        else:
            reading.refuse(say("Every component must be an object."))
    return fields


def _read(reading: Reading, component: Json, around: Conditions, depth: int, in_row: bool) -> list[Field]:
    kind = component.get("type")
    where = _where(component)
    conditions = around + _condition(reading, where, component, in_row)
    if kind == "group":
        if component.get("path"):
            reading.refuse(say("“%(field)s”: a group has no path; its fields have keys.", field=where))
        if depth >= MAX_GROUPS:
            reading.refuse(say("“%(field)s”: groups are nested too deeply.", field=where))
            return []
        return read_components(reading, component.get("components"), conditions, depth + 1, in_row=in_row)
    if kind == "dynamiclist":
        return _list(reading, where, component, conditions, depth, in_row)
    if isinstance(kind, str) and kind in KEYED:
        return _field(reading, where, component, conditions, in_row)
    if not isinstance(kind, str) or kind not in SILENT:
        reading.refuse(
            say("“%(field)s”: the type “%(type)s” is not supported.", field=where, type=shown(kind))
        )
    return []


def _where(component: Json) -> str:
    for name in ("key", "path", "label", "text", "id", "type"):
        if isinstance(component.get(name), str) and component[name]:
            return shown(component[name])
    return "?"


def _condition(reading: Reading, where: str, component: Json, in_row: bool) -> Conditions:
    conditional = component.get("conditional")
    if conditional is None:
        return ()
    if not isinstance(conditional, dict) or conditional.keys() - {"hide"}:
        reading.refuse(say('“%(field)s”: a condition has the form {"hide": "=..."}.', field=where))
        return ()
    if conditional.get("hide") in (None, ""):
        return ()
    found = reading.compile(where, conditional["hide"], mode="unary", in_row=in_row)
    return (found,) if found else ()


def _list(
    reading: Reading, where: str, component: Json, conditions: Conditions, depth: int, in_row: bool
) -> list[Field]:
    if in_row:
        reading.refuse(say("“%(field)s”: a list cannot stand inside another list.", field=where))
        return []
    key = _key(reading, where, component.get("path"))
    columns = read_components(reading, component.get("components"), (), depth + 1, in_row=True)
    _refuse_twins(reading, columns)
    for column in columns:
        if column.variable or column.fact:
            reading.refuse(say("“%(field)s”: a column of a list sets no variable or fact.", field=column.key))
    properties = _properties(reading, where, component)
    label = _text(component, "label") or key
    return [
        Field(
            "dynamiclist",
            key,
            label,
            conditions=conditions,
            fields=tuple(columns),
            sensitivity=properties.get("sensitivity"),
        )
    ]


def _field(
    reading: Reading, where: str, component: Json, conditions: Conditions, in_row: bool
) -> list[Field]:
    kind: str = component["type"]
    for name in ("readonly", "disabled"):
        if component.get(name, False) is not False:
            reading.refuse(say("“%(field)s”: a field nobody can fill in is not supported.", field=where))
    properties = _properties(reading, where, component)
    if properties.get("variable") and kind in LISTS:
        reading.refuse(say("“%(field)s”: a list of answers cannot be a decision variable.", field=where))
    field = Field(
        kind,
        _key(reading, where, component.get("key")),
        _label(component),
        options=read_options(reading, where, component),
        bounds=read_bounds(reading, where, component, in_row),
        conditions=conditions,
        expression=_expression(reading, where, component, in_row),
        subtype=_word(reading, where, component, "subtype", SUBTYPES) if kind == "datetime" else "",
        zone=_zone(reading, where, component) if kind == "datetime" else "",
        unit=_text(_object(component, "appearance"), "suffixAdorner"),
        default=_default(reading, where, component),
        sensitivity=properties.get("sensitivity"),
        variable=properties.get("variable"),
        fact=properties.get("fact"),
    )
    return [field]


def _label(component: Json) -> str:
    """A date and time field carries its words under other names than the rest."""
    return _text(component, "label") or _text(component, "dateLabel") or _text(component, "timeLabel")


def _expression(reading: Reading, where: str, component: Json, in_row: bool) -> Expression | None:
    if component["type"] != "expression":
        return None
    return reading.compile(where, component.get("expression"), mode="expression", in_row=in_row)


def _zone(reading: Reading, where: str, component: Json) -> str:
    if component.get("subtype") == "date":
        return ""
    return _word(reading, where, component, "timeSerializingFormat", ZONES)


def _word(reading: Reading, where: str, component: Json, name: str, known: frozenset[str]) -> str:
    word = component.get(name)
    if isinstance(word, str) and word in known:
        return word
    reading.refuse(
        say(
            "“%(field)s”: “%(name)s” must be one of %(words)s.",
            field=where,
            name=name,
            words=", ".join(sorted(known)),
        )
    )
    return ""


def _default(reading: Reading, where: str, component: Json) -> Any:
    default = component.get("defaultValue")
    if isinstance(default, dict):
        reading.refuse(say("“%(field)s”: this default value cannot be used.", field=where))
        return None
    return default


def _key(reading: Reading, where: str, key: object) -> str:
    if isinstance(key, str) and KEY.fullmatch(key) and key not in NOT_KEYS:
        return key
    reading.refuse(
        say("“%(field)s” needs a key of letters and digits that starts with a small letter.", field=where)
    )
    return ""


def _properties(reading: Reading, where: str, component: Json) -> dict[str, str]:
    properties = _object(component, "properties")
    known: dict[str, str] = {}
    for name, value in properties.items():
        allowed = {"sensitivity": SENSITIVITIES, "fact": FACTS}.get(name)
        fits = isinstance(value, str) and (value in allowed if allowed else KEY.fullmatch(value))
        if name not in PROPERTIES or not fits:
            reading.refuse(
                say("“%(field)s”: the property “%(name)s” is wrong.", field=where, name=shown(name))
            )
        else:
            known[name] = value
    return known


def _refuse_twins(reading: Reading, fields: list[Field]) -> None:
    seen: set[str] = set()
    for field in fields:
        if field.key and field.key in seen:
            reading.refuse(say("The key “%(key)s” is used twice.", key=field.key))
        seen.add(field.key)


def _object(component: Json, name: str) -> Json:
    found = component.get(name)
    return found if isinstance(found, dict) else {}


def _text(component: Json, name: str) -> str:
    found = component.get(name)
    return found if isinstance(found, str) else ""
