"""How much one expression may ask for, and the two refusals it meets when it asks for more."""

from datetime import datetime

from app.errors import Message, say

TEXT = 4_000  # characters of source
NESTING = 40  # brackets, branches and minus signs inside one another
DEPTH = 150  # levels of the tree, and of any value that is walked
NODES = 1_000  # nodes of the tree
LIST = 10_000  # items of one list
STRING = 100_000  # characters of one text value
STEPS = 10_000  # rounds, calls and items visited in one evaluation
CALLS = 8  # function literals running inside one another
PATTERN = 1_000  # characters of one regular expression
GROUPS = 20  # groups of one regular expression
SEARCHED_PER_STEP = 500  # characters times the size of the compiled pattern


class FeelInvalid(Exception):
    """The text is no expression of ours; line and column count from 1."""

    def __init__(self, message: Message, line: int = 1, column: int = 1) -> None:
        super().__init__(f"{message} ({line}:{column})")
        self.message = message
        self.line = line
        self.column = column


class FeelLimit(FeelInvalid):
    """A sound expression met data that would make it run too long or grow too large."""


class Run:
    """What one evaluation still may spend, and the moment it happens at."""

    __slots__ = ("calls", "now", "steps")

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.steps = STEPS
        self.calls = 0

    def spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise FeelLimit(say("The expression needs more than %(limit)s steps.", limit=STEPS))

    def enter_function(self) -> None:
        self.calls += 1
        if self.calls > CALLS:
            raise FeelLimit(say("Functions call one another more than %(limit)s deep.", limit=CALLS))

    def leave_function(self) -> None:
        self.calls -= 1


def check_depth(depth: int) -> None:
    """Refuse to walk a value nested too deeply, before the interpreter's own stack would."""
    if depth > DEPTH:
        raise FeelLimit(say("A value is nested more than %(limit)s deep.", limit=DEPTH))


def check_list(length: int) -> None:
    """Call before building a list of this length."""
    if length > LIST:
        raise FeelLimit(say("A list would hold more than %(limit)s items.", limit=LIST))


def check_text(length: int) -> None:
    """Call before building a text of this length."""
    if length > STRING:
        raise FeelLimit(say("A text would be longer than %(limit)s characters.", limit=STRING))
