"""Laws that hold for any value: order, equality, dates there and back, numbers as text."""

import math
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.feel import FeelInvalid, compile_expression, evaluate

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=timezone(timedelta(hours=3)))

LAW = settings(deadline=None, max_examples=150, derandomize=True)

numbers = st.one_of(st.integers(-(10**6), 10**6), st.floats(-1e9, 1e9, allow_nan=False))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
days = st.dates(date(1900, 1, 1), date(2200, 1, 1))
scalars = st.one_of(st.none(), st.booleans(), numbers, texts, days)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=12,
)


def value(text: str, **context: Any) -> Any:
    return evaluate(compile_expression(text, context), context, now=NOW)


@LAW
@given(values)
def test_every_value_equals_itself(x: Any) -> None:
    assert value("x = x", x=x) is True
    assert value("x != x", x=x) is False


@LAW
@given(values, values)
def test_equality_does_not_depend_on_the_side(x: Any, y: Any) -> None:
    assert value("x = y", x=x, y=y) is value("y = x", x=x, y=y)


@LAW
@given(values, values)
def test_unequal_means_anything_but_equal(x: Any, y: Any) -> None:
    assert value("x != y", x=x, y=y) is (value("x = y", x=x, y=y) is not True)


@LAW
@given(scalars, scalars)
def test_two_values_are_in_order_in_exactly_one_way_or_in_none(x: Any, y: Any) -> None:
    less, more, equal = (value(f"x {sign} y", x=x, y=y) for sign in ("<", ">", "="))
    assert (less is None) is (more is None)
    if less is not None:
        assert [less, more, equal].count(True) == 1


@LAW
@given(scalars, scalars, scalars)
def test_between_means_both_comparisons(x: Any, low: Any, high: Any) -> None:
    both = value("x >= low and x <= high", x=x, low=low, high=high)
    found = value("x between low and high", x=x, low=low, high=high)
    assert found is both or found is None


@LAW
@given(st.sampled_from([True, False, None]), st.sampled_from([True, False, None]))
def test_and_or_and_not_follow_three_valued_logic(x: bool | None, y: bool | None) -> None:
    assert value("not(x and y)", x=x, y=y) is value("not(x) or not(y)", x=x, y=y)
    assert value("x or y", x=x, y=y) is value("y or x", x=x, y=y)


@LAW
@given(numbers, numbers, st.sampled_from(["+", "-", "*", "/", "**"]))
def test_a_calculation_is_a_finite_number_or_null(x: float, y: float, sign: str) -> None:
    result = value(f"x {sign} y", x=x, y=y)
    assert result is None or math.isfinite(result)


@LAW
@given(numbers)
def test_a_number_written_as_text_reads_back(x: float) -> None:
    assert value("number(string(x))", x=x) == x


@LAW
@given(texts)
def test_a_text_written_out_reads_back(x: str) -> None:
    assert evaluate(compile_expression(value("string([x])", x=x), []), {}, now=NOW) == [x]


@LAW
@given(days, st.integers(-40_000, 40_000))
def test_a_date_moved_and_moved_back_is_the_same(day: date, count: int) -> None:
    moved = f'd + duration("{"-" if count < 0 else ""}P{abs(count)}D")'
    assert value(f"({moved}) - d = duration(n)", d=day, n=f"{'-' if count < 0 else ''}P{abs(count)}D") is True


@LAW
@given(days, days)
def test_months_between_two_days_never_pass_the_later_day(start: date, end: date) -> None:
    first, last = sorted((start, end))
    assert value("a + years and months duration(a, b) <= b", a=first, b=last) is True


@LAW
@given(st.integers(-(10**9), 4 * 10**9), st.integers(-12, 12))
def test_one_moment_is_equal_in_every_offset(second: int, hours: int) -> None:
    moment = datetime.fromtimestamp(second, UTC)
    there = moment.astimezone(timezone(timedelta(hours=hours)))
    assert value("a = b and a <= b", a=moment, b=there) is True


@LAW
@given(st.lists(numbers, max_size=20))
def test_sorting_orders_and_loses_nothing(items: list[float]) -> None:
    assert value("sort(xs, function(a, b) a < b)", xs=items) == sorted(items)


@LAW
@given(st.lists(scalars, max_size=8))
def test_filters_by_true_and_false_keep_all_and_none(items: list[Any]) -> None:
    assert value("xs[item = item]", xs=items) == items
    assert value("xs[false]", xs=items) == []


def refused_or_evaluated(text: str, **context: Any) -> bool:
    """Whether a text comes to one of the two ends it may come to."""
    try:
        value(text, **context)
    except FeelInvalid as refused:
        return bool(str(refused.message)) and refused.line >= 1
    return True


@LAW
@given(st.text(max_size=60))
def test_any_text_at_all_is_refused_or_evaluated(text: str) -> None:
    assert refused_or_evaluated(text, x=1, y="a")


TOKENS = (
    *(
        "x",
        "1",
        '"a"',
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        ".",
        "..",
        "+",
        "-",
        "*",
        "/",
        "**",
        "=",
        "!=",
    ),
    *("<", ">", "in", "and", "or", "not", "if", "then", "else", "for", "return", "@", "?"),
)


@LAW
@given(st.lists(st.sampled_from(TOKENS), max_size=25))
def test_any_order_of_tokens_is_refused_or_evaluated(chosen: list[str]) -> None:
    assert refused_or_evaluated(" ".join(chosen), x=[1, {"a": 2}])
