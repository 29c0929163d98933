"""Reading a text: names of several words, where a mistake is, what is left out."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.feel import FeelInvalid, compile_expression, evaluate

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


def value(text: str, **context: Any) -> object:
    return evaluate(compile_expression(text, context), context, now=NOW)


def refusal(text: str, *names: str) -> FeelInvalid:
    with pytest.raises(FeelInvalid) as caught:
        compile_expression(text, names)
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("1 +", 1, 4),
        ("1 == 1", 1, 4),
        ("1 <> 2", 1, 4),
        ("a && b", 1, 3),
        ("'single'", 1, 1),
        ("[1,2,]", 1, 6),
        ("{a:1,}", 1, 6),
        ("if true then 1", 1, 15),
        ('x = "open', 1, 5),
        ("x >\n  * 2", 2, 3),
        ("x and\n\n  (1 + )", 3, 8),
        ("= 1 +", 1, 6),
        ("/* x */ )", 1, 9),
        ("people[age 18]", 1, 12),
        ("1 < 2 < 3", 1, 7),
        ("foo(1)", 1, 1),
        ("x + foo(1)", 1, 5),
        ("خطر = 'a'", 1, 7),
    ],
)
def test_a_mistake_has_its_line_and_column(text: str, line: int, column: int) -> None:
    refused = refusal(text, "x")
    assert (refused.line, refused.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x instance of number", "instance of"),
        ("for i in 1..3 return partial", "partial"),
        ("(function(x) x)(1)", "argument of sort or list replace"),
        ("sort(xs, function(x) external {})", "External functions"),
        ('range("[1..2]")', "There is no function range"),
        ("overlaps([1..2], [2..3])", "There is no function overlaps"),
        ("+1", "plus sign"),
        ("1 < x < 3", "cannot be chained"),
        ("1 < x between 1 and 2", "cannot be chained"),
        ("{a+b: 1}", "Expected :"),
        ("? > 1", "tested value"),
        ("x.y(1)", "Only built-in functions"),
        ("abs(1)(2)", "Only built-in functions"),
        ('substring(string: "a", 1)', "Name all arguments or none"),
    ],
)
def test_what_is_left_out_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    assert sentence in str(refusal(text, "x", "xs").message)


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("working days + 1", {"working days": 3}, 4),
        ("working  days + 1", {"working days": 3}, 4),
        ("a-b", {"a-b": 5, "a": 7, "b": 2}, 5),
        ("a-b", {"a": 7, "b": 2}, 5),
        ("profit and loss > 1", {"profit and loss": 2, "profit": True, "loss": 0}, True),
        ("in date", {"in date": 1}, 1),
        ("x.y", {"x.y": 1, "x": {"y": 2}}, 1),
        ("risk level", {"risk": 1, "risk level": 2}, 2),
        ("count", {"count": 4}, 4),
        ("خطورة = 1", {"خطورة": 1}, True),
        ("for each one in [1] return each one + 1", {}, [2]),
        ("{my key: 1, b: my key + 1}.b", {}, 2),
    ],
)
def test_declared_names_may_hold_blanks_and_operators(
    text: str, context: dict[str, Any], expected: object
) -> None:
    assert value(text, **context) == expected


def test_data_that_nobody_declared_never_change_what_a_text_means() -> None:
    expression = compile_expression("a-b", ["a", "b"])
    assert evaluate(expression, {"a": 7, "b": 2, "a-b": 100}, now=NOW) == 5


def test_a_variable_hides_a_function_and_cannot_be_called() -> None:
    assert "cannot be called" in str(refusal("count([1])", "count").message)


def test_an_expression_knows_the_names_it_takes_from_outside() -> None:
    text = "for x in xs return x + y + {z: 1, w: z}.w + count(people[age > limit])"
    expression = compile_expression(text, ["xs", "y", "people"])
    assert expression.names == {"xs", "y", "people", "age", "limit"}


def test_the_leading_sign_of_form_expressions_is_dropped() -> None:
    assert value("=x > 3", x=4) is True
    assert value(" = x > 3", x=4) is True


def test_one_text_is_compiled_once_for_the_same_names() -> None:
    assert compile_expression("x + 41", ["x"]) is compile_expression("x + 41", {"x": None})
    assert compile_expression("x + 41", ["x"]) != compile_expression("x + 41", ["x", "y"])
    assert len({compile_expression("x + 41", ["x"]), compile_expression("x + 41", ["x"], mode="unary")}) == 2


@pytest.mark.parametrize("comment", ["1 /* two */ + 2", "1 // two\n + 2", "/* a\n b */ 1 + 2 // end"])
def test_comments_are_skipped(comment: str) -> None:
    assert value(comment) == 3
