"""Compiled expressions and the ways to run them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Literal

from app.errors import say
from app.feel.bounds import FeelInvalid, Run
from app.feel.builtins import BUILTINS
from app.feel.closures import compile_node
from app.feel.frames import Closure, Frame
from app.feel.names import Names
from app.feel.parser import parse
from app.feel.tree import Node
from app.feel.values import admit, measure

Mode = Literal["expression", "unary"]
FUNCTIONS = Names(BUILTINS)
CACHED = 1_024  # expressions kept compiled; they are immutable


@dataclass(frozen=True)
class Expression:
    """One compiled expression. `names` are those it takes from outside, `declared` those it was read with."""

    text: str
    mode: Mode
    declared: frozenset[str]
    names: frozenset[str] = field(compare=False)
    tree: Node = field(compare=False, repr=False)
    closure: Closure = field(compare=False, repr=False)


def compile_expression(text: str, names: Collection[str], *, mode: Mode = "expression") -> Expression:
    """Read a text once; `names` are the declared ones, which may hold blanks and operators.

    Mode "unary" is a cell of a decision table or a form condition. A leading `=`, as forms write it, is
    dropped. Names that nobody declared are null at run time; `analyse` lists them.
    Raises FeelInvalid with line and column.
    """
    return _compiled(text, frozenset(names), mode)


@lru_cache(maxsize=CACHED)
def _compiled(text: str, declared: frozenset[str], mode: Mode) -> Expression:
    body = text.lstrip()
    # the blank keeps the columns of what follows
    source = text.replace("=", " ", 1) if body.startswith("=") else text
    tree, free = parse(source, declared, FUNCTIONS, unary=mode == "unary")
    if mode == "expression" and "?" in free:
        raise FeelInvalid(say("The sign ? stands for the tested value, and nothing is tested here."))
    return Expression(text, mode, declared, free, tree, compile_node(tree))


def evaluate(expression: Expression, context: Mapping[str, object], *, now: datetime) -> object:
    """The value of an expression over the names of the context; null for what has no value.

    `now` must be aware: it is the present moment, and its zone the one of dates without offset.
    Raises FeelLimit when the data make it run too long or grow too large.
    """
    run = _run(now)
    result = expression.closure(Frame(_admitted(expression, context, now), None, run))
    if isinstance(result, list | dict):
        measure(result, run)
    return result


def unary_test(
    expression: Expression, value: object, context: Mapping[str, object], *, now: datetime
) -> bool | None:
    """Whether a value passes the tests of a decision table's cell."""
    return _tested(expression, {**context, "?": value}, now, {"?"})


def form_condition(expression: Expression, context: Mapping[str, object], *, now: datetime) -> bool:
    """Whether the form viewer takes the condition as met, which hides the field.

    The viewer runs conditions as unary tests of nothing: a condition that is null is met.
    """
    return _tested(expression, context, now, set()) is True


def _tested(
    expression: Expression, context: Mapping[str, object], now: datetime, also: Collection[str]
) -> bool | None:
    if expression.mode != "unary":
        raise ValueError("compile the expression in mode unary to test with it")
    values = _admitted(expression, context, now, also)
    result = expression.closure(Frame(values, None, _run(now)))
    return result if isinstance(result, bool) else None


def _run(now: datetime) -> Run:
    if now.utcoffset() is None:
        raise ValueError("now must carry its offset")
    return Run(now)


def _admitted(
    expression: Expression, context: Mapping[str, object], now: datetime, also: Collection[str] = ()
) -> dict[str, object]:
    """The data the expression can see, each value known to be one of the language."""
    run = Run(now)
    wanted = (*expression.names, *also) if also else expression.names
    return {name: admit(context[name], run) for name in wanted if name in context}
