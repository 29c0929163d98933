"""A form field is hidden exactly when the form viewer hides it, null conditions included."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.feel import compile_expression, form_condition, unary_test
from tests.feel.oracle_process import Oracle

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
CONDITIONS: list[tuple[str, dict[str, Any]]] = [
    ("x > 3", {"x": 4}),
    ("x > 3", {"x": 2}),
    ("x > 3", {"x": None}),
    ("missing > 3", {}),
    ("missing", {}),
    ("missing = null", {}),
    ("missing != null", {}),
    ("ok", {"ok": True}),
    ("ok", {"ok": False}),
    ("ok", {"ok": None}),
    ("ok = true", {"ok": None}),
    ("ok != true", {"ok": None}),
    ("not(ok)", {"ok": True}),
    ("not(ok)", {"ok": False}),
    ("not(ok)", {"ok": None}),
    ("not(x > 3)", {"x": None}),
    ("not(ok) and x > 3", {"ok": False, "x": 4}),
    ("not(ok) or not(x > 3)", {"ok": True, "x": 4}),
    ('risk = "high"', {"risk": "high"}),
    ('risk = "high"', {"risk": None}),
    ('risk != "high"', {"risk": None}),
    ('risk in ("high", "low")', {"risk": "low"}),
    ('list contains(tags, "a")', {"tags": ["a"]}),
    ('list contains(tags, "a")', {"tags": []}),
    ('list contains(tags, "a")', {"tags": None}),
    ("count(tags) = 0", {"tags": []}),
    ("count(tags) = 0", {"tags": None}),
    ("tags", {"tags": [1, None]}),
    ("tags", {"tags": [1, 2]}),
    ("x", {"x": 0}),
    ("x", {"x": "true"}),
    ("x + 1", {"x": 1}),
    ("true", {}),
    ("false", {}),
    ("null", {}),
    ("-", {}),
    ("x > 3 and y", {"x": 4, "y": None}),
    ("x > 3 or y", {"x": 4, "y": None}),
    ("if x > 3 then true else false", {"x": 4}),
    ("if x > 3 then true else false", {"x": None}),
    ("> 5", {}),
    ("1, x > 3", {"x": 4}),
]


@pytest.mark.parametrize("mark", ["", "="])
def test_the_server_hides_what_the_page_hides(oracle: Oracle, mark: str) -> None:
    cases = [{"expression": text, "context": data, "unary": True} for text, data in CONDITIONS]
    for (text, data), answer in zip(CONDITIONS, oracle.answers(cases), strict=True):
        if mark and text == "-":
            continue
        hidden = form_condition(compile_expression(mark + text, data, mode="unary"), data, now=NOW)
        assert hidden is (answer == ["boolean", True]), (text, data)


def test_a_condition_that_cannot_be_told_hides_the_field() -> None:
    assert form_condition(compile_expression("x > 3", ["x"], mode="unary"), {}, now=NOW) is True


@pytest.mark.parametrize(
    ("cell", "value", "passes"),
    [
        (">= 18", 20, True),
        (">= 18", 17, False),
        (">= 18", None, False),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ("[1..5]", 5, True),
        ("[1..5)", 5, False),
        ("-", None, True),
        ("null", None, True),
        ("true", True, True),
        ("true", 1, False),
        ("limit", 7, True),
        ("> limit, 1", 1, True),
        ("? > limit and odd(?)", 9, True),
    ],
)
def test_a_cell_of_a_decision_table_tests_its_input(cell: str, value: object, passes: bool) -> None:
    expression = compile_expression(cell, ["limit"], mode="unary")
    assert unary_test(expression, value, {"limit": 7}, now=NOW) is passes


def test_testing_with_a_plain_expression_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="mode unary"):
        form_condition(compile_expression("x", ["x"]), {}, now=NOW)
