"""Small graph questions asked of diagrams: what can be reached, what must be passed, what turns in a circle."""

from collections.abc import Collection, Iterable, Mapping, Sequence

Edges = Mapping[str, Sequence[str]]


def reach(starts: Iterable[str], following: Edges, stop: Collection[str] = ()) -> set[str]:
    """Every node on a way from the starts, the starts included. A stop is reached, but not gone past."""
    seen = set(starts)
    waiting = [node for node in seen if node not in stop]
    while waiting:
        for node in following.get(waiting.pop(), ()):
            if node not in seen:
                seen.add(node)
                if node not in stop:
                    waiting.append(node)
    return seen


def reversed_edges(following: Edges) -> dict[str, list[str]]:
    preceding: dict[str, list[str]] = {node: [] for node in following}
    for node, targets in following.items():
        for target in targets:
            preceding.setdefault(target, []).append(node)
    return preceding


def dominators(start: str, following: Edges) -> dict[str, str]:
    """For each node that can be reached from the start, the nearest other node every way to it passes.

    Cooper, Harvey and Kennedy: A Simple, Fast Dominance Algorithm (2001). The start is left out.
    """
    order = _postorder(start, following)
    number = {node: place for place, node in enumerate(order)}
    preceding = reversed_edges({node: [t for t in following.get(node, ()) if t in number] for node in order})
    above = {start: start}
    changed = True
    while changed:
        changed = False
        for node in reversed(order[:-1]):
            nearest = _meet([p for p in preceding[node] if p in above], above, number)
            if above.get(node) != nearest:
                above[node] = nearest
                changed = True
    return {node: nearest for node, nearest in above.items() if node != start}


def circles(following: Edges) -> list[set[str]]:
    """The sets of nodes that lie on a common circle (strongly connected components with a way round)."""
    order: list[str] = []
    seen: set[str] = set()
    for node in following:
        if node not in seen:
            order.extend(_postorder(node, following, seen))
    preceding = reversed_edges(following)
    placed: set[str] = set()
    groups = []
    for node in reversed(order):
        if node not in placed:
            group = _gather(node, preceding, placed)
            if len(group) > 1 or node in following.get(node, ()):
                groups.append(group)
    return groups


def _gather(node: str, preceding: Edges, placed: set[str]) -> set[str]:
    group, waiting = {node}, [node]
    placed.add(node)
    while waiting:
        for other in preceding.get(waiting.pop(), ()):
            if other not in placed:
                placed.add(other)
                group.add(other)
                waiting.append(other)
    return group


def _postorder(start: str, following: Edges, seen: set[str] | None = None) -> list[str]:
    """Depth-first, each node after all it leads to; without recursion, since diagrams can be long."""
    seen = set() if seen is None else seen
    seen.add(start)
    order = []
    stack = [(start, iter(following.get(start, ())))]
    while stack:
        node, targets = stack[-1]
        fresh = next((target for target in targets if target not in seen), None)
        if fresh is None:
            order.append(node)
            stack.pop()
        else:
            seen.add(fresh)
            stack.append((fresh, iter(following.get(fresh, ()))))
    return order


def _meet(nodes: Sequence[str], above: Mapping[str, str], number: Mapping[str, int]) -> str:
    nearest = nodes[0]
    for other in nodes[1:]:
        while nearest != other:
            while number[nearest] < number[other]:
                nearest = above[nearest]
            while number[other] < number[nearest]:
                other = above[other]
    return nearest
