"""Circles: each is left some day, passes something that waits, and can be foretold by the library."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.engine.checks.elements import UNSUPPORTED
from app.engine.checks.levels import Level
from app.engine.model import Problem
from app.errors import Message, say

# What cannot run at all is told elsewhere, and becomes a step in which somebody acts.
WAITS = frozenset(
    {"userTask", "manualTask", "intermediateCatchEvent", "callActivity", "subProcess", *UNSUPPORTED}
)
CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway", "eventBasedGateway"})


def endless_problems(level: Level) -> Iterator[Problem]:
    """Ways on which a case never ends: told of the first element only, where others follow it."""
    ends = [name for name, kind in level.kinds.items() if kind == "endEvent"]
    leaving, waiting = set[str](), ends
    while waiting:
        name = waiting.pop()
        if name not in leaving:
            leaving.add(name)
            waiting.extend(level.sources(name))
    told: set[str] = set()
    for name in level.kinds:
        if name not in leaving | told:
            told |= level.reachable([name])
            message = say("No way leads from here to an end, so a case would never end. Draw one.")
            yield _problem(name, "never-ends", message)
    undecided = frozenset(name for name in level.kinds if not _decides(level, name))
    for name in level.kinds:
        if name not in told and name in (after := level.moved_to(name, undecided)):
            told |= after
            message = say("In this circle nothing decides when to leave it. Put a gateway in that does.")
            yield _problem(name, "never-ends", message)


def _decides(level: Level, name: str) -> bool:
    """Whether a token can leave a node by one of several ways."""
    by_event = any(event not in level.beside for event in level.events_on.get(name, ()))
    return by_event or (level.kinds[name] in CHOOSING and len(level.after[name]) > 1)


def foretold(level: Level) -> frozenset[str]:
    """Where the library foretells for sure what follows: in a circle of such elements it would never finish."""
    return frozenset(
        name
        for name, kind in level.kinds.items()
        if kind not in CHOOSING and not (kind == "parallelGateway" and len(level.before[name]) > 1)
    )


def loop_problems(level: Level, quick: frozenset[str]) -> Iterator[Problem]:
    """Circles in which nothing waits; `quick` are the processes that can be called without waiting."""
    free, told = _free(level, quick), set[str]()
    for name in level.kinds:
        if name not in told and name in (after := level.moved_to(name, free)):
            told |= {name, *(other for other in after if name in level.moved_to(other, free))}
            message = say("This circle has no step in which somebody acts. It would never stop: put one in.")
            yield _problem(name, "loop-without-wait", message)


def _free(level: Level, quick: frozenset[str]) -> frozenset[str]:
    """The nodes that a token passes, or can pass, without waiting."""
    return frozenset(
        name
        for name, kind in level.kinds.items()
        if kind not in WAITS
        or name in level.at_once
        or level.called.get(name) in quick
        or (name in level.inner and _is_quick(Level(level.inner[name]), quick))
    )


def _is_quick(level: Level, quick: frozenset[str]) -> bool:
    """Whether a token can come from the start of a level to an end without waiting anywhere."""
    free = _free(level, quick)
    starts = [name for name, kind in level.kinds.items() if kind == "startEvent"]
    reached = {name for start in starts for name in level.moved_to(start, free)}
    return any(level.kinds[name] == "endEvent" for name in reached)


def quick_processes(processes: Mapping[str, Any]) -> frozenset[str]:
    """The ids of the processes that can begin and end without waiting, those they call taken into account."""
    found: frozenset[str] = frozenset()
    while True:
        more = frozenset(name for name, process in processes.items() if _is_quick(Level(process), found))
        if more == found:
            return found
        found = more


def _problem(element: str | None, code: str, message: Message) -> Problem:
    return Problem(element, code, "error", message)
