"""One thing found in an expression, and where."""

from dataclasses import dataclass
from typing import Literal

from app.errors import Message
from app.feel.lexer import place


@dataclass(frozen=True)
class Finding:
    """`code` is stable, kebab-case; line and column count from 1."""

    code: str
    severity: Literal["error", "warning"]
    message: Message
    line: int
    column: int


class Findings:
    """The list under construction; the same code at the same place is told once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[tuple[int, str], Finding] = {}

    def error(self, at: int, code: str, message: Message) -> None:
        self._found.setdefault((at, code), Finding(code, "error", message, *place(self._text, at)))

    def warning(self, at: int, code: str, message: Message) -> None:
        self._found.setdefault((at, code), Finding(code, "warning", message, *place(self._text, at)))

    def codes_at(self, at: int) -> set[str]:
        return {code for place_, code in self._found if place_ == at}

    def in_order(self) -> list[Finding]:
        return [self._found[key] for key in sorted(self._found)]
