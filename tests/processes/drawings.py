"""The shipped drawings as plain geometry and plain elements, read without the engine."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "processes"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DD = "{http://www.omg.org/spec/DD/20100524/DI}"
IHALA = "{urn:ihala:bpmn:1}"

WORK = ("userTask", "callActivity")
FLOW_NODES = (
    *WORK,
    "startEvent",
    "endEvent",
    "intermediateThrowEvent",
    "intermediateCatchEvent",
    "boundaryEvent",
    "exclusiveGateway",
    "inclusiveGateway",
    "parallelGateway",
)

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing, in pixels."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, point: Point) -> bool:
        return self.x <= point[0] <= self.x + self.width and self.y <= point[1] <= self.y + self.height


def along(points: list[Point]) -> Iterator[Box]:
    """The straight parts of a flow, each as a box of no width."""
    for (x1, y1), (x2, y2) in pairwise(points):
        yield Box(min(x1, x2) - 0.5, min(y1, y2) - 0.5, abs(x1 - x2) + 1, abs(y1 - y2) + 1)


class Drawing:
    """One .bpmn file of the project."""

    def __init__(self, file: Path) -> None:
        self.name = file.stem
        root = ET.parse(file).getroot()
        self.root, self.process = root, root.find(f"{BPMN}process")
        self.elements = {e.get("id"): e for e in root.iter() if e.get("id") and e.tag.startswith(BPMN)}
        self.nodes = {e.get("id"): e for e in self.process if self.kind(e) in FLOW_NODES}
        self.flows = {e.get("id"): e for e in self.process if self.kind(e) == "sequenceFlow"}
        self._ends = {
            end: {key: [f for f in self.flows.values() if f.get(end) == key] for key in self.nodes}
            for end in ("sourceRef", "targetRef")
        }
        self.shapes = {s.get("bpmnElement"): s for s in root.iter(f"{DI}BPMNShape")}
        self.edges = {e.get("bpmnElement"): e for e in root.iter(f"{DI}BPMNEdge")}
        self.boxes = {key: self._box(shape) for key, shape in self.shapes.items()}
        self.points = {
            key: [(float(p.get("x")), float(p.get("y"))) for p in edge.iter(f"{DD}waypoint")]
            for key, edge in self.edges.items()
        }
        drawn = {**self.shapes, **self.edges}
        labels = {key: part.find(f"{DI}BPMNLabel") for key, part in drawn.items()}
        self.labels = {key: self._box(label) for key, label in labels.items() if label is not None}
        self.variables = {v.get("name"): v for v in self.process.iter(f"{IHALA}variable")}

    @staticmethod
    def kind(element: ET.Element) -> str:
        return element.tag.rpartition("}")[2]

    @staticmethod
    def _box(shape: ET.Element) -> Box:
        return Box(*(float(shape.find(f"{DC}Bounds").get(k)) for k in ("x", "y", "width", "height")))

    def of_kind(self, *kinds: str) -> list[ET.Element]:
        return [e for e in self.nodes.values() if self.kind(e) in kinds]

    def step(self, key: str) -> ET.Element:
        return self.nodes[key].find(f"{BPMN}extensionElements/{IHALA}step")

    def clock(self, key: str) -> ET.Element | None:
        return self.nodes[key].find(f"{BPMN}extensionElements/{IHALA}clock")

    def escalations(self, key: str) -> list[ET.Element]:
        return self.nodes[key].findall(f"{BPMN}extensionElements/{IHALA}escalation")

    def leaving(self, key: str) -> list[ET.Element]:
        return self._ends["sourceRef"][key]

    def arriving(self, key: str) -> list[ET.Element]:
        return self._ends["targetRef"][key]

    def attached(self, key: str) -> list[ET.Element]:
        return [e for e in self.of_kind("boundaryEvent") if e.get("attachedToRef") == key]

    @cache  # noqa: B019  # the drawings live as long as the tests
    def reached_from(self, flow: str) -> frozenset[str]:
        """The flows that a token on this flow can still come to."""
        seen: set[str] = set()
        waiting = [flow]
        while waiting:
            target = self.flows[waiting.pop()].get("targetRef")
            for source in (target, *(e.get("id") for e in self.attached(target))):
                fresh = {f.get("id") for f in self.leaving(source)} - seen
                seen |= fresh
                waiting += fresh
        return frozenset(seen)

    def condition(self, flow: ET.Element) -> str | None:
        found = flow.find(f"{BPMN}conditionExpression")
        return None if found is None else found.text


DRAWINGS = {file.stem: Drawing(file) for file in sorted(FOLDER.glob("*.bpmn"))}
