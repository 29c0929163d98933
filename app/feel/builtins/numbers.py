"""Rounding, roots and remainders (DMN 1.3, 10.3.4.5). Doubles, as in the browser."""

import math
from collections.abc import Callable

from app.feel.arithmetic import negate
from app.feel.bounds import Run
from app.feel.builtins.registry import builtin
from app.feel.values import DayTimeDuration, YearMonthDuration, finite

Number = int | float
LAST_PLACE = 6_176  # the scale of the decimals that DMN is defined over
NOISE = 10**9  # remainders are cut to nine decimals: beyond stands what doubles got wrong


def _half_even(value: float) -> float:
    down = math.floor(value)
    return down + down % 2 if value - down == 0.5 else _nearest(value)


def _nearest(value: float) -> float:
    """Halves go up, toward positive infinity."""
    down = math.floor(value)
    return down + (value - down >= 0.5)


def _half_away(value: float) -> float:
    return math.copysign(_nearest(abs(value)), value)


def _half_toward(value: float) -> float:
    return math.copysign(math.ceil(abs(value) - 0.5), value)


def _away(value: float) -> float:
    return math.ceil(value) if value > 0 else math.floor(value)


def _rounded(how: Callable[[float], float], value: Number, scale: Number) -> Number | None:
    """Round at a decimal place: finer ones than a double has change nothing, impossible ones are null."""
    if not -LAST_PLACE < scale <= LAST_PLACE:
        return None
    try:
        factor = math.pow(10, int(scale))
        return finite(how(value * factor) / factor)
    except (ArithmeticError, ValueError):
        return value if scale > 0 else 0


@builtin("decimal(n: number, scale: number) -> number")
def decimal(run: Run, n: Number, scale: Number) -> Number | None:
    return _rounded(_half_even, n, scale)


@builtin("floor(n: number, scale?: number) -> number")
def floor(run: Run, n: Number, scale: Number | None = None) -> Number | None:
    return _rounded(math.floor, n, scale or 0)


@builtin("ceiling(n: number, scale?: number) -> number")
def ceiling(run: Run, n: Number, scale: Number | None = None) -> Number | None:
    return _rounded(math.ceil, n, scale or 0)


@builtin("round up(n: number, scale: number) -> number")
def round_up(run: Run, n: Number, scale: Number) -> Number | None:
    return _rounded(_away, n, scale)


@builtin("round down(n: number, scale: number) -> number")
def round_down(run: Run, n: Number, scale: Number) -> Number | None:
    return _rounded(math.trunc, n, scale)


@builtin("round half up(n: number, scale: number) -> number")
def round_half_up(run: Run, n: Number, scale: Number) -> Number | None:
    return _rounded(_half_away, n, scale)


@builtin("round half down(n: number, scale: number) -> number")
def round_half_down(run: Run, n: Number, scale: Number) -> Number | None:
    return _rounded(_half_toward, n, scale)


@builtin("abs(n: any) -> number")
def absolute(run: Run, n: object) -> object:
    if isinstance(n, list) and len(n) == 1:
        n = n[0]
    if isinstance(n, YearMonthDuration):
        return YearMonthDuration(abs(n.months))
    if isinstance(n, DayTimeDuration):
        return DayTimeDuration(abs(n.microseconds))
    if isinstance(n, bool) or not isinstance(n, int | float):
        return None
    return negate(n) if n < 0 else n


@builtin("modulo(dividend: number, divisor: number) -> number")
def modulo(run: Run, dividend: Number, divisor: Number) -> Number | None:
    if not divisor:
        return None
    rest = math.fmod(math.fmod(dividend, divisor) + divisor, divisor)
    return finite(_nearest(rest * NOISE) / NOISE) if abs(rest) < 2**53 / NOISE else finite(rest)


@builtin("sqrt(number: number) -> number")
def sqrt(run: Run, number: Number) -> Number | None:
    return finite(math.sqrt(number)) if number >= 0 else None


@builtin("log(number: number) -> number")
def log(run: Run, number: Number) -> Number | None:
    return finite(math.log(number)) if number > 0 else None


@builtin("exp(number: number) -> number")
def exp(run: Run, number: Number) -> Number | None:
    try:
        return finite(math.exp(number))
    except OverflowError:
        return None


@builtin("odd(number: number) -> boolean")
def odd(run: Run, number: Number) -> bool:
    return abs(number) % 2 == 1


@builtin("even(number: number) -> boolean")
def even(run: Run, number: Number) -> bool:
    return abs(number) % 2 == 0
