"""How far our FEEL and the form viewer's agree on generated expressions, and why where they do not."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.feel import FeelInvalid, analyse, compile_expression, evaluate, unary_test
from app.feel.expression import Mode
from tests.feel.generated import TYPES, Generator
from tests.feel.oracle_process import Case, Oracle, Tagged, same, tagged

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
BATCH = 500


@dataclass
class Agreement:
    compared: int = 0
    agreed: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    @property
    def share(self) -> float:
        return self.agreed / max(self.compared, 1)


def ours(case: Case) -> Tagged:
    """Our value of a case, in the oracle's form."""
    context = dict(case["context"])
    try:
        if case["unary"]:
            cell = compile_expression(case["expression"], context, mode="unary")
            return tagged(unary_test(cell, context.pop("?"), context, now=NOW))
        return tagged(evaluate(compile_expression(case["expression"], context), context, now=NOW))
    except FeelInvalid as refused:
        return ["refused", str(refused)]


def is_clean(case: Case) -> bool:
    """Whether our analysis has nothing to say about the expression, for a person who drew it."""
    mode: Mode = "unary" if case["unary"] else "expression"
    types = {**TYPES, "?": "number"} if case["unary"] else TYPES
    names = [name for name in types if name != "?"]
    try:
        found = analyse(compile_expression(case["expression"], names, mode=mode), types)
    except FeelInvalid:
        return False
    told = {finding.code for finding in found}
    return not (told - {"may-be-null"} if case["unary"] else told)


def clean_cases(seed: int, count: int) -> Iterator[Case]:
    generator = Generator(seed)
    while count:
        case = generator.case()
        if is_clean(case):
            count -= 1
            yield case


def compare(oracle: Oracle, cases: list[Case]) -> Agreement:
    """Evaluate every case on both sides."""
    found = Agreement()
    for start in range(0, len(cases), BATCH):
        batch = cases[start : start + BATCH]
        for case, theirs in zip(batch, oracle.answers(batch), strict=True):
            mine = ours(case)
            found.compared += 1
            if same(mine, theirs):
                found.agreed += 1
                continue
            part, mine, theirs = smallest_difference(oracle, case, mine, theirs)
            rule = rule_for(part, mine, theirs)
            found.rules[rule] += 1
            found.examples.setdefault(rule, []).append(f"{part}  ours {mine}  theirs {theirs}")
    return found


def smallest_difference(
    oracle: Oracle, case: Case, mine: Tagged, theirs: Tagged
) -> tuple[str, Tagged, Tagged]:
    """The shortest part of an expression on which the two disagree by itself, with both values."""
    parts = sorted(case.get("parts", []), key=len)
    cases = [{**case, "expression": part} for part in parts]
    for part, answer in zip(cases, oracle.answers(cases), strict=True):
        own = ours(part)
        if not same(own, answer):
            return part["expression"], own, answer
    return case["expression"], mine, theirs


def rule_for(part: str, mine: Tagged, theirs: Tagged) -> str:
    """The rule that explains a difference, from the smallest part that shows it."""
    for name, explains in RULES.items():
        if explains(part, mine, theirs):
            return name
    return UNEXPLAINED


UNEXPLAINED = "unexplained"
INFINITE = (["number", "Infinity"], ["number", "-Infinity"], ["number", "NaN"])
DECIMAL = re.compile(r"[0-9]+\.[0-9]+(?:e[+-][0-9]+)?")
NOTHING = (["null"], ["boolean", False])


def _finite(theirs: Any) -> Any:
    """The page's value with null for what is no finite number."""
    if not isinstance(theirs, list):
        return theirs
    return ["null"] if theirs in INFINITE else [_finite(part) for part in theirs]


def _keeps_nothing(part: str, mine: Tagged, theirs: Tagged) -> bool:
    kept = [item for item in mine[1] if item not in NOTHING] if mine[0] == "list" else None
    return part.endswith("]") and same(["list", kept], theirs)


def _last_digit(part: str, mine: Tagged, theirs: Tagged) -> bool:
    """The same text but for the last digits of a number in it."""
    if mine[0] != "string" or theirs[0] != "string":
        return False
    around = [DECIMAL.sub("", value[1]) for value in (mine, theirs)]
    digits = [[float(number) for number in DECIMAL.findall(value[1])] for value in (mine, theirs)]
    return around[0] == around[1] and same(*digits)


def _midnight(part: str, mine: Tagged, theirs: Tagged) -> bool:
    return mine[0] == "date and time" and mine[2:] == ["00:00:00.000", 0] and theirs == ["date", mine[1]]


RULES: dict[str, Callable[[str, Tagged, Tagged], bool]] = {
    "null instead of Infinity or NaN": lambda part, mine, theirs: same(mine, _finite(theirs)),
    "filters of the page drop null and false items": _keeps_nothing,
    "midnight in UTC is a date for the page": _midnight,
    "last digit of log, exp or a power, written as text": _last_digit,
    "last digit of exp, in the remainder of a large number": lambda part, mine, theirs: (
        part.startswith("modulo(") and "exp(" in part and mine[0] == theirs[0] == "number"
    ),
}
