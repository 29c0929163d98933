"""Small drawings for the tests of the engine, and random block-structured ones."""

from collections.abc import Iterable
from itertools import pairwise
from random import Random

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ihala="urn:ihala:bpmn:1" '
    'id="definitions" targetNamespace="urn:test">'
)


class Drawing:
    """Builds one process: nodes and flows are added, `xml` gives the file."""

    def __init__(self, key: str = "p", variables: Iterable[str] = ("x",)) -> None:
        self.key = key
        self.nodes: list[str] = []
        self.flows: list[str] = []
        self.people: list[str] = []
        self.variables = [f'<ihala:variable name="{name}" type="number"/>' for name in variables]

    def node(self, kind: str, name: str, inside: str = "", more: str = "") -> str:
        self.nodes.append(f'<bpmn:{kind} id="{name}" {more}>{inside}</bpmn:{kind}>')
        return name

    def task(self, name: str, step: str = 'form="f"', more: str = "") -> str:
        self.people.append(name)
        inside = f"<bpmn:extensionElements><ihala:step {step}/></bpmn:extensionElements>"
        return self.node("userTask", name, inside, f'name="{name}" {more}')

    def flow(self, source: str, target: str, condition: str = "") -> str:
        name = f"f_{source}_{target}_{len(self.flows)}"
        inside = (
            f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
            if condition
            else ""
        )
        self.flows.append(
            f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inside}</bpmn:sequenceFlow>'
        )
        return name

    def line(self, *names: str) -> None:
        for source, target in pairwise(names):
            self.flow(source, target)

    def timer(self, name: str, host: str, duration: str, *, interrupting: bool = True) -> str:
        inside = (
            f'<bpmn:timerEventDefinition id="{name}_t"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">'
            f"{duration}</bpmn:timeDuration></bpmn:timerEventDefinition>"
        )
        kept = "true" if interrupting else "false"
        return self.node("boundaryEvent", name, inside, f'attachedToRef="{host}" cancelActivity="{kept}"')

    def xml(self, party: str = "EPC") -> bytes:
        refs = "".join(f"<bpmn:flowNodeRef>{name}</bpmn:flowNodeRef>" for name in self.people)
        lanes = (
            f'<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="Lane" ihala:party="{party}">{refs}'
            "</bpmn:lane></bpmn:laneSet>"
        )
        return (
            f'{HEAD}<bpmn:process id="{self.key}" isExecutable="true"><bpmn:extensionElements>'
            f"{''.join(self.variables)}</bpmn:extensionElements>{lanes}{''.join(self.nodes)}{''.join(self.flows)}"
            "</bpmn:process></bpmn:definitions>"
        ).encode()


def straight(*tasks: str) -> Drawing:
    """start -> tasks -> end."""
    drawing = Drawing()
    drawing.node("startEvent", "start")
    for task in tasks:
        drawing.task(task)
    drawing.node("endEvent", "end")
    drawing.line("start", *tasks, "end")
    return drawing


def loop_around_a_fork() -> Drawing:
    """A loop whose body is a parallel fork of tasks a and b; x > 0 goes round once more."""
    drawing = Drawing()
    for kind, name in (("startEvent", "start"), ("endEvent", "end"), ("exclusiveGateway", "merge")):
        drawing.node(kind, name)
    drawing.node("parallelGateway", "fork")
    drawing.node("parallelGateway", "join")
    drawing.task("a")
    drawing.task("b")
    drawing.task("after")
    drawing.line("start", "merge", "fork", "a", "join", "after", "again")
    drawing.line("fork", "b", "join")
    drawing.flow("again", "merge", "x &gt; 0")
    leave = drawing.flow("again", "end")
    drawing.node("exclusiveGateway", "again", "", f'default="{leave}"')
    return drawing


class Blocks:
    """A random drawing of nested sequences, choices, forks and loops; `scopes` are the nodes inside each join."""

    def __init__(self, seed: int, depth: int = 4) -> None:
        self.random, self.count = Random(seed), 0
        self.drawing = Drawing()
        self.scopes: dict[str, set[str]] = {}
        self.drawing.node("startEvent", "start")
        self.drawing.node("endEvent", "end")
        first, last = self._block(depth)
        self.drawing.flow("start", first)
        self.drawing.flow(last, "end")

    def _name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def _block(self, depth: int) -> tuple[str, str]:
        kinds = ("task", "sequence", "choice", "fork", "some", "loop")
        kind = "task" if depth <= 0 else self.random.choices(kinds, (2, 4, 2, 3, 2, 2))[0]
        return getattr(self, f"_{kind}")(depth)  # type: ignore[no-any-return]

    def _task(self, depth: int) -> tuple[str, str]:
        name = self.drawing.task(self._name("t"))
        return name, name

    def _sequence(self, depth: int) -> tuple[str, str]:
        first, last = self._block(depth - 1)
        for _ in range(self.random.randint(1, 2)):
            start, end = self._block(depth - 1)
            self.drawing.flow(last, start)
            last = end
        return first, last

    def _split(self, depth: int, kind: str, join_kind: str, conditions: list[str]) -> tuple[str, str]:
        split, join = self._name("s"), self._name("j")
        before = set(self.drawing.people)
        self.drawing.node(join_kind, join)
        flows = []
        for condition in conditions:
            first, last = self._block(depth - 1)
            flows.append(self.drawing.flow(split, first, condition))
            self.drawing.flow(last, join)
        default = f'default="{flows[0]}"' if kind != "parallelGateway" else ""
        self.drawing.node(kind, split, "", default)
        if kind != "exclusiveGateway":
            self.scopes[join] = set(self.drawing.people) - before
        return split, join

    def _choice(self, depth: int) -> tuple[str, str]:
        return self._split(
            depth, "exclusiveGateway", "exclusiveGateway", ["", f"x &gt; {self.random.randint(2, 7)}"]
        )

    def _fork(self, depth: int) -> tuple[str, str]:
        branches = [""] * self.random.randint(2, 3)
        return self._split(depth, "parallelGateway", "parallelGateway", branches)

    def _some(self, depth: int) -> tuple[str, str]:
        conditions = ["", *(f"modulo(x, {n}) = 0" for n in range(2, self.random.randint(3, 4)))]
        return self._split(depth, "inclusiveGateway", "inclusiveGateway", conditions)

    def _loop(self, depth: int) -> tuple[str, str]:
        merge, again = self.drawing.node("exclusiveGateway", self._name("m")), self._name("g")
        first, last = self._block(depth - 1)
        self.drawing.flow(merge, first)
        self.drawing.flow(last, again)
        self.drawing.flow(again, merge, f"x &lt; {self.random.randint(2, 4)}")
        out = self.drawing.node("exclusiveGateway", self._name("o"))
        self.drawing.node("exclusiveGateway", again, "", f'default="{self.drawing.flow(again, out)}"')
        return merge, out
