"""Conditions that are decided before any data come: always true, always false, always null."""

from collections.abc import Iterator
from datetime import UTC, datetime

from app.errors import say
from app.feel.bounds import FeelLimit, Run
from app.feel.builtins import BUILTINS
from app.feel.closures import compile_node
from app.feel.findings import Findings
from app.feel.frames import Frame
from app.feel.tree import Binary, Call, Filter, If, Literal, Loop, Name, Node, Test, UnaryTests, walk

OPEN = object()  # what depends on data
ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # folded parts never look at the clock
SENTENCES = {
    True: ("always-true", say("This condition is always true.")),
    False: ("always-false", say("This condition is always false.")),
    None: ("always-null", say("This condition is always null.")),
}


def check_constants(root: Node, found: Findings) -> None:
    """Report the conditions of the tree whose value is known; the whole counts if it is a boolean or null."""
    for node in _conditions(root):
        value = folded(node)
        if (value is None or isinstance(value, bool)) and not found.codes_at(node.at):
            code, message = SENTENCES[value]
            found.warning(node.at, code, message)


def _conditions(root: Node) -> Iterator[Node]:
    if isinstance(root, UnaryTests):
        yield from (test for test in root.tests if not isinstance(test, Literal))
    elif not (isinstance(root, Literal) and root.value is None):
        yield root
    for node, _ in walk(root):
        match node:
            case If():
                yield node.condition
            case Filter():
                yield node.condition
            case Loop() if node.kind != "for":
                yield node.body
            case Binary() if node.operator in ("and", "or"):
                yield from (part for part in node.parts if not isinstance(part, Literal))


def folded(node: Node) -> object:
    """The value of a part that needs no data, or OPEN."""
    if isinstance(node, Binary) and node.operator in ("and", "or"):
        absorbing = node.operator == "or"
        if absorbing in [value for value in map(folded, node.parts) if isinstance(value, bool)]:
            return absorbing
    if isinstance(node, Test) or not is_closed(node):
        return OPEN
    try:
        return compile_node(node)(Frame({}, None, Run(ANY_MOMENT)))
    except FeelLimit:
        return OPEN


def is_closed(node: Node) -> bool:
    """Whether no name and no clock decides about the value. Loops bind names, so they count as open."""
    for part, _ in walk(node):
        if isinstance(part, Name | Filter) or (isinstance(part, Call) and not BUILTINS[part.function].pure):
            return False
    return True
