"""What expressions mean, row by row: our value, and the form viewer's where it differs, with the reason.

`page` in the table is feelin 6.1.1, the FEEL of the form viewer. Rows without it agree with the page.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.feel import FeelInvalid, compile_expression, evaluate, form_condition, unary_test
from tests.feel.oracle_process import Oracle, Tagged, same, tagged

NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
Row = dict[str, Any]
ROWS: list[Row] = json.loads((Path(__file__).parent / "semantics.json").read_text())


def named(row: Row) -> str:
    return f"{row['group']}: {row['expression']}"


def value_of(row: Row) -> Tagged:
    context = dict(row.get("context", {}))
    names = [name for name in context if name != "?"]
    try:
        if not row.get("unary"):
            return tagged(evaluate(compile_expression(row["expression"], names), context, now=NOW))
        expression = compile_expression(row["expression"], names, mode="unary")
        if "?" in context:
            return tagged(unary_test(expression, context.pop("?"), context, now=NOW))
        return tagged(form_condition(expression, context, now=NOW))
    except FeelInvalid:
        return ["refused"]


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_an_expression_has_the_value_of_the_table(row: Row) -> None:
    assert same(value_of(row), row["ours"]), f"{value_of(row)} instead of {row['ours']}"


def test_every_difference_from_the_page_has_a_reason() -> None:
    assert [row["expression"] for row in ROWS if ("page" in row) != bool(row.get("why"))] == []


def test_the_page_gives_the_values_of_the_table(oracle: Oracle) -> None:
    cases = [
        {"expression": row["expression"], "context": row.get("context", {}), "unary": row.get("unary", False)}
        for row in ROWS
    ]
    wrong = []
    for row, answer in zip(ROWS, oracle.answers(cases), strict=True):
        given = answer[:1] if answer[0] in ("refused", "thrown") else answer
        if not same(given, row.get("page", row["ours"])):
            wrong.append((row["expression"], given))
    assert wrong == []
