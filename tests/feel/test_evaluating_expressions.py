"""Running expressions: the moment comes from outside, data stay as they are, zones are explicit."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from app.feel import DayTimeDuration, YearMonthDuration, compile_expression, evaluate

BAHRAIN = timezone(timedelta(hours=3))
NOW = datetime(2026, 1, 5, 0, 30, tzinfo=BAHRAIN)


def value(text: str, now: datetime = NOW, **context: Any) -> object:
    return evaluate(compile_expression(text, context), context, now=now)


def test_now_and_today_are_those_of_the_caller() -> None:
    assert value("now()") == NOW
    assert value("today()") == date(2026, 1, 5)
    assert value("today()", NOW.astimezone(UTC)) == date(2026, 1, 4)


def test_a_present_moment_without_offset_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="offset"):
        value("1", datetime(2026, 1, 5))  # noqa: DTZ001


def test_a_moment_without_offset_is_local_where_now_is() -> None:
    assert value('@"2026-01-05T00:30:00" <= now()') is True
    assert value('@"2026-01-05T00:30:01" <= now()') is False
    assert value('@"2026-01-05T00:30:01" <= now()', NOW.astimezone(UTC)) is False
    assert value('@"2026-01-04T21:30:00" >= now()', NOW.astimezone(UTC)) is True


def test_a_clock_change_does_not_stretch_hours() -> None:
    assert (
        value('string(@"2024-03-31T01:30:00@Europe/Paris" + @"PT1H")') == "2024-03-31T03:30:00@Europe/Paris"
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Decimal("1.50"), 1.5),
        (Decimal("NaN"), None),
        (float("inf"), None),
        (2**60, float(2**60)),
        (10**400, None),
        ((1, 2), [1, 2]),
        (timedelta(hours=36), DayTimeDuration(36 * 3600 * 10**6)),
        ({"a": (1,), 2: "dropped"}, {"a": [1]}),
        (date(2026, 1, 5), date(2026, 1, 5)),
        (YearMonthDuration(3), YearMonthDuration(3)),
        (b"bytes", None),
        ({1, 2}, None),
    ],
)
def test_data_become_values_of_the_language(given: object, expected: object) -> None:
    assert value("x", x=given) == expected


def test_numbers_stay_whole_where_they_are_whole() -> None:
    for text in ("x * 0.5", "4 / 2", "2.0", "floor(2.9)", "sum([0.5, 1.5])"):
        assert type(value(text, x=4)) is int


def test_a_duration_knows_its_length_for_timers() -> None:
    found = value('duration("PT4H")')
    assert isinstance(found, DayTimeDuration)
    assert found.delta == timedelta(hours=4)


def test_the_data_of_the_caller_are_never_changed() -> None:
    data: dict[str, Any] = {"xs": [3, 1, 2], "c": {"a": 1}}
    value('[sort(xs, function(a, b) a < b), context put(c, "a", 2), append(xs, 4), reverse(xs)]', **data)
    assert data == {"xs": [3, 1, 2], "c": {"a": 1}}


def test_an_inner_name_hides_an_outer_one_and_gives_it_back() -> None:
    assert value("[for x in [1] return x, x]", x=9) == [[1], 9]
    assert value("people[age > 18][1].age + age", age=1, people=[{"age": 5}, {"age": 20}]) == 21


def test_an_empty_list_filtered_by_a_position_has_no_item() -> None:
    assert value("xs[n]", xs=[], n=1) is None
    assert value("xs[item > 1]", xs=[]) == []
