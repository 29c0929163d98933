"""Lists as wholes: members, parts, order (DMN 1.3, 10.3.4.4 and 10.3.4.9). Positions count from 1."""

from collections.abc import Iterable
from functools import cmp_to_key

from app.feel.bounds import Run, check_depth, check_list
from app.feel.builtins.registry import builtin
from app.feel.comparison import equal
from app.feel.values import FunctionValue

List = list[object]
COMPARED_PER_STEP = 8


@builtin("count(list: list) -> number")
def count(run: Run, items: List) -> int:
    return len(items)


@builtin("list contains(list: list, element: any) -> boolean")
def list_contains(run: Run, items: List, element: object) -> bool:
    return any(equal(item, element, run) is True for item in items)


@builtin("index of(list: list, match: any) -> list")
def index_of(run: Run, items: List, match: object) -> List:
    return [index for index, item in enumerate(items, start=1) if equal(item, match, run) is True]


@builtin("append(list: list, ...item: any) -> list")
def append(run: Run, items: List, *more: object) -> List:
    check_list(len(items) + len(more))
    return [*items, *more]


@builtin("concatenate(...list: any) -> list")
def concatenate(run: Run, lists: List) -> List:
    joined: List = []
    for part in lists:
        joined.extend(part if isinstance(part, list) else [part])
        check_list(len(joined))
        run.spend(len(joined))
    return joined


@builtin("union(...list: list) -> list")
def union(run: Run, lists: list[List]) -> List:
    return _distinct((item for part in lists for item in part), run)


@builtin("distinct values(list: list) -> list")
def distinct_values(run: Run, items: List) -> List:
    return _distinct(items, run)


def _distinct(items: Iterable[object], run: Run) -> List:
    found: List = []
    for item in items:
        run.spend(1 + len(found) // COMPARED_PER_STEP)
        if not any(equal(item, other, run) is True for other in found):
            found.append(item)
    return found


@builtin("flatten(list: list) -> list")
def flatten(run: Run, items: List) -> List:
    flat: List = []
    _flatten_into(flat, items, run, 1)
    return flat


def _flatten_into(flat: List, items: List, run: Run, depth: int) -> None:
    check_depth(depth)
    run.spend(len(items))
    for item in items:
        if isinstance(item, list):
            _flatten_into(flat, item, run, depth + 1)
        else:
            check_list(len(flat) + 1)
            flat.append(item)


@builtin("reverse(list: list) -> list")
def reverse(run: Run, items: List) -> List:
    return items[::-1]


@builtin("sublist(list: list, start position: number, length?: number) -> list")
def sublist(run: Run, items: List, start: int | float, length: int | float | None = None) -> List | None:
    """Null where the start lies before the list, or the length is below zero."""
    first = int(start)
    begin = len(items) + first if first < 0 else first - 1
    if begin < 0 or (length is not None and length < 0):
        return None
    return items[begin:] if length is None else items[begin : begin + int(length)]


def _offset(items: List, position: int | float) -> int | None:
    """The index of a position, or null where the list has none there."""
    index = int(position)
    if index == 0 or abs(index) > len(items):
        return None
    return index - 1 if index > 0 else len(items) + index


@builtin("insert before(list: list, position: number, newItem: any) -> list")
def insert_before(run: Run, items: List, position: int | float, item: object) -> List | None:
    offset = _offset(items, position)
    if offset is None:
        return None
    check_list(len(items) + 1)
    return [*items[:offset], item, *items[offset:]]


@builtin("remove(list: list, position: number) -> list")
def remove(run: Run, items: List, position: int | float) -> List | None:
    offset = _offset(items, position)
    return None if offset is None else [*items[:offset], *items[offset + 1 :]]


@builtin("list replace(list: list, position: any, newItem: any) -> list")
def list_replace(run: Run, items: List, position: object, item: object) -> List | None:
    """At a position, or wherever a function of the old and the new item is true."""
    if isinstance(position, FunctionValue):
        return _replaced_where(items, item, position)
    if isinstance(position, bool) or not isinstance(position, int | float):
        return None
    offset = _offset(items, position)
    return None if offset is None else [*items[:offset], item, *items[offset + 1 :]]


@builtin("list replace(list: list, newItem: any, match: function) -> list")
def list_replace_match(run: Run, items: List, item: object, match: FunctionValue) -> List | None:
    return _replaced_where(items, item, match)


def _replaced_where(items: List, item: object, match: FunctionValue) -> List | None:
    """Null where the function does not take two items or does not answer with a boolean."""
    answers = [match.call(old, item) for old in items] if match.parameters == 2 else [None]
    if not all(isinstance(answer, bool) for answer in answers):
        return None
    return [item if answer else old for old, answer in zip(items, answers, strict=True)]


@builtin("sort(list: list, precedes: function) -> list")
def sort(run: Run, items: List, precedes: FunctionValue) -> List:
    """Stable: items of which neither precedes the other keep their order."""

    def order(left: object, right: object) -> int:
        if precedes.call(left, right) is True:
            return -1
        return int(precedes.call(right, left) is True)

    return sorted(items, key=cmp_to_key(order))
