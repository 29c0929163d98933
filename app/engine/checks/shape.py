"""The shape of the flows: reachable, without dead ends, every gateway decided, joins that match, loops that wait."""

from collections.abc import Iterator
from typing import Any

from app.engine.checks.circles import endless_problems, foretold, loop_problems
from app.engine.checks.levels import Level, levels
from app.engine.checks.matches import join_problems
from app.engine.model import Problem
from app.errors import Message, say

BEGINNINGS = frozenset({"startEvent", "boundaryEvent"})
MAX_NODES = 1_000
MAX_FLOWS = 3_000
# The library reads and foretells a trail by recursion, and a web request has its own calls on the stack already.
MAX_TRAIL = 350
DECIDING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def shape_problems(process: Any, quick: frozenset[str]) -> Iterator[Problem]:
    """Every problem in how the elements of a process are joined, in each of its levels."""
    for level in levels(process):
        if len(level.kinds) > MAX_NODES:
            message = say("There are more than 1,000 elements here. Split the procedure into calls.")
            yield _problem(level.name, "too-many-nodes", message)
            continue
        if len(level.flows) > MAX_FLOWS:
            message = say("There are more than 3,000 flows here. Split the procedure into calls.")
            yield _problem(level.name, "too-many-flows", message)
            continue
        if level.longest_trail() > MAX_TRAIL:
            message = say("More than 350 elements follow one another here. Split the procedure into calls.")
            yield _problem(level.name, "too-deep", message)
        yield from _ends(level)
        yield from _flows(level)
        if level.has_ends():
            yield from endless_problems(level)
        yield from _gateways(level)
        yield from _activities(level)
        yield from loop_problems(level, quick)
        yield from join_problems(level)


def _problem(element: str | None, code: str, message: Message) -> Problem:
    return Problem(element, code, "error", message)


def _ends(level: Level) -> Iterator[Problem]:
    starts = [name for name, kind in level.kinds.items() if kind == "startEvent"]
    if len(starts) != 1:
        yield _problem(
            level.name,
            "start-events",
            say("There must be exactly one start event here, not %(count)s.", count=len(starts)),
        )
    if not any(kind == "endEvent" for kind in level.kinds.values()):
        yield _problem(level.name, "no-end", say("There is no end event. Say where the procedure ends."))
    if starts:
        yield from _disconnected(level, level.reachable([*starts, *level.links]))
    for name, kind in level.kinds.items():
        if not level.after[name] and kind != "endEvent" and name not in level.links:
            yield _problem(
                name, "dead-end", say("Nothing follows here. Lead the flow on, or to an end event.")
            )


def _flows(level: Level) -> Iterator[Problem]:
    for flow, (source, target) in level.flows.items():
        if level.kinds.get(target) in BEGINNINGS:
            message = say(
                "No flow can lead to a start, or to an event on a step. Lead it to the step itself."
            )
            yield _problem(flow, "flow-into-event", message)
        if level.kinds.get(source) == "endEvent":
            message = say("No flow can leave an end. Remove it, or make the end a plain event.")
            yield _problem(flow, "flow-out-of-end", message)
        if source not in level.kinds or target not in level.kinds:
            message = say("This flow lacks its beginning or its end. Connect it, or remove it.")
            yield _problem(flow, "loose-flow", message)


def _disconnected(level: Level, reached: set[str]) -> Iterator[Problem]:
    """What the start never comes to: told of the first element only, where others follow it."""
    left = [name for name in level.kinds if name not in reached]
    for alone in (True, False):
        for name in left:
            entered = any(source not in reached and source != name for _, source in level.before[name])
            if name in reached or (alone and (entered or level.hosts.get(name) in left)):
                continue
            reached |= level.reachable([name])
            message = say("No flow leads here from the start. Draw one, or remove what stands here.")
            yield _problem(name, "disconnected", message)


def _gateways(level: Level) -> Iterator[Problem]:
    for name, kind in level.kinds.items():
        out = [flow for flow, _ in level.after[name]]
        if kind in DECIDING and (len(out) > 1 or level.conditions & set(out)):
            yield from _decision(level, name)
        elif kind not in DECIDING:
            for flow in out:
                if flow in level.conditions:
                    message = say("A condition here is not looked at. Put an exclusive gateway before it.")
                    yield _problem(flow, "condition-ignored", message)


def _decision(level: Level, name: str) -> Iterator[Problem]:
    default, flows = level.defaults.get(name), [flow for flow, _ in level.after[name]]
    open_flows = [flow for flow in flows if flow != default and flow not in level.conditions]
    if default not in flows:
        message = say("No flow is the default here: a case would stop when no condition is true. Mark one.")
        yield _problem(name, "no-default", message)
        if len(open_flows) == 1:
            return  # the one without a condition is the default that is missing
    for flow in open_flows:
        message = say("The gateway cannot decide about this flow. Give it a condition.")
        yield _problem(flow, "flow-without-condition", message)


def _activities(level: Level) -> Iterator[Problem]:
    sure = foretold(level)
    for name, kind in level.kinds.items():
        if kind.endswith("Gateway"):
            continue
        if len(level.after[name]) > 1:
            message = say("Several flows leave here. Put a gateway after it that says which.")
            yield _problem(name, "several-flows-out", message)
        if len(level.before[name]) > 1 and name in level.moved_to(name, sure):
            message = say(
                "Several flows lead here, in a circle. Join them in an exclusive gateway before it."
            )
            yield _problem(name, "several-flows-in", message)
