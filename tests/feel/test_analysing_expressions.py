"""What our analysis says about an expression before it runs."""

import pytest

from app.feel import Finding, analyse, compile_expression

TYPES = {
    **{"age": "number", "risk": "string", "child": "boolean", "due": "date", "at": "date and time"},
    **{"term": "duration", "people": "list", "anything": "any"},
}


def findings(text: str, *, unary: bool = False) -> list[Finding]:
    return analyse(compile_expression(text, TYPES, mode="unary" if unary else "expression"), TYPES)


def codes(text: str, *, unary: bool = False) -> list[str]:
    return [finding.code for finding in findings(text, unary=unary)]


@pytest.mark.parametrize(
    "text",
    [
        'risk = "high"',
        "age > 18 and child",
        'risk in ("high", "low")',
        "age in [1..17]",
        "(age in [1..17]) and child",
        "child and age in [1..17]",
        "age in (1, 2) and child",
        'due < date("2026-01-31")',
        'due + @"P3D" > due',
        "count(people) > 2",
        "some p in people satisfies p.age > 18",
        "people[item.age > 18]",
        "if child then age else age + 1",
        "age * 2 = 4",
        "decimal(age * 0.1, 2) = 0.3",
        "anything > 3",
        "age = null or age > 3",
        '"PT4H"',
        'duration("P30D")',
        'matches(risk, "^h")',
        'at + @"PT1H"',
    ],
)
def test_a_sound_expression_has_no_findings(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("agee > 3", "unknown-name", 1),
        ("child or agee > 3", "unknown-name", 10),
        ("people[agee > 3]", "maybe-unknown-name", 8),
        ('age = "3"', "type-conflict", 5),
        ('age > "3"', "type-conflict", 5),
        ("due < risk", "type-conflict", 5),
        ("due < at + 1", "type-conflict", 10),
        ("age < null", "type-conflict", 5),
        ("age and child", "type-conflict", 1),
        ("if age then 1 else 2", "type-conflict", 4),
        ("not(risk)", "type-conflict", 5),
        ("-risk", "type-conflict", 2),
        ("risk in [1..2]", "type-conflict", 9),
        ('age in ("a", 3)', "type-conflict", 9),
        ('age between "a" and "b"', "type-conflict", 5),
        ("upper case(age)", "type-conflict", 12),
        ("due.hour", "type-conflict", 4),
        ("some p in people satisfies 1", "type-conflict", 28),
        ("for p in age return p", "type-conflict", 10),
        ("substring(risk)", "wrong-arguments", 1),
        ("substring(text: risk, start position: 1)", "wrong-arguments", 1),
        ('@"2026-02-30"', "invalid-literal", 1),
        ('date("2026-02-30") > due', "invalid-literal", 6),
        ('duration("3 days")', "invalid-literal", 10),
        ('matches(risk, "(?=a)")', "invalid-pattern", 15),
        ("1 = 1", "always-true", 3),
        ("age > 3 or true", "always-true", 9),
        ("age > 3 and 1 > 2", "always-false", 9),
        ("if 1 > 2 then 1 else 2", "always-false", 6),
        ("null and null", "always-null", 6),
        ("age * 0.1 = 0.3", "number-equality", 11),
        ("age / 3 != 1", "number-equality", 9),
        ("due < today()", "browser-differs", 7),
        ('term = @"P1D"', "browser-differs", 6),
        ('term * 2 < @"P9D"', "browser-differs", 6),
        ("for i in 1..age return i", "browser-differs", 1),
        ("- 5 < age", "browser-differs", 1),
        ("1e3 < age", "browser-differs", 1),
        ("people[not(item.age > 3)]", "browser-differs", 7),
        ("people[item = null]", "browser-differs", 7),
        ('at < @"2026-01-01T10:00:00"', "browser-differs", 6),
        ("age in [1..9] and child", "browser-differs", 5),
        ("child and age in people or child", "browser-differs", 15),
        ("median(people)", "browser-differs", 1),
        ("age between 10 and 1", "browser-differs", 5),
        ("years and months duration(due, due)", "browser-differs", 1),
    ],
)
def test_a_doubtful_expression_is_found_at_its_place(text: str, code: str, column: int) -> None:
    found = findings(text)
    assert (code, 1, column) in [(finding.code, finding.line, finding.column) for finding in found]


def test_a_finding_counts_lines() -> None:
    (found,) = findings("age > 3\n  and agee > 3")
    assert (found.line, found.column) == (2, 7)
    assert str(found.message) == "agee is not declared."


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("age > 3", True),
        ("child", True),
        ("not(age > 3)", True),
        ("age != null and age > 3", False),
        ("null != age and (age > 3 or age < 1)", False),
        ("age = null or age > 3", False),
        ("age > 3 and age != null", True),
        ("child = true", False),
        ('risk = "high"', False),
        ("count(people) > 1", True),
        ("if age != null then age > 3 else false", False),
        ("> 5", False),
    ],
)
def test_a_form_condition_that_may_be_null_is_a_warning(text: str, doubtful: bool) -> None:
    assert ("may-be-null" in codes(text, unary=True)) is doubtful


def test_a_gateway_condition_may_be_null_without_a_word() -> None:
    assert codes("age > 3") == []


def test_what_can_only_be_null_is_an_error_and_what_is_doubtful_a_warning() -> None:
    found = findings('age = "3" or age * 0.1 = 0.3')
    assert [(finding.code, finding.severity) for finding in found] == [
        ("type-conflict", "error"),
        ("number-equality", "warning"),
    ]
