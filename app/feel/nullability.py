"""Whether a condition may be null, which a form takes as met and a gateway as not met."""

from collections.abc import Mapping

from app.feel.inference import Type
from app.feel.tree import AtLiteral, Between, Binary, Call, If, In, ListOf, Literal, Loop, Name, Node

Types = Mapping[int, Type]
NEVER_NULL = frozenset({"count", "now", "today", "list contains", "is", "all", "any"})
Guards = frozenset[str]


def may_be_null(node: Node, types: Types, known: Guards = frozenset()) -> bool:
    """`known` are names that were tested against null on the way here."""
    match node:
        case Literal():
            return node.value is None
        case AtLiteral() | ListOf() | Loop():
            return isinstance(node, Loop)
        case Name():
            return node.name not in known
        case Binary() if node.operator in ("and", "or"):
            also = known | guarded(node.left, "!=" if node.operator == "and" else "=")
            return may_be_null(node.left, types, known) or may_be_null(node.right, types, also)
        case Binary() if node.operator == "!=":
            return False
        case Binary() if node.operator == "=":
            return _may_differ_in_kind(node, types)
        case Binary() if node.operator in ("+", "-", "*") or node.operator in ("<", "<=", ">", ">="):
            return any(may_be_null(part, types, known) or _unknown(part, types) for part in node.parts)
        case In():
            return node.single and may_be_null(node.tests[0], types, known)
        case Between():
            return any(may_be_null(part, types, known) or _unknown(part, types) for part in node.parts)
        case If():
            also = known | guarded(node.condition, "!=")
            return may_be_null(node.then, types, also) or may_be_null(node.otherwise, types, known)
        case Call() if node.function == "not":
            return any(may_be_null(part, types, known) for part in node.parts)
        case Call():
            return node.function not in NEVER_NULL
    return type(node).__name__ not in ("Test", "Interval", "ContextOf")


def _unknown(node: Node, types: Types) -> bool:
    return types[id(node)].kind == "any"


def _may_differ_in_kind(node: Binary, types: Types) -> bool:
    kinds = {types[id(part)].kind for part in node.parts}
    return "null" not in kinds and ("any" in kinds or "list" in kinds)


def guarded(node: Node, operator: str) -> Guards:
    """Names that are not null once `node` is true (`!=`), or false (`=`)."""
    if not isinstance(node, Binary):
        return frozenset()
    if node.operator == ("and" if operator == "!=" else "or"):
        return guarded(node.left, operator) | guarded(node.right, operator)
    sides = (node.left, node.right), (node.right, node.left)
    return frozenset(
        name.name
        for name, other in sides
        if node.operator == operator
        and isinstance(name, Name)
        and isinstance(other, Literal)
        and other.value is None
    )
