"""From one type to another, and the two questions that belong to none: `not` and `is` (DMN 1.3, 10.3.4.1)."""

import re
from datetime import datetime, time

from app.feel.bounds import Run
from app.feel.builtins.registry import builtin
from app.feel.comparison import equal
from app.feel.temporal import read_duration
from app.feel.text import write
from app.feel.values import DayTimeDuration, YearMonthDuration, finite, kind_of

NUMBER = re.compile(r"\s*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?)\s*")
GROUPING = (None, " ", ",", ".")
POINT = (None, ",", ".")


@builtin("number(from: string, grouping separator?: string?, decimal separator?: string?) -> number")
def number(run: Run, text: str, grouping: str | None = None, point: str | None = None) -> int | float | None:
    """`number("1.234,5", ".", ",")` is 1234.5; null for what is no number."""
    if (
        grouping not in GROUPING
        or point not in POINT
        or (grouping is not None and grouping == (point or "."))
    ):
        return None
    if grouping:
        text = text.replace(grouping, "")
    if point == ",":
        text = text.replace(".", "#").replace(",", ".")
    found = NUMBER.fullmatch(text)
    return finite(float(found[1])) if found else None


@builtin("string(from: any) -> string")
def string(run: Run, value: object) -> str | None:
    return None if value is None else write(value, run)


@builtin("duration(from: string) -> duration")
def duration(run: Run, text: str) -> YearMonthDuration | DayTimeDuration | None:
    return read_duration(text)


@builtin("not(negand: any) -> boolean")
def negation(run: Run, value: object) -> bool | None:
    return not value if isinstance(value, bool) else None


@builtin("is(value1?: any, value2?: any) -> boolean")
def is_same(run: Run, left: object = ..., right: object = ...) -> bool:
    """Equal and of one type; for clock times, with one offset or zone too."""
    if left is ... or right is ... or kind_of(left) != kind_of(right):
        return False
    if isinstance(left, datetime | time) and isinstance(right, datetime | time):
        same_clock = left.replace(tzinfo=None) == right.replace(tzinfo=None)
        return same_clock and left.tzinfo == right.tzinfo
    return equal(left, right, run) is True
