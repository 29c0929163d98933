"""Joins: whether one could wait for ever, and which flow or event is to blame."""

from collections.abc import Iterator

from app.engine.checks.levels import Level
from app.engine.checks.tokens import waiting_join
from app.engine.model import Problem
from app.errors import Message, say

SPLITTING = frozenset({"parallelGateway", "inclusiveGateway"})


def join_problems(level: Level) -> Iterator[Problem]:
    """No join may wait for ever. Where one can, the parts that do not match are told, or else the join alone."""
    waits = waiting_join(level)
    if waits is None:
        return
    found = list(_unmatched(level))
    yield from found
    if not found:
        message = say(
            "This join could wait for ever: by some of its flows no token may come, or more than one. "
            "Let exactly one come by each."
        )
        yield _problem(waits, "join-without-split", message)


def _unmatched(level: Level) -> Iterator[Problem]:
    """Joins that do not end what one split of their own kind began, and what leaves or enters in between."""
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


def _problem(element: str | None, code: str, message: Message) -> Problem:
    return Problem(element, code, "error", message)
