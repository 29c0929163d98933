"""Where work may go back to: earlier user tasks reached without crossing a branch, a border or a boundary event."""

from collections.abc import Iterable, Mapping

PASSABLE = frozenset({"exclusiveGateway", "intermediateThrowEvent", "intermediateCatchEvent", "task"})
WORK = frozenset({"userTask", "manualTask"})


def returns(kinds: Mapping[str, str], flows: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """For each user task the nearest earlier ones, walking flows backwards through exclusive gateways only.

    Between the two nothing runs beside the token, so moving it back harms no other branch.
    """
    before: dict[str, list[str]] = {}
    for source, target in flows:
        before.setdefault(target, []).append(source)
    return {
        element: tuple(sorted(_earlier(element, kinds, before)))
        for element, kind in kinds.items()
        if kind in WORK
    }


def _earlier(element: str, kinds: Mapping[str, str], before: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(before.get(element, ()))
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if kinds.get(name) in WORK:
            found.add(name)
        elif kinds.get(name) in PASSABLE:
            waiting.extend(before.get(name, ()))
    return found - {element}
