"""Decision variables belong to a running process, not to its tokens: what one branch decides, every branch knows.

A name that a called process declares and its caller declares too is the caller's; a name that only the called
process declares lives and ends with that call, so that two referrals at once never see each other's answers.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from app.engine.model import Variable

Declared = Mapping[str, Mapping[str, Variable]]
"""The variables each process declares, by process id."""


def level_of(task: Any) -> Any:
    """The running process a token is in; embedded sub-processes share that of the process around them."""
    return _outermost(task.workflow)


def _outermost(level: Any) -> Any:
    while level.parent_task_id is not None and level.spec.name not in level.top_workflow.declared:
        level = level.parent_workflow
    return level


def owner(level: Any, name: str) -> Any:
    """The running process that keeps a variable, seen from `level`; nothing when nobody declares it.

    An answer given inside a referral is the caller's when only the caller declares its name.
    """
    declared: Declared = level.top_workflow.declared
    found = level if name in declared[level.spec.name] else None
    while level.parent_task_id is not None:
        level = _outermost(level.parent_workflow)
        if name in declared[level.spec.name]:
            found = level
        elif found is not None:
            return found
    return found


def known(level: Any, names: Iterable[str]) -> dict[str, object]:
    """The values of declared names as a process sees them; a name never set has its initial value, or null."""
    variables = level.top_workflow.declared[level.spec.name]
    return {
        name: owner(level, name).data.get(name, variables[name].initial)
        for name in names
        if name in variables
    }


def assign(level: Any, values: Mapping[str, object]) -> None:
    """Set variables where they are kept; what nobody declares is not kept at all."""
    for name, value in values.items():
        keeper = owner(level, name)
        if keeper is not None:
            keeper.data[name] = value
