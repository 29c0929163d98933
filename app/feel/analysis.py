"""What can be told about an expression before it runs: errors to refuse, warnings to think about."""

from collections.abc import Mapping

from app.errors import say
from app.feel.arithmetic import is_number
from app.feel.browser import check_browser
from app.feel.checks import Checks
from app.feel.constants import check_constants
from app.feel.expression import Expression
from app.feel.findings import Finding, Findings
from app.feel.inference import Type, declared
from app.feel.nullability import may_be_null
from app.feel.tree import Binary, Call, Literal, Node, UnaryTests, walk

FRACTIONAL = frozenset({"sqrt", "log", "exp", "mean", "stddev"})


def analyse(expression: Expression, types: Mapping[str, str]) -> list[Finding]:
    """All findings, in the order of the text.

    `types` gives each declared name its type: string, number, boolean, date, date and time, time, duration,
    list or any. Errors: unknown-name, type-conflict, wrong-arguments, invalid-literal, invalid-pattern.
    Warnings: maybe-unknown-name, always-true, always-false, always-null, may-be-null, number-equality,
    browser-differs.
    """
    found = Findings(expression.text)
    checks = Checks(found)
    checks.visit(expression.tree, declared(types))
    check_constants(expression.tree, found)
    check_browser(expression.tree, expression.text, checks.types, found)
    _check_number_equality(expression.tree, checks.types, found)
    if isinstance(expression.tree, UnaryTests):
        _check_null(expression.tree, checks.types, found)
    return found.in_order()


def _check_null(root: UnaryTests, types: Mapping[int, Type], found: Findings) -> None:
    for test in root.tests:
        if (
            types[id(test)].kind in ("boolean", "any")
            and not isinstance(test, Literal)
            and may_be_null(test, types)
        ):
            message = say("This may be null, and a form takes null as met. Test for null first.")
            found.warning(test.at, "may-be-null", message)


def _check_number_equality(root: Node, types: Mapping[int, Type], found: Findings) -> None:
    for node, _ in walk(root):
        if isinstance(node, Binary) and node.operator in ("=", "!="):
            numbers = all(types[id(part)].kind in ("number", "any") for part in node.parts)
            if numbers and any(map(_is_inexact, node.parts)):
                message = say("Computed fractions are rarely equal. Round both sides, or use < or >.")
                found.warning(node.at, "number-equality", message)


def _is_inexact(node: Node) -> bool:
    """Whether a calculation may miss its exact result in the last digit."""
    if isinstance(node, Call):
        return node.function in FRACTIONAL
    if not isinstance(node, Binary) or node.operator not in ("+", "-", "*", "/", "**"):
        return False
    return node.operator in ("/", "**") or any(_is_inexact(part) or _is_fraction(part) for part in node.parts)


def _is_fraction(node: Node) -> bool:
    return isinstance(node, Literal) and is_number(node.value) and isinstance(node.value, float)
