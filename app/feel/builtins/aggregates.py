"""One value out of many: sums, extremes, averages, `all` and `any` (DMN 1.3, 10.3.4.4)."""

import math
from collections import Counter
from collections.abc import Sequence

from app.feel.bounds import Run
from app.feel.builtins.registry import builtin
from app.feel.comparison import ordered
from app.feel.values import finite

Number = int | float
Numbers = Sequence[Number]


def _total(numbers: Numbers) -> float:
    """Added from left to right as doubles, so that the browser finds the same last digit."""
    total: float = 0
    for number in numbers:
        total += number
    return total


@builtin("sum(...list: number) -> number")
def total(run: Run, numbers: Numbers) -> Number | None:
    return finite(_total(numbers)) if numbers else None


@builtin("product(...list: number) -> number")
def product(run: Run, numbers: Numbers) -> Number | None:
    return finite(math.prod(map(float, numbers))) if numbers else None


@builtin("mean(...list: number) -> number")
def mean(run: Run, numbers: Numbers) -> Number | None:
    return finite(_total(numbers) / len(numbers)) if numbers else None


@builtin("median(...list: number) -> number")
def median(run: Run, numbers: Numbers) -> Number | None:
    if not numbers:
        return None
    ranked = sorted(numbers)
    middle = len(ranked) // 2
    return ranked[middle] if len(ranked) % 2 else finite((ranked[middle - 1] + ranked[middle]) / 2)


@builtin("stddev(...list: number) -> number")
def stddev(run: Run, numbers: Numbers) -> Number | None:
    """Of a sample: divided by one less than the count."""
    if len(numbers) < 2:
        return None
    average = _total(numbers) / len(numbers)
    try:
        return finite(math.sqrt(_total([(number - average) ** 2 for number in numbers]) / (len(numbers) - 1)))
    except OverflowError:
        return None


@builtin("mode(...list: number) -> list")
def mode(run: Run, numbers: Numbers) -> list[Number]:
    counted = Counter(numbers)
    most = max(counted.values(), default=0)
    return sorted(number for number, times in counted.items() if times == most)


@builtin("min(...list: any) -> any")
def least(run: Run, items: list[object]) -> object:
    return _extreme("<", items, run)


@builtin("max(...list: any) -> any")
def greatest(run: Run, items: list[object]) -> object:
    return _extreme(">", items, run)


def _extreme(operator: str, items: list[object], run: Run) -> object:
    """Null unless all items can be ordered with one another."""
    if not items or ordered("<=", items[0], items[0], run) is None:
        return None
    best = items[0]
    for item in items[1:]:
        better = ordered(operator, item, best, run)
        if better is None:
            return None
        best = item if better else best
    return best


@builtin("all(...list: any) -> boolean")
def every(run: Run, items: list[object]) -> bool | None:
    """False if any item is false; null if one is no boolean."""
    return _absorbed_by(False, items)


@builtin("any(...list: any) -> boolean")
def some(run: Run, items: list[object]) -> bool | None:
    """True if any item is true; null if one is no boolean."""
    return _absorbed_by(True, items)


def _absorbed_by(absorbing: bool, items: list[object]) -> bool | None:
    if any(item is absorbing for item in items):
        return absorbing
    return not absorbing if all(isinstance(item, bool) for item in items) else None
