"""Whatever an expression tries, it is refused or ends soon with a plain value."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from datetime import time as clock_time
from typing import Any, Literal

import pytest

from app.feel import (
    DayTimeDuration,
    FeelInvalid,
    FeelLimit,
    Range,
    YearMonthDuration,
    analyse,
    compile_expression,
    evaluate,
    form_condition,
)
from tests.feel import hostile

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
GENEROUS = 1.0  # seconds; on an idle machine each ends within 50 ms
PLAIN = (
    *(type(None), bool, int, float, str, list, dict, date, datetime, clock_time),
    *(YearMonthDuration, DayTimeDuration, Range),
)
EXPRESSIONS = hostile.expressions()


@contextmanager
def soon() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < GENEROUS


def assert_plain(value: Any) -> None:
    assert type(value) in PLAIN
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        assert_plain(item)


def test_there_are_many_hostile_expressions() -> None:
    assert len(set(EXPRESSIONS)) >= 200


def outcome(text: str, mode: Literal["expression", "unary"]) -> object:
    """What becomes of an expression: its value, or its refusal."""
    data = hostile.data()
    try:
        expression = compile_expression(text, data, mode=mode)
        analyse(expression, {"x": "number"})
        if mode == "unary":
            return form_condition(expression, data, now=NOW)
        return evaluate(expression, data, now=NOW)
    except FeelInvalid as refused:
        return refused


@pytest.mark.parametrize("mode", ["expression", "unary"])
@pytest.mark.parametrize("text", EXPRESSIONS, ids=lambda text: ascii(text[:40]))
def test_a_hostile_expression_is_refused_or_gives_a_plain_value_soon(
    text: str, mode: Literal["expression", "unary"]
) -> None:
    with soon():
        found = outcome(text, mode)
    if isinstance(found, FeelInvalid):
        assert str(found.message)
        assert (found.line, found.column) >= (1, 1)
    else:
        assert_plain(found)


@pytest.mark.parametrize("name", hostile.DUNDERS)
def test_a_name_never_reaches_behind_a_value(name: str) -> None:
    for text in (name, f"x.{name}", f'"a".{name}', f"[1].{name}[1]", f"d.{name}"):
        expression = compile_expression(text, ["x", "d"])
        assert evaluate(expression, {"x": 1, "d": {}}, now=NOW) is None


def test_data_that_contain_themselves_are_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(FeelLimit, match="nested"):
        evaluate(compile_expression("count(x)", ["x"]), {"x": endless}, now=NOW)


def test_data_shared_many_times_over_are_refused() -> None:
    shared: list[object] = [1]
    for _ in range(60):
        shared = [shared, shared]
    with pytest.raises(FeelLimit):
        evaluate(compile_expression("x", ["x"]), {"x": shared}, now=NOW)


@pytest.mark.parametrize("size", [100_001, 10_000_000])
def test_a_text_that_is_too_long_is_refused(size: int) -> None:
    with pytest.raises(FeelLimit, match="characters"):
        evaluate(compile_expression("x", ["x"]), {"x": "a" * size}, now=NOW)


def test_foreign_objects_count_as_null() -> None:
    class Record:
        secret = 1

    for text in ("x", "x.secret", "[x][1]", "{a: x}.a"):
        assert evaluate(compile_expression(text, ["x"]), {"x": Record()}, now=NOW) is None


def test_the_whole_text_is_bounded_before_it_is_read() -> None:
    with pytest.raises(FeelInvalid, match="4000 characters"), soon():
        compile_expression("1" * 1_000_000, [])


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("(" * 41 + "1" + ")" * 41, "nested more than 40"),
        ("+".join(["1"] * 200), "more than 150 parts deep"),
        ("[" + "1," * 1100 + "1]", "more than 1000 parts"),
    ],
)
def test_each_bound_of_the_text_has_its_sentence(text: str, limit: str) -> None:
    with pytest.raises(FeelInvalid, match=limit):
        compile_expression(text, [])


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("for i in 1..20000 return i", "10000 steps"),
        ("concatenate(x, x)", "10000 items|10000 steps"),
        ("y + y", "100000 characters"),
        ('replace(y, "a", "bb")', "10000 steps"),
    ],
)
def test_each_bound_of_the_run_has_its_sentence(text: str, limit: str) -> None:
    expression = compile_expression(text, ["x", "y"])
    with pytest.raises(FeelLimit, match=limit):
        evaluate(expression, {"x": list(range(6_000)), "y": "a" * 60_000}, now=NOW)
