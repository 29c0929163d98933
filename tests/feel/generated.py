"""Random well-typed expressions with data for them, to compare two implementations on."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.feel.makers import MAKERS, NUMBERS, TEXTS

TYPES = {
    **{"amount": "number", "age": "number", "score": "number"},
    **{"risk": "string", "full name": "string", "code": "string"},
    **{"child": "boolean", "urgent": "boolean"},
    **{"sizes": "list", "tags": "list", "people": "list"},
}
NULLS = 0.08


@dataclass
class Generator:
    """Expressions by wanted kind; `depth` left decides when to stop with a leaf."""

    seed: int
    locals: dict[str, list[str]] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def case(self) -> dict[str, Any]:
        """An expression or a decision-table cell, with its data, and the parts that stand on their own."""
        self.parts = []
        if self.random.random() < 0.2:
            return {
                "expression": self.cell(),
                "context": {**self.data(), "?": self.value("number")},
                "unary": True,
            }
        kind = self.pick(
            "boolean", "boolean", "boolean", "number", "string", "list", "date", "moment", "days", "context"
        )
        expression = self.make(kind, 4)
        return {"expression": expression, "context": self.data(), "unary": False, "parts": self.parts}

    def pick(self, *options: Any) -> Any:
        return self.random.choice(options)

    def value(self, kind: str) -> Any:
        """A datum of a declared kind, now and then null."""
        if self.random.random() < NULLS:
            return None
        count = self.random.randrange(4)
        match kind:
            case "number":
                return self.pick(*NUMBERS)
            case "string":
                return self.pick(*TEXTS)
            case "boolean":
                return self.pick(True, False)
        return [self.value(self.pick("number")) for _ in range(count)]

    def data(self) -> dict[str, Any]:
        data = {name: self.value(kind) for name, kind in TYPES.items()}
        data["tags"] = [self.pick(*TEXTS) for _ in range(self.random.randrange(4))]
        data["people"] = [
            {"age": self.value("number"), "name": self.value("string"), "active": self.value("boolean")}
            for _ in range(self.random.randrange(4))
        ]
        return data

    def cell(self) -> str:
        """Unary tests of a number."""
        tests = [
            self.pick(
                self.number(),
                f"{self.pick('<', '<=', '>', '>=')} {self.number()}",
                f"[{self.pick(0, 1, 2)}..{self.pick(5, 10, 18)}]",
                f"({self.pick(0, 1, 2)}..{self.pick(5, 10, 18)})",
                "null",
                f"? {self.pick('=', '!=')} {self.number()}",
                f"odd(?) or ? = {self.number()}",
                f"? + 1 = {self.number()}",
            )
            for _ in range(self.random.randrange(1, 4))
        ]
        cell: str = self.pick("-", *[", ".join(tests)] * 5, f"not({', '.join(tests)})")
        return cell

    def number(self) -> str:
        return str(self.pick(*NUMBERS))

    def make(self, kind: str, depth: int) -> str:
        leaves, branches = MAKERS[kind]
        makers = leaves if depth <= 0 or self.random.random() < 0.15 else branches
        made: str = self.pick(*makers)(self, depth - 1)
        if not any(self.locals.values()):
            self.parts.append(made)
        return made

    def name_of(self, kind: str, otherwise: str) -> str:
        names = [name for name, declared in TYPES.items() if declared == kind] + self.locals.get(kind, [])
        return str(self.pick(*names)) if names else otherwise

    def bound(self, kind: str, name: str, maker: Callable[[], str]) -> str:
        """What `maker` gives while a local name of this kind is in scope."""
        self.locals.setdefault(kind, []).append(name)
        made = maker()
        self.locals[kind].pop()
        return made
