"""Reading what a component demands of its answer: the keywords under `validate` and those beside it."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

import re2

from app.errors import say
from app.forms.field import TEXTS, Bound, Bounds
from app.forms.parse import Json, shown
from app.forms.reading import Reading

# What form-js offers for each type; a keyword elsewhere would be written down and never enforced.
ANYWHERE = frozenset({"required"})
LENGTHS = frozenset({"minLength", "maxLength"})
PATTERNS = frozenset({"pattern", "patternErrorMessage", "validationType"})
RANGE = frozenset({"min", "max"})

MAX_PATTERN = 500
NUMERAL = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
# RE2 and browsers disagree about these; everything else in a pattern means the same to both.
NOT_FOR_BROWSERS = re.compile(r"\\[pPAzQECa]|\(\?(?!:)|\[\[:")


def read_bounds(reading: Reading, where: str, component: Json, in_row: bool) -> Bounds:
    """The bounds of one component; a keyword that its type does not know is a problem."""
    rules = component.get("validate", {})
    if not isinstance(rules, dict):
        reading.refuse(say("“%(field)s”: “validate” must be an object.", field=shown(where)))
        return Bounds()
    kind = str(component.get("type"))
    for name in sorted(rules.keys() - _allowed(kind)):
        reading.refuse(
            say(
                "“%(field)s”: a %(type)s has no rule “%(rule)s”.",
                field=shown(where),
                type=kind,
                rule=shown(name),
            )
        )
    limits = _Limits(reading, where, rules, in_row)
    return Bounds(
        required=limits.flag("required"),
        least=limits.amount("min"),
        most=limits.amount("max"),
        shortest=limits.amount("minLength"),
        longest=limits.amount("maxLength"),
        pattern=_pattern(reading, where, rules),
        pattern_hint=_hint(reading, where, rules),
        format=_format(reading, where, rules),
        decimals=_decimals(reading, where, component),
        increment=_increment(reading, where, component),
        not_past=component.get("disallowPassedDates") is True,
    )


def _allowed(kind: str) -> frozenset[str]:
    if kind == "number":
        return ANYWHERE | RANGE
    if kind == "textfield":
        return ANYWHERE | LENGTHS | PATTERNS
    return ANYWHERE | LENGTHS if kind in TEXTS else ANYWHERE


class _Limits:
    """Reads single keywords of one `validate` object."""

    def __init__(self, reading: Reading, where: str, rules: Json, in_row: bool) -> None:
        self.reading, self.where, self.rules, self.in_row = reading, where, rules, in_row

    def flag(self, name: str) -> bool:
        value = self.rules.get(name, False)
        if not isinstance(value, bool):
            self._refuse(name)
        return value is True

    def amount(self, name: str) -> Bound | None:
        """A number, a number in a text, or an expression over the other answers."""
        value = self.rules.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str) and value.startswith("="):
            return self.reading.compile(self.where, value, mode="expression", in_row=self.in_row)
        found = decimal(value)
        if found is None or (name in LENGTHS and (found < 0 or found % 1)):
            self._refuse(name)
        return found

    def _refuse(self, name: str) -> None:
        self.reading.refuse(
            say(
                "“%(field)s”: the rule “%(rule)s” has a value that cannot be used.",
                field=shown(self.where),
                rule=name,
            )
        )


def decimal(value: Any) -> Decimal | None:
    """The exact decimal of a JSON number or of a number written as a text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    if isinstance(value, str) and not NUMERAL.fullmatch(value):
        return None
    try:
        found = Decimal(repr(value) if isinstance(value, float) else value)
    except (InvalidOperation, ValueError):
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 40 else None


def _pattern(reading: Reading, where: str, rules: Json) -> Any:
    pattern = rules.get("pattern")
    if pattern in (None, ""):
        return None
    if not isinstance(pattern, str) or len(pattern) > MAX_PATTERN or NOT_FOR_BROWSERS.search(pattern):
        reading.refuse(say("“%(field)s”: this pattern is not supported.", field=shown(where)))
        return None
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(pattern, options)
    except re2.error:
        reading.refuse(say("“%(field)s”: this pattern is not supported.", field=shown(where)))
        return None


def _hint(reading: Reading, where: str, rules: Json) -> str | None:
    hint = rules.get("patternErrorMessage")
    if hint is not None and not isinstance(hint, str):
        reading.refuse(say("“%(field)s”: “patternErrorMessage” must be a text.", field=shown(where)))
        return None
    return hint or None


def _format(reading: Reading, where: str, rules: Json) -> str | None:
    kind = rules.get("validationType")
    if kind in (None, "", "custom"):
        return None
    if kind not in ("email", "phone"):
        reading.refuse(say("“%(field)s”: texts are checked as email or phone only.", field=shown(where)))
        return None
    return str(kind)


def _decimals(reading: Reading, where: str, component: Json) -> int | None:
    value = component.get("decimalDigits")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10:
        reading.refuse(say("“%(field)s”: a number has 0 to 10 decimal places.", field=shown(where)))
        return None
    return value


def _increment(reading: Reading, where: str, component: Json) -> Decimal | None:
    value = component.get("increment")
    if value in (None, ""):
        return None
    found = decimal(value)
    if found is None or found <= 0:
        reading.refuse(say("“%(field)s”: the increment must be more than zero.", field=shown(where)))
        return None
    return found
