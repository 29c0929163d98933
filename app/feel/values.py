"""The values of the language: which kinds there are, and how data from outside becomes one of them."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from app.feel.bounds import Run, check_depth, check_list, check_text

EXACT = 2**53  # beyond it doubles skip whole numbers, in the browser and here alike
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class YearMonthDuration:
    """A duration in whole months, whose length in days depends on where it is added."""

    months: int


@dataclass(frozen=True, slots=True)
class DayTimeDuration:
    """A duration of fixed length, in microseconds."""

    microseconds: int

    @property
    def delta(self) -> timedelta:
        """For calendar arithmetic; raises OverflowError beyond some 2.7 million years."""
        return timedelta(microseconds=self.microseconds)


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; an end that is None is open."""

    start: object
    end: object
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class FunctionValue:
    """A function literal on its way into `sort` or `list replace`; never leaves an evaluation."""

    parameters: int
    call: Callable[..., object]


KINDS: dict[type, str] = {
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "list",
    dict: "context",
    date: "date",
    datetime: "date and time",
    time: "time",
    YearMonthDuration: "years and months duration",
    DayTimeDuration: "days and time duration",
    Range: "range",
    FunctionValue: "function",
    type(None): "null",
}


def kind_of(value: object) -> str:
    """The FEEL name of the value's type."""
    return KINDS[type(value)]


def finite(value: float) -> int | float | None:
    """A number as we keep it: whole ones as int up to 2**53, and null for what is no finite double."""
    if type(value) is int:
        return value if -EXACT <= value <= EXACT else finite(_as_double(value))
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and -EXACT <= value <= EXACT else value


def _as_double(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def admit(value: object, run: Run, depth: int = 1) -> object:
    """Data from outside as a FEEL value; whatever the language does not know is null.

    The copy is bounded, so that no later walk can meet a cycle or an endless structure.
    """
    kind = type(value)
    if value is None or kind is bool:
        return value
    if isinstance(value, str):
        check_text(len(value))
        return value if kind is str else str.__str__(value)
    if isinstance(value, int | float):
        return finite(value)
    if isinstance(value, list | tuple):
        return _admit_list(value, run, depth)
    if isinstance(value, Mapping):
        check_depth(depth)
        run.spend(len(value))
        return {key: admit(item, run, depth + 1) for key, item in value.items() if isinstance(key, str)}
    if isinstance(value, timedelta):
        return DayTimeDuration(value // MICROSECOND)
    if isinstance(value, Decimal):
        return finite(float(value)) if value.is_finite() else None
    return value if kind in KINDS and kind is not FunctionValue else None


def _admit_list(items: list[object] | tuple[object, ...], run: Run, depth: int) -> list[object]:
    check_depth(depth)
    check_list(len(items))
    run.spend(len(items))
    return [admit(item, run, depth + 1) for item in items]


def measure(value: object, run: Run, depth: int = 1) -> None:
    """Walk a result on the budget: parts shared many times over would explode in whoever writes it out."""
    if isinstance(value, list | dict):
        check_depth(depth)
        run.spend(len(value))
        for item in value.values() if isinstance(value, dict) else value:
            measure(item, run, depth + 1)


def single(value: object) -> object:
    """A list of one stands for its item where no list is wanted."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value
