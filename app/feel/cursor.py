"""Walking along the tokens: look, take, expect, count how deep we are, and know the names in scope."""

from collections.abc import Collection
from typing import NoReturn

from app.errors import Message, say
from app.feel.bounds import NESTING, TEXT
from app.feel.lexer import Token, refuse, tokens
from app.feel.names import RESERVED, Names, spelled

VALUE_SIGNS = frozenset("([{-@?")  # signs a value may begin with
VALUE_WORDS = frozenset({"if", "for", "some", "every", "true", "false", "null"})


def begins_value(token: Token) -> bool:
    """Whether a value can begin with this token."""
    if token.kind == "word":
        return token.value in VALUE_WORDS or token.value not in RESERVED | {"instance"}
    return token.kind in ("number", "string") or (token.kind == "sign" and token.value in VALUE_SIGNS)


class Cursor:
    """The state of one parse."""

    def __init__(self, text: str, names: Collection[str], functions: Names) -> None:
        if len(text) > TEXT:
            refuse("", 0, say("The expression is longer than %(limit)s characters.", limit=TEXT))
        self.text = text
        self.stream = tokens(text)
        self.at = 0
        self.names = Names(names)
        self.functions = functions
        self.free: set[str] = set()
        self.interval_end = False  # here a `[` may close an interval instead of opening a filter
        self._around: list[bool] = []

    @property
    def token(self) -> Token:
        return self.stream[self.at]

    def ahead(self, steps: int) -> Token:
        return self.stream[min(self.at + steps, len(self.stream) - 1)]

    def take(self) -> Token:
        token = self.token
        self.at = min(self.at + 1, len(self.stream) - 1)
        return token

    def sees(self, *values: str) -> bool:
        return self.token.value in values and self.token.kind in ("sign", "word")

    def skip(self, value: str) -> bool:
        """Take the token if it is this one."""
        if self.sees(value):
            self.take()
            return True
        return False

    def expect(self, *values: str) -> Token:
        if not self.sees(*values):
            self.refuse_found(" ".join(values))
        return self.take()

    def refuse(self, message: Message, at: int | None = None) -> NoReturn:
        refuse(self.text, self.token.start if at is None else at, message)

    def refuse_found(self, wanted: str) -> NoReturn:
        if self.token.kind == "end":
            self.refuse(say("The expression ends too early: %(wanted)s is missing.", wanted=wanted))
        found = self.text[self.token.start : self.token.end][:40]
        self.refuse(say("Expected %(wanted)s, found %(found)s.", wanted=wanted, found=found))

    def enter(self) -> None:
        """One bracket, branch or sign deeper."""
        self._around.append(self.interval_end)
        self.interval_end = False
        if len(self._around) > NESTING:
            self.refuse(say("The expression is nested more than %(limit)s deep.", limit=NESTING))

    def leave(self) -> None:
        self.interval_end = self._around.pop()

    def words(self, *, first_free: bool = False) -> str:
        """The run of words from here as one name; `first_free` lets a reserved word come first."""
        if self.token.kind != "word" or (not first_free and self.token.value in RESERVED):
            self.refuse_found("a name")
        run = [self.take().value]
        while self.token.kind == "word" and self.token.value not in RESERVED and not self.sees_instance_of():
            run.append(self.take().value)
        return spelled(run)

    def sees_instance_of(self) -> bool:
        return self.token.value == "instance" and self.ahead(1).value == "of"
