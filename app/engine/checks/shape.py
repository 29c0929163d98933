"""The shape of the flows: reachable, without dead ends, every gateway decided, joins that match, loops that wait."""

from collections.abc import Iterator
from typing import Any

from app.engine.checks.levels import Level, levels
from app.engine.model import Problem
from app.errors import Message, say

MAX_NODES = 1_000
# The library reads and foretells a trail by recursion, and a web request has its own calls on the stack already.
MAX_TRAIL = 350
WAITS = frozenset(
    {"userTask", "manualTask", "intermediateCatchEvent", "eventBasedGateway", "callActivity", "subProcess"}
)
SPLITTING = frozenset({"parallelGateway", "inclusiveGateway"})
DECIDING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def shape_problems(process: Any) -> Iterator[Problem]:
    """Every problem in how the elements of a process are joined, in each of its levels."""
    for level in levels(process):
        if len(level.kinds) > MAX_NODES:
            message = say("There are more than 1,000 elements here. Split the procedure into calls.")
            yield _problem(level.name, "too-many-nodes", message)
            continue
        if level.longest_trail() > MAX_TRAIL:
            message = say("More than 350 elements follow one another here. Split the procedure into calls.")
            yield _problem(level.name, "too-deep", message)
        yield from _ends(level)
        yield from _gateways(level)
        yield from _activities(level)
        yield from _loops(level)
        yield from _joins(level)


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
    reached = level.reachable(starts)
    for name, kind in level.kinds.items():
        if name not in reached:
            yield _problem(
                name, "disconnected", say("No flow leads here from the start. It would never be done.")
            )
        elif not level.after[name] and kind != "endEvent":
            yield _problem(
                name, "dead-end", say("Nothing follows here. Lead the flow on, or to an end event.")
            )
    for flow, (source, target) in level.flows.items():
        if source not in level.kinds or target not in level.kinds:
            yield _problem(flow, "loose-flow", say("This flow lacks its beginning or its end."))


def _gateways(level: Level) -> Iterator[Problem]:
    for name, kind in level.kinds.items():
        out = level.after[name]
        if kind in DECIDING and len(out) > 1:
            if level.defaults.get(name) not in {flow for flow, _ in out}:
                yield _problem(
                    name,
                    "no-default",
                    say("This gateway has no default flow. A case would stop when no condition is true."),
                )
            for flow, _ in out:
                if flow != level.defaults.get(name) and flow not in level.conditions:
                    yield _problem(
                        flow,
                        "flow-without-condition",
                        say("This flow has no condition, so the gateway cannot decide."),
                    )
        elif kind not in DECIDING:
            for flow, _ in out:
                if flow in level.conditions:
                    yield _problem(
                        flow,
                        "condition-ignored",
                        say("A condition here is not looked at. Put an exclusive gateway before it."),
                    )


def _activities(level: Level) -> Iterator[Problem]:
    for name, kind in level.kinds.items():
        if kind.endswith("Gateway"):
            continue
        if len(level.after[name]) > 1:
            yield _problem(
                name,
                "several-flows-out",
                say("Several flows leave here. Put a gateway after it that says which."),
            )
        if len(level.before[name]) > 1 and kind != "endEvent":
            yield _problem(
                name, "several-flows-in", say("Several flows lead here. Join them in a gateway before it.")
            )


def _loops(level: Level) -> Iterator[Problem]:
    free = {name for name, kind in level.kinds.items() if kind not in WAITS}
    for name in free:
        if level.returns_to(name, within=free):
            yield _problem(
                name,
                "loop-without-wait",
                say("This circle has no step in which somebody acts. It would never stop."),
            )
            return


def _joins(level: Level) -> Iterator[Problem]:
    """A join must end what one split of its own kind began, with no flow leaving or entering in between."""
    for name, kind in level.kinds.items():
        if kind not in SPLITTING or len(level.before[name]) < 2:
            continue
        split = level.dominator(name)
        if split is None or level.kinds[split] != kind or len(level.after[split]) < 2:
            yield _problem(
                name,
                "join-without-split",
                say(
                    "This join does not match a split of its kind. It could wait for ever or go on too early."
                ),
            )
            continue
        yield from _block(level, split, name)


def _block(level: Level, split: str, join: str) -> Iterator[Problem]:
    inside = level.between(split, join)
    for name in sorted(inside):
        for flow, target in level.after[name]:
            if target not in inside and target != join and not level.terminates(target):
                yield _problem(
                    flow,
                    "flow-leaves-branch",
                    say("This flow leaves a parallel part before its join. The join would wait for ever."),
                )
    for name in sorted(event for host in inside for event in level.events_on.get(host, ())):
        yield from _event_in_block(level, name, inside)
    for name in level.boundary_into(join):
        yield _problem(
            name,
            "boundary-into-join",
            say(
                "A boundary event must not lead straight into a join. Merge it with the step's own flow first."
            ),
        )


def _event_in_block(level: Level, event: str, inside: set[str]) -> Iterator[Problem]:
    """A join counts one token of each branch: a boundary event must neither take one away nor bring another."""
    if event in level.beside and event in inside:
        yield _problem(
            event,
            "boundary-into-join",
            say(
                "This event would bring the join a second token of its branch. Lead it to an end of its own."
            ),
        )
    elif event not in level.beside and event not in inside and not level.terminates(event):
        yield _problem(
            event,
            "flow-leaves-branch",
            say("This event leaves a parallel part before its join. The join would wait for ever."),
        )
