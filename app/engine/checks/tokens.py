"""Plays the tokens of one level through its gateways: whether a join can wait for ever.

First everything is folded away that cannot matter: steps in a row, choices that meet again, circles, parallel
parts that end in their own join. What is left is small, and is played to every end (van der Aalst 1998; the
folding follows Murata 1989).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations
from typing import Literal

from app.engine.checks.levels import Level

MAX_MARKINGS = 5_000
MAX_BRANCHES = 8
Marking = frozenset[tuple[int, int]]
"""Tokens: the flows that hold some, each with how many."""


@dataclass
class Node:
    """A place where tokens pass: one of its flows goes on, all do, any do, or all tokens end."""

    name: str
    kind: Literal["one", "all", "any", "end everything"]
    ins: set[int] = field(default_factory=set)
    outs: set[int] = field(default_factory=set)
    beside: set[int] = field(default_factory=set)
    """Flows of events that go beside the step: each may bring one token more."""


class Net:
    """The flows of a level as numbers between nodes."""

    def __init__(self, level: Level) -> None:
        self.nodes = {name: Node(name, _kind(level, name, kind)) for name, kind in level.kinds.items()}
        self.start = next(name for name, kind in level.kinds.items() if kind == "startEvent")
        self.ends: dict[int, tuple[str, str]] = {}
        for name in level.kinds:
            for _, target in level.after[name]:
                self._connect(name, target, self.nodes[name].outs)
            for event in level.events_on.get(name, ()):
                node = self.nodes[name]
                self._connect(name, event, node.beside if event in level.beside else node.outs)
        self._fold()

    def _connect(self, source: str, target: str, group: set[int]) -> None:
        number = len(self.ends)
        self.ends[number] = (source, target)
        group.add(number)
        self.nodes[target].ins.add(number)

    def joins(self) -> list[Node]:
        """The joins that folding has left."""
        return [node for node in self.nodes.values() if node.kind in ("all", "any") and len(node.ins) > 1]

    def _fold(self) -> None:
        again = True
        while again:
            again = False
            for number in list(self.ends):
                if number in self.ends:
                    again |= self._fold_flow(number)
            again = again or self._drop_side_ways()

    def _drop_side_ways(self) -> bool:
        """A token more that meets no join, and does not come back, ends by itself: it is left out."""
        joins = {node.name for node in self.joins()}
        found = []
        for node in self.nodes.values():
            more = node.beside | (node.outs if node.kind == "all" else set())
            for target in {self.ends[number][1] for number in more}:
                reached = self.reached(target)
                if node.name not in reached and not joins & reached and not self._ends_all(reached):
                    found += [number for number in more if self.ends[number][1] == target]
        for number in found:
            self._drop(number)
        return bool(found)

    def _ends_all(self, names: set[str]) -> bool:
        return any(self.nodes[name].kind == "end everything" for name in names)

    def reached(self, name: str) -> set[str]:
        """The nodes a token at a node can come to, that node among them."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting.extend(self.ends[out][1] for out in self.nodes[here].outs | self.nodes[here].beside)
        return seen

    def _fold_flow(self, number: int) -> bool:
        source, target = (self.nodes[name] for name in self.ends[number])
        if number in source.beside:
            return False
        if source is target:
            return source.kind == "one" and len(source.outs) > 1 and self._drop(number)
        twins = (source.outs & target.ins) - {number}
        if twins and source.kind == target.kind != "end everything":
            return self._drop(number)
        if self.start in (source.name, target.name):
            return False
        if len(source.ins) == len(source.outs) == 1 and not source.beside:
            return self._absorb(target, source, number)
        if target.beside or "any" in (source.kind, target.kind) or source.kind != target.kind:
            return False
        alone = len(target.ins) == 1 or (len(source.outs) == 1 and not source.beside)
        return alone and bool(target.outs) and self._absorb(source, target, number)

    def _drop(self, number: int) -> bool:
        source, target = self.ends.pop(number)
        self.nodes[source].outs.discard(number)
        self.nodes[source].beside.discard(number)
        self.nodes[target].ins.discard(number)
        return True

    def _absorb(self, kept: Node, gone: Node, number: int) -> bool:
        """Two nodes joined by a flow become one."""
        self._drop(number)
        for flow in gone.ins:
            self.ends[flow] = (self.ends[flow][0], kept.name)
        for flow in gone.outs:
            self.ends[flow] = (kept.name, self.ends[flow][1])
        kept.ins |= gone.ins
        kept.outs |= gone.outs
        del self.nodes[gone.name]
        return True


def _kind(level: Level, name: str, kind: str) -> Literal["one", "all", "any", "end everything"]:
    if name in level.terminating:
        return "end everything"
    return {"parallelGateway": "all", "inclusiveGateway": "any"}.get(kind, "one")  # type: ignore[return-value]


def waiting_join(level: Level) -> str | None:
    """A join at which a token can wait for ever, or to which two come by one flow; nothing where all is well."""
    gathered = any(
        kind in ("parallelGateway", "inclusiveGateway") and len(level.before[name]) > 1
        for name, kind in level.kinds.items()
    )
    if not gathered or "startEvent" not in level.kinds.values():
        return None
    net = Net(level)
    joins = {node.name for node in net.joins()}
    if not joins:
        return None
    seen: set[Marking] = set()
    waiting: list[Marking] = [frozenset({(flow, 1)}) for flow in net.nodes[net.start].outs]
    while waiting:
        marking = waiting.pop()
        if marking in seen:
            continue
        seen.add(marking)
        following = list(_following(net, marking))
        stuck = _stuck(net, marking, following, joins)
        if stuck is not None or len(seen) > MAX_MARKINGS:
            return stuck or min(joins)
        waiting.extend(following)
    return None


def _stuck(net: Net, marking: Marking, following: list[Marking], joins: set[str]) -> str | None:
    for flow, count in marking:
        name = net.ends[flow][1]
        if name in joins and (not following or count > 1):
            return name
    return None


def _following(net: Net, marking: Marking) -> Iterator[Marking]:
    tokens = Counter(dict(marking))
    for name in {net.ends[flow][1] for flow in tokens}:
        node = net.nodes[name]
        if node.kind == "end everything":
            yield frozenset()
            continue
        for taken in _taken(net, node, tokens):
            for given in _given(node):
                left = tokens.copy()
                left.subtract(taken)
                left.update(given)
                yield frozenset((flow, count) for flow, count in left.items() if count > 0)


def _taken(net: Net, node: Node, tokens: Counter[int]) -> list[set[int]]:
    """The sets of flows whose tokens a node can take at once."""
    here = {flow for flow in node.ins if tokens[flow]}
    if node.kind == "one":
        return [{flow} for flow in here]
    if node.kind == "all":
        return [here] if here == node.ins else []
    elsewhere = {flow for flow, count in tokens.items() if count and flow not in here}
    return [] if any(node.name in net.reached(net.ends[flow][1]) for flow in elsewhere) else [here]


def _given(node: Node) -> Iterator[set[int]]:
    if node.kind == "all":
        ways: list[set[int]] = [node.outs]
    elif node.kind == "any" and len(node.outs) > 1:
        ways = list(_subsets(node.outs))[1:]
    else:
        ways = [{flow} for flow in node.outs] or [set()]
    for way in ways:
        for more in _subsets(node.beside):
            yield way | more


def _subsets(flows: set[int]) -> Iterator[set[int]]:
    """Every set of some flows, the empty one first; of very many none, each alone and all."""
    sizes = range(len(flows) + 1) if len(flows) <= MAX_BRANCHES else (0, 1, len(flows))
    return (set(some) for some in chain.from_iterable(combinations(sorted(flows), size) for size in sizes))
