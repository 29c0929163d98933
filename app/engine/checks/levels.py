"""One level of a process as a graph: the process itself, or the inside of one embedded sub-process."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property, reduce
from typing import Any

from app.engine import drawing
from app.engine.durations import after, is_literal
from app.engine.reading import TIMERS, bpmn

FAR = datetime(9000, 1, 1, tzinfo=UTC)


class Level:
    """Kinds of nodes, flows, and the questions that checks ask of them."""

    def __init__(self, container: Any) -> None:
        self.name: str | None = container.get("id")
        nodes = [n for n in container if drawing.tag(n) in drawing.FLOW_NODES and not _stands_aside(n)]
        flows = [node for node in container if node.tag == bpmn("sequenceFlow")]
        self.kinds: dict[str, str] = {n.get("id") or "": drawing.tag(n) for n in nodes}
        self.defaults: dict[str, str] = {n.get("id"): n.get("default") for n in nodes if n.get("default")}
        self.flows: dict[str, tuple[str, str]] = {
            f.get("id") or "": (f.get("sourceRef") or "", f.get("targetRef") or "") for f in flows
        }
        self.conditions = {f.get("id") for f in flows if drawing.condition(f)}
        self.hosts: dict[str, str] = {
            n.get("id"): n.get("attachedToRef") for n in nodes if drawing.tag(n) == "boundaryEvent"
        }
        self.beside = {n.get("id") for n in nodes if n.get("cancelActivity") == "false"}
        self.events_on: dict[str, list[str]] = {}
        for event, host in self.hosts.items():
            self.events_on.setdefault(host, []).append(event)
        self.terminating = {
            n.get("id") for n in nodes if n.find(bpmn("terminateEventDefinition")) is not None
        }
        self.links = {n.get("id") for n in nodes if n.find(bpmn("linkEventDefinition")) is not None}
        self.at_once = {n.get("id") for n in nodes if _happens_at_once(n)}
        self.called = {n.get("id"): n.get("calledElement") for n in nodes if drawing.tag(n) == "callActivity"}
        self.inner = {n.get("id"): n for n in nodes if drawing.tag(n) == "subProcess"}
        self.after: dict[str, list[tuple[str, str]]] = {name: [] for name in self.kinds}
        self.before: dict[str, list[tuple[str, str]]] = {name: [] for name in self.kinds}
        for flow, (source, target) in self.flows.items():
            if source in self.kinds and target in self.kinds:
                self.after[source].append((flow, target))
                self.before[target].append((flow, source))

    def next(self, name: str) -> Iterator[str]:
        """What can follow a node: its flows' targets, and the boundary events on it."""
        yield from (target for _, target in self.after[name])
        yield from self.events_on.get(name, ())

    def reachable(self, start: Iterable[str]) -> set[str]:
        """Everything a token from `start` can come to."""
        seen: set[str] = set()
        waiting = [name for name in start if name in self.kinds]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting.extend(self.next(name))
        return seen

    def moved_to(self, start: str, free: frozenset[str]) -> set[str]:
        """Where a token that is at `start` comes without waiting, when it waits at no node of `free`."""
        seen: set[str] = set()
        waiting = list(self._moves(start, free))
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting.extend(self._moves(name, free))
        return seen

    def _moves(self, name: str, free: frozenset[str]) -> Iterator[str]:
        if name in free:
            yield from (target for _, target in self.after[name])
        yield from (event for event in self.events_on.get(name, ()) if event in self.at_once)

    def dominator(self, name: str) -> str | None:
        """The nearest other node that every way from the start to `name` passes; nothing for the start itself."""
        return self._dominators.get(name)

    @cached_property
    def _dominators(self) -> dict[str, str]:
        """The nearest dominator of every node that the start reaches (Cooper, Harvey and Kennedy 2001)."""
        order, _ = self._walk
        if not order:
            return {}
        place = {name: index for index, name in enumerate(order)}
        found = {order[0]: order[0]}
        changed = True
        while changed:
            changed = False
            for name in order[1:]:
                known = [source for source in self.sources(name) if source in found]
                nearest = reduce(lambda one, other: _meet(one, other, place, found), known)
                if found.get(name) != nearest:
                    found[name], changed = nearest, True
        del found[order[0]]
        return found

    def longest_trail(self) -> int:
        """How deep the engine's own reading goes: it follows each flow to its end before it takes the next."""
        return self._walk[1]

    @cached_property
    def _walk(self) -> tuple[list[str], int]:
        start = next((name for name, kind in self.kinds.items() if kind == "startEvent"), None)
        if start is None:
            return [], 0
        left: list[str] = []
        deepest, seen, trail = 0, {start}, [(start, self.next(start))]
        while trail:
            deepest = max(deepest, len(trail))
            name, following = trail[-1]
            step = next((other for other in following if other not in seen), None)
            if step is None:
                left.append(name)
                trail.pop()
            else:
                seen.add(step)
                trail.append((step, self.next(step)))
        return left[::-1], deepest

    def has_ends(self) -> bool:
        """Whether every element but the ends leads on, and there is an end."""
        leads_on = all(self.after[name] or kind == "endEvent" for name, kind in self.kinds.items())
        return leads_on and "endEvent" in self.kinds.values()

    def sources(self, name: str) -> Iterator[str]:
        yield from (source for _, source in self.before[name])
        if self.hosts.get(name) in self.kinds:
            yield self.hosts[name]

    def between(self, split: str, join: str) -> set[str]:
        """The nodes on ways from `split` to `join`, both left out."""
        return self._between(split, join) & (self._ancestors(join) | {join}) - {split, join}

    def terminates(self, name: str) -> bool:
        """Whether every way on from a node ends the whole level, so that no join waits for it."""
        ends = {n for n in self.reachable([name]) if self.kinds[n] == "endEvent"}
        return bool(ends) and ends <= self.terminating

    def boundary_into(self, join: str) -> list[str]:
        """Boundary events whose flow leads straight into `join`."""
        return [source for _, source in self.before[join] if source in self.hosts]

    def _between(self, start: str, stop: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(self.next(start))
        while waiting:
            name = waiting.pop()
            if name not in seen and name not in (start, stop):
                seen.add(name)
                waiting.extend(self.next(name))
        return seen

    def _ancestors(self, name: str) -> set[str]:
        seen: set[str] = set()
        waiting = [source for _, source in self.before[name]]
        while waiting:
            source = waiting.pop()
            if source not in seen:
                seen.add(source)
                waiting.extend(s for _, s in self.before[source])
                if source in self.hosts and self.hosts[source] in self.kinds:
                    waiting.append(self.hosts[source])
        return seen - {name}


def _meet(one: str, other: str, place: Mapping[str, int], found: Mapping[str, str]) -> str:
    """The nearest node that dominates both."""
    while one != other:
        while place[one] > place[other]:
            one = found[one]
        while place[other] > place[one]:
            other = found[other]
    return one


def _stands_aside(node: Any) -> bool:
    """Whether no flow is meant to lead to a node: what an event starts, and what undoes a step."""
    return (
        node.get("triggeredByEvent") == "true"
        or node.get("isForCompensation") == "true"
        or (drawing.tag(node) == "boundaryEvent" and node.find(bpmn("compensateEventDefinition")) is not None)
    )


def _happens_at_once(node: Any) -> bool:
    """Whether a timer has run out as soon as it is set, some day at least: no duration, or a fixed moment."""
    definition = node.find(bpmn("timerEventDefinition"))
    texts = (definition.findtext(bpmn(name)) for name in TIMERS) if definition is not None else ()
    text = next((text.strip() for text in texts if text and text.strip()), "")
    return is_literal(text) and after(text, FAR) <= FAR


def levels(process: Any) -> Iterator[Level]:
    """A process and every embedded sub-process in it."""
    yield Level(process)
    for node in process.iter(bpmn("subProcess"), bpmn("transaction")):
        if node.get("triggeredByEvent") != "true" and not drawing.in_event_subprocess(node):
            yield Level(node)
