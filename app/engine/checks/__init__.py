"""What would go wrong at run time is found at reading time, all at once, each with element, code and sentence."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.engine.checks.calls import call_problems, variable_problems
from app.engine.checks.circles import quick_processes
from app.engine.checks.elements import element_problems
from app.engine.checks.events import event_problems
from app.engine.checks.expressions import expression_problems, expressions_of
from app.engine.checks.shape import shape_problems
from app.engine.checks.timers import timer_problems
from app.engine.model import Problem, Variable

__all__ = ["call_problems", "expressions_of", "problems", "quick_processes", "variable_problems"]


def problems(
    process: Any,
    root: Any,
    declared: Mapping[str, Variable],
    known: frozenset[str],
    quick: frozenset[str],
) -> Iterator[Problem]:
    """Every problem of one process; `known` are the processes calls can reach, `quick` those that never wait."""
    yield from element_problems(process, root, known)
    yield from event_problems(process, root)
    yield from shape_problems(process, quick)
    yield from expression_problems(process, declared)
    yield from timer_problems(process, declared)
