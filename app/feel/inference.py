"""Types of names and operators, before anything runs: what an operation gives, or that it never can."""

from collections.abc import Mapping
from dataclasses import dataclass

MONTHS = "years and months duration"
DAYS = "days and time duration"
DURATIONS = frozenset({MONTHS, DAYS, "duration"})
MOMENTS = frozenset({"date", "date and time"})
ORDERED = ({"number"}, {"string"}, MOMENTS, {"time"}, {MONTHS, "duration"}, {DAYS, "duration"})
UNKNOWN = frozenset({"any"})
PARTS = {
    "date": {"year", "month", "day", "weekday"},
    "time": {"hour", "minute", "second", "time offset", "timezone"},
    "date and time": {
        *("year", "month", "day", "weekday"),
        *("hour", "minute", "second", "time offset", "timezone"),
    },
    MONTHS: {"years", "months"},
    DAYS: {"days", "hours", "minutes", "seconds"},
    "duration": {"years", "months", "days", "hours", "minutes", "seconds"},
    "range": {"start", "end", "start included", "end included"},
}
ACCEPTED = {
    "date": MOMENTS,
    "time": {"time", "date and time"},
    "offset": DURATIONS,
    "duration": DURATIONS,
}


@dataclass(frozen=True, slots=True)
class Type:
    """A kind of value; for lists, what is known of the items."""

    kind: str
    item: "Type | None" = None

    @property
    def of_item(self) -> "Type":
        return self.item or ANY


ANY = Type("any")


def declared(types: Mapping[str, str]) -> dict[str, Type]:
    return {name: Type(kind) for name, kind in types.items()}


def joined(first: Type, second: Type) -> Type:
    """What is known of a value that is one or the other."""
    if first.kind == second.kind:
        return Type(first.kind, first.item if first.item == second.item else None)
    if "null" in (first.kind, second.kind):
        return second if first.kind == "null" else first
    if {first.kind, second.kind} <= DURATIONS:
        return Type("duration")
    return ANY


def may_equal(left: str, right: str) -> bool:
    """Whether equality of the two kinds can ever be told."""
    if "any" in (left, right) or "null" in (left, right) or left == right:
        return True
    return left in DURATIONS and right in DURATIONS and "duration" in (left, right)


def may_order(left: str, right: str) -> bool:
    return any(left in kinds | UNKNOWN and right in kinds | UNKNOWN for kinds in ORDERED)


def accepts(parameter: str, argument: str) -> bool:
    """Whether an argument of this kind can be more than null for a parameter."""
    if "any" in (parameter, argument) or parameter == "list":
        return argument != "null" or parameter == "any"
    if argument == "list":
        return True  # a list of one stands for its item
    return argument in ACCEPTED.get(parameter, {parameter})


def result_of(operator: str, left: str, right: str) -> str | None:
    """The kind an arithmetic operation gives, or None if it can only be null."""
    if "null" in (left, right) or not {left, right}.isdisjoint({"boolean", "list", "context", "range"}):
        return None
    if "any" in (left, right):
        return "any"
    if left == right == "number":
        return "number"
    match operator:
        case "+":
            return _sum(left, right) or _sum(right, left)
        case "-":
            return _difference(left, right)
        case "*" if {left, right} & DURATIONS and "number" in (left, right):
            return left if left in DURATIONS else right
        case "/" if left in DURATIONS and right == "number":
            return left
        case "/" if left in DURATIONS and may_equal(left, right):
            return "number"
    return None


def _sum(left: str, right: str) -> str | None:
    if left == right == "string":
        return "string"
    if left in DURATIONS and right in DURATIONS and may_equal(left, right):
        return left if left == right else "duration"
    if left == "date" and right in DURATIONS:
        return "date" if right == MONTHS else "any"  # hours turn a date into a date-time
    if left == "date and time" and right in DURATIONS:
        return left
    return left if left == "time" and right in (DAYS, "duration") else None


def _difference(left: str, right: str) -> str | None:
    if (left in MOMENTS and right in MOMENTS) or left == right == "time":
        return DAYS
    return _sum(left, right) if right in DURATIONS else None
