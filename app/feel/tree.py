"""The shape of a parsed expression: one small class per construct, each knowing its place and parts."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """`at` is the offset of the construct in the text."""

    at: int

    @property
    def parts(self) -> tuple["Node", ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, text, boolean or null written out."""

    value: object


@dataclass(frozen=True, slots=True)
class AtLiteral(Node):
    """`@"2026-01-31"`: the text of a date, time or duration."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Negation(Node):
    operand: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Arithmetic, comparison, `and`, `or`: the operator stands at `at`."""

    operator: str
    left: Node
    right: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.value, self.low, self.high)


@dataclass(frozen=True, slots=True)
class In(Node):
    """`single` tells `x in list` from `x in (test, test)`: only the first is null for a null right side.

    `goes_on` says that an operator follows a single test without a bracket between.
    """

    value: Node
    tests: tuple[Node, ...]
    single: bool
    goes_on: bool

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.value, *self.tests)


@dataclass(frozen=True, slots=True)
class Test(Node):
    """A comparison without left side: `> 5`."""

    operator: str
    operand: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Interval(Node):
    start: Node
    end: Node
    start_included: bool
    end_included: bool

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.start, self.end)


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    items: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.items


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    entries: tuple[tuple[str, Node], ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return tuple(value for _, value in self.entries)


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.condition, self.then, self.otherwise)


@dataclass(frozen=True, slots=True)
class Loop(Node):
    """`kind` is for, some or every; each binding sees the names bound before it."""

    kind: str
    bindings: tuple[tuple[str, Node], ...]
    body: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (*(source for _, source in self.bindings), self.body)


@dataclass(frozen=True, slots=True)
class Path(Node):
    target: Node
    name: str

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.target,)


@dataclass(frozen=True, slots=True)
class Filter(Node):
    target: Node
    condition: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.target, self.condition)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A built-in by name; `labels` names the arguments, or is empty where they go by position."""

    function: str
    arguments: tuple[Node, ...]
    labels: tuple[str, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.arguments


@dataclass(frozen=True, slots=True)
class Function(Node):
    """A function written out, as argument of `sort` or `list replace`."""

    parameters: tuple[str, ...]
    body: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.body,)


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """One cell of a decision table, or one form condition; `-` has no tests and lets everything pass."""

    tests: tuple[Node, ...]
    negated: bool

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.tests


def walk(root: Node) -> Iterator[tuple[Node, int]]:
    """Every node with its depth (the root has 1), without recursion."""
    waiting = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend((part, depth + 1) for part in node.parts)
