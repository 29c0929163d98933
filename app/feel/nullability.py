"""Whether a condition may be null, which a form takes as met and a gateway as not met."""

from collections.abc import Mapping

from app.feel.inference import Type
from app.feel.tree import (
    AtLiteral,
    Between,
    Binary,
    Call,
    ContextOf,
    If,
    In,
    Interval,
    ListOf,
    Literal,
    Name,
    Node,
    Test,
)

Types = Mapping[int, Type]
NEVER_NULL = frozenset({"now", "today", "is"})
NULL_FOR_NULL = frozenset(
    {
        *("not", "count", "list contains", "append", "concatenate", "reverse", "distinct values", "flatten"),
        *(
            "contains",
            "starts with",
            "ends with",
            "string length",
            "upper case",
            "lower case",
            "string",
            "abs",
        ),
    }
)
Guards = frozenset[str]


def may_be_null(node: Node, types: Types, known: Guards = frozenset()) -> bool:
    """`known` are names that were tested against null on the way here."""
    match node:
        case Literal():
            return node.value is None
        case AtLiteral() | ListOf() | ContextOf() | Interval() | Test():
            return False
        case Name():
            return node.name not in known
        case Binary():
            return _operation(node, types, known)
        case In():
            return node.single and may_be_null(node.tests[0], types, known)
        case Between():
            return _any_null(node, types, known)
        case If():
            also = known | guarded(node.condition, "!=")
            return may_be_null(node.then, types, also) or may_be_null(node.otherwise, types, known)
        case Call() if node.function in NULL_FOR_NULL:
            return any(may_be_null(part, types, known) for part in node.parts)
        case Call():
            return node.function not in NEVER_NULL
    return True


def _operation(node: Binary, types: Types, known: Guards) -> bool:
    match node.operator:
        case "and" | "or":
            also = known | guarded(node.left, "!=" if node.operator == "and" else "=")
            return may_be_null(node.left, types, known) or may_be_null(node.right, types, also)
        case "!=":
            return False
        case "=":
            return _may_differ_in_kind(node, types)
        case "/" | "**":
            return True
    return _any_null(node, types, known)


def _any_null(node: Node, types: Types, known: Guards) -> bool:
    return any(may_be_null(part, types, known) or _unknown(part, types) for part in node.parts)


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
