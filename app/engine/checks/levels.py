"""One level of a process as a graph: the process itself, or the inside of one embedded sub-process."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.engine import drawing
from app.engine.reading import bpmn


class Level:
    """Kinds of nodes, flows, and the questions that checks ask of them."""

    def __init__(self, container: Any) -> None:
        self.name: str | None = container.get("id")
        nodes = [node for node in container if drawing.tag(node) in drawing.FLOW_NODES]
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
        self.terminating = {
            n.get("id") for n in nodes if n.find(bpmn("terminateEventDefinition")) is not None
        }
        self.after: dict[str, list[tuple[str, str]]] = {name: [] for name in self.kinds}
        self.before: dict[str, list[tuple[str, str]]] = {name: [] for name in self.kinds}
        for flow, (source, target) in self.flows.items():
            if source in self.kinds and target in self.kinds:
                self.after[source].append((flow, target))
                self.before[target].append((flow, source))

    def next(self, name: str) -> Iterator[str]:
        """What can follow a node: its flows' targets, and the boundary events on it."""
        yield from (target for _, target in self.after[name])
        yield from (event for event, host in self.hosts.items() if host == name)

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

    def returns_to(self, start: str, *, within: set[str]) -> bool:
        """Whether a token at `start` can come back to it through nodes of `within` only."""
        seen: set[str] = set()
        waiting = [target for _, target in self.after[start]]
        while waiting:
            name = waiting.pop()
            if name == start:
                return True
            if name in within and name not in seen:
                seen.add(name)
                waiting.extend(target for _, target in self.after[name])
        return False

    def dominator(self, name: str) -> str | None:
        """The nearest node that every way from the start to `name` passes, among its ancestors."""
        start = next((n for n, kind in self.kinds.items() if kind == "startEvent"), None)
        if start is None:
            return None
        candidates = [n for n in self._ancestors(name) if not self._reaches(start, name, without=n)]
        return min(candidates, key=lambda n: len(self._between(n, name)), default=None)

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

    def _reaches(self, start: str, target: str, *, without: str) -> bool:
        if start == without:
            return False
        seen = {without}
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name == target:
                return True
            if name not in seen:
                seen.add(name)
                waiting.extend(self.next(name))
        return False


def levels(process: Any) -> Iterator[Level]:
    """A process and every embedded sub-process in it."""
    yield Level(process)
    for node in process.iter(bpmn("subProcess")):
        yield Level(node)
