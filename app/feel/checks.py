"""One walk over the tree that gives every part its type and reports what can only be null."""

from collections.abc import Callable, Mapping
from typing import cast

from app.errors import say
from app.feel import tree
from app.feel.builtins import BUILTINS
from app.feel.findings import Findings
from app.feel.inference import (
    ANY,
    DAYS,
    DURATIONS,
    PARTS,
    Type,
    accepts,
    joined,
    may_equal,
    may_order,
    result_of,
)
from app.feel.literal_checks import check_literals
from app.feel.temporal import read_temporal
from app.feel.tree import Node
from app.feel.values import kind_of

BOOLEAN = Type("boolean")
Scope = Mapping[str, Type]


class Checks:
    """Types by node (`types`, by identity) and findings of one expression."""

    def __init__(self, found: Findings) -> None:
        self.found = found
        self.types: dict[int, Type] = {}
        self._filters = 0  # filters around us: there, an unknown name may be an entry of the item

    def visit(self, node: Node, scope: Scope) -> Type:
        result = VISITS[type(node)](self, node, scope)
        self.types[id(node)] = result
        return result

    def _conflict(self, node: Node, *kinds: str) -> Type:
        left, right = (kinds[0], kinds[-1])
        self.found.error(
            node.at,
            "type-conflict",
            say("This is always null: %(left)s and %(right)s do not go together.", left=left, right=right),
        )
        return ANY

    def _wants(self, node: Node, found: Type, wanted: str) -> None:
        if found.kind not in (wanted, "any"):
            message = say("Expected %(wanted)s, this is %(found)s.", wanted=wanted, found=found.kind)
            self.found.error(node.at, "type-conflict", message)

    def literal(self, node: tree.Literal, scope: Scope) -> Type:
        return Type(kind_of(node.value))

    def at_literal(self, node: tree.AtLiteral, scope: Scope) -> Type:
        value = read_temporal(node.text)
        if value is None:
            message = say("%(literal)s is no date, time or duration.", literal=node.text)
            self.found.error(node.at, "invalid-literal", message)
        return ANY if value is None else Type(kind_of(value))

    def name(self, node: tree.Name, scope: Scope) -> Type:
        if node.name in scope:
            return scope[node.name]
        if self._filters:
            message = say("%(name)s is not declared: it must be an entry of each item.", name=node.name)
            self.found.warning(node.at, "maybe-unknown-name", message)
        else:
            self.found.error(node.at, "unknown-name", say("%(name)s is not declared.", name=node.name))
        return ANY

    def negation(self, node: tree.Negation, scope: Scope) -> Type:
        operand = self.visit(node.operand, scope)
        if operand.kind not in {"number", "any", *DURATIONS}:
            self._wants(node.operand, operand, "number")
            return ANY
        return operand

    def binary(self, node: tree.Binary, scope: Scope) -> Type:
        left, right = self.visit(node.left, scope), self.visit(node.right, scope)
        match node.operator:
            case "and" | "or":
                self._wants(node.left, left, "boolean")
                self._wants(node.right, right, "boolean")
                return BOOLEAN
            case "=" | "!=":
                return self._equality(node, left, right)
            case "<" | "<=" | ">" | ">=":
                if not may_order(left.kind, right.kind):
                    self._conflict(node, left.kind, right.kind)
                return BOOLEAN
        kind = result_of(node.operator, left.kind, right.kind)
        return Type(kind) if kind else self._conflict(node, left.kind, right.kind)

    def _equality(self, node: Node, left: Type, right: Type) -> Type:
        if not may_equal(left.kind, right.kind):
            self._conflict(node, left.kind, right.kind)
        return BOOLEAN

    def between(self, node: tree.Between, scope: Scope) -> Type:
        value, low, high = (self.visit(part, scope) for part in node.parts)
        if not (may_order(value.kind, low.kind) and may_order(value.kind, high.kind)):
            self._conflict(node, value.kind, low.kind, high.kind)
        return BOOLEAN

    def member(self, node: tree.In, scope: Scope) -> Type:
        value = self.visit(node.value, scope)
        for test in node.tests:
            self._test(test, value, self.visit(test, scope))
        return BOOLEAN

    def _test(self, node: Node, value: Type, test: Type) -> None:
        """A test against a value: interval, list, comparison or value."""
        kind = test.item.kind if test.item and test.kind in ("list", "range") else test.kind
        if isinstance(node, tree.Test):
            known = self.types[id(node.operand)].kind
            fits = (
                may_equal(value.kind, known) if node.operator in ("=", "!=") else may_order(value.kind, known)
            )
        elif test.kind == "range":
            fits = may_order(value.kind, kind)
        else:
            fits = kind in ("list", "range", "boolean") or may_equal(value.kind, kind)
        if not fits:
            self._conflict(node, value.kind, kind)

    def test(self, node: tree.Test, scope: Scope) -> Type:
        self.visit(node.operand, scope)
        return BOOLEAN

    def interval(self, node: tree.Interval, scope: Scope) -> Type:
        start, end = self.visit(node.start, scope), self.visit(node.end, scope)
        if "null" not in (start.kind, end.kind) and not may_order(start.kind, end.kind):
            self._conflict(node, start.kind, end.kind)
        return Type("range", joined(start, end))

    def list_of(self, node: tree.ListOf, scope: Scope) -> Type:
        kinds = [self.visit(item, scope) for item in node.items]
        item = kinds[0] if kinds else None
        for kind in kinds[1:]:
            item = joined(item or kind, kind)
        return Type("list", item)

    def context_of(self, node: tree.ContextOf, scope: Scope) -> Type:
        inner = dict(scope)
        for key, value in node.entries:
            inner[key] = self.visit(value, inner)
        return Type("context")

    def branch(self, node: tree.If, scope: Scope) -> Type:
        self._wants(node.condition, self.visit(node.condition, scope), "boolean")
        return joined(self.visit(node.then, scope), self.visit(node.otherwise, scope))

    def loop(self, node: tree.Loop, scope: Scope) -> Type:
        inner = dict(scope)
        for name, source in node.bindings:
            found = self.visit(source, inner)
            if found.kind not in ("list", "range", "any"):
                self._wants(source, found, "list")
            inner[name] = found.of_item
        body = self.visit(node.body, inner)
        if node.kind == "for":
            return Type("list", body)
        self._wants(node.body, body, "boolean")
        return BOOLEAN

    def path(self, node: tree.Path, scope: Scope) -> Type:
        target = self.visit(node.target, scope)
        if target.kind in ("any", "context", "list"):
            return Type("list") if target.kind == "list" else ANY
        if node.name not in PARTS.get(target.kind, ()):
            message = say("%(kind)s has no part %(name)s.", kind=target.kind, name=node.name)
            self.found.error(node.at, "type-conflict", message)
            return ANY
        if target.kind == "range":
            return ANY
        return {"time offset": Type(DAYS), "timezone": Type("string")}.get(node.name, Type("number"))

    def filtered(self, node: tree.Filter, scope: Scope) -> Type:
        target = self.visit(node.target, scope)
        item = target.of_item if target.kind == "list" else target
        self._filters += item.kind in ("any", "context")
        condition = self.visit(node.condition, {**scope, "item": item})
        self._filters -= item.kind in ("any", "context")
        if condition.kind == "number":
            return item
        self._wants(node.condition, condition, "boolean")
        return target if target.kind == "list" else Type("list", item)

    def call(self, node: tree.Call, scope: Scope) -> Type:
        kinds = [self.visit(argument, scope) for argument in node.arguments]
        fitting = BUILTINS[node.function].overload_for(len(node.arguments), node.labels)
        if fitting is None:
            message = say("%(function)s does not take these arguments.", function=node.function)
            self.found.error(node.at, "wrong-arguments", message)
            return ANY
        overload, places = fitting
        for argument, kind, place in zip(node.arguments, kinds, places, strict=True):
            parameter = overload.parameters[place]
            nullable = kind.kind == "null" and parameter.nullable
            if not nullable and not accepts(parameter.kind, kind.kind):
                self._wants(argument, kind, parameter.kind)
        if node.function == "not":
            self._wants(node.arguments[0], kinds[0], "boolean")
        check_literals(node, self.found)
        return Type(overload.result)

    def function(self, node: tree.Function, scope: Scope) -> Type:
        body = self.visit(node.body, {**scope, **dict.fromkeys(node.parameters, ANY)})
        self._wants(node.body, body, "boolean")
        return Type("function")

    def unary_tests(self, node: tree.UnaryTests, scope: Scope) -> Type:
        value = scope.get("?", ANY)
        for test in node.tests:
            self._test(test, value, self.visit(test, {"?": ANY, **scope}))
        return BOOLEAN


VISITS = cast(
    Mapping[type[Node], Callable[[Checks, Node, Scope], Type]],
    {
        tree.Literal: Checks.literal,
        tree.AtLiteral: Checks.at_literal,
        tree.Name: Checks.name,
        tree.Negation: Checks.negation,
        tree.Binary: Checks.binary,
        tree.Between: Checks.between,
        tree.In: Checks.member,
        tree.Test: Checks.test,
        tree.Interval: Checks.interval,
        tree.ListOf: Checks.list_of,
        tree.ContextOf: Checks.context_of,
        tree.If: Checks.branch,
        tree.Loop: Checks.loop,
        tree.Path: Checks.path,
        tree.Filter: Checks.filtered,
        tree.Call: Checks.call,
        tree.Function: Checks.function,
        tree.UnaryTests: Checks.unary_tests,
    },
)
